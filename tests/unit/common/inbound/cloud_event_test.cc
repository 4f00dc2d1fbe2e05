#include "common/inbound/cloud_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/inbound/limits.h"
#include "common/inbound/poison.h"
#include "tests/unit/common/inbound/example.h"

namespace csi::inbound {
namespace {

using testing::HasSubstr;

InputRecord Good() { return Event("//s", "t", "1", R"({"a":1})"); }

std::string Word(const InputRecord& record) {
  return PoisonWord(ReadCloudEvent(record).status());
}

TEST(ReadCloudEvent, BinaryModeTakesAttributesFromHeaders) {
  const auto event = ReadCloudEvent(With(Good(), "CE_Extra", "x"));
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->id(), "1");
  EXPECT_EQ(event->source(), "//s");
  EXPECT_EQ(event->attribute("extra"), "x");
  EXPECT_EQ(event->attribute("nothing"), "");
  EXPECT_EQ(event->data, R"({"a":1})");
  EXPECT_TRUE(event->is_json());
}

TEST(ReadCloudEvent, StructuredModeTakesAttributesFromTheValue) {
  InputRecord record;
  record.headers = {
      {"Content-Type", "Application/CloudEvents+JSON; charset=utf-8"}};
  record.value = R"({"specversion":"1.0","id":"1","source":"//s","type":"t",)"
                 R"("sequence":7,"none":null,"data":{"a":[1]}})";
  const auto event = ReadCloudEvent(record);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->attribute("sequence"), "7");
  EXPECT_EQ(event->data, R"({"a":[1]})");
  EXPECT_EQ(event->content_type, "application/json");
}

TEST(ReadCloudEvent, StructuredDataMayBeBase64OfAnotherType) {
  InputRecord record;
  record.headers = {{"content-type", "application/cloudevents+json"}};
  record.value =
      R"({"specversion":"1.0","id":"1","source":"//s","type":"t",)"
      R"("datacontenttype":"application/protobuf","data_base64":"CgFw"})";
  const auto event = ReadCloudEvent(record);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->data, "\x0a\x01p");
  EXPECT_FALSE(event->is_json());
}

TEST(ReadCloudEvent, EachNeededAttributeIsNamedWhenItIsMissing) {
  for (const char* name : {"id", "source", "type", "specversion"}) {
    const auto event =
        ReadCloudEvent(With(Good(), std::string("ce_") + name, ""));
    EXPECT_EQ(PoisonWord(event.status()), "NOT_A_CLOUD_EVENT");
    EXPECT_THAT(std::string(event.status().message()), HasSubstr(name));
  }
}

TEST(ReadCloudEvent, AnotherVersionAndAnotherFormAreNotGuessed) {
  EXPECT_EQ(Word(With(Good(), "ce_specversion", "2.0")), "NOT_A_CLOUD_EVENT");
  for (const char* type :
       {"application/cloudevents+protobuf",
        "application/cloudevents-batch+json", "application/cloudevents"}) {
    EXPECT_EQ(Word(With(Good(), "content-type", type)), "NOT_A_CLOUD_EVENT");
  }
}

TEST(ReadCloudEvent, BrokenStructuredEventsAreRefused) {
  for (const char* value :
       {"", "[]", "{", R"({"id":{"a":1}})",
        R"({"specversion":"1.0","id":"1","source":"s","type":"t",)"
        R"("data_base64":"%"})"}) {
    InputRecord record;
    record.headers = {{"content-type", "application/cloudevents+json"}};
    record.value = value;
    EXPECT_EQ(Word(record), "NOT_A_CLOUD_EVENT") << value;
  }
}

TEST(ReadCloudEvent, TextThatIsNotUtf8IsRefused) {
  EXPECT_EQ(Word(With(Good(), "ce_subject", "\xff")), "NOT_A_CLOUD_EVENT");
}

TEST(ReadCloudEvent, EveryBoundHoldsUpToItsEdge) {
  InputRecord record = Good();
  record.value = std::string(kInputBytesMax, ' ');
  EXPECT_EQ(Word(record), "");
  record.value += ' ';
  EXPECT_EQ(Word(record), "TOO_LARGE");
  EXPECT_EQ(Word(With(Good(), "ce_x", std::string(kAttributeBytesMax, 'x'))),
            "");
  EXPECT_EQ(
      Word(With(Good(), "ce_x", std::string(kAttributeBytesMax + 1, 'x'))),
      "TOO_LARGE");
  record = Good();
  for (size_t i = 0; i < kAttributesMax; ++i) {
    record.headers.emplace_back("ce_x" + std::to_string(i), "1");
  }
  EXPECT_EQ(Word(record), "TOO_LARGE");
}

TEST(ReadCloudEvent, OtherHeadersDoNotMatter) {
  EXPECT_EQ(Word(With(Good(), "traceparent", "\xff")), "");
}

}  // namespace
}  // namespace csi::inbound
