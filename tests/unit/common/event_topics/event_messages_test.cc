#include "common/event_topics/event_messages.h"

#include <map>
#include <string>

#include "csi/common/v1/input_event.pb.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

common::v1::CloudEvent Event() {
  common::v1::CloudEvent event;
  event.set_id("abc-1");
  event.set_source("//csi/local/raci/0");
  event.set_type("csi.raci.v1.PersonRegistered");
  event.set_subject("tenants/t/people/p");
  event.mutable_time()->set_seconds(1700000000);
  event.mutable_time()->set_nanos(5000);
  event.set_tenant("t");
  event.set_sequence(7);
  event.mutable_position()->set_journal_id("0123456789abcdef0123456789abcdef");
  event.mutable_position()->set_offset(42);
  event.mutable_position()->set_index(1);
  event.mutable_position()->set_last(true);
  event.set_actor("tenants/t/people/olga");
  event.set_data("bytes");
  return event;
}

std::map<std::string, std::string> ByName(const kafka::Headers& headers) {
  return {headers.begin(), headers.end()};
}

TEST(EventMessages, AnEventIsARecordInBinaryMode) {
  const kafka::EventMessage message = ToMessage(Event());
  EXPECT_EQ(message.key, "t");
  EXPECT_EQ(message.value, "bytes");
  auto headers = ByName(message.headers);
  EXPECT_EQ(headers.size(), message.headers.size()) << "a name twice";
  EXPECT_EQ(headers["content-type"], "application/protobuf");
  EXPECT_EQ(headers["ce_specversion"], "1.0");
  EXPECT_EQ(headers["ce_id"], "abc-1");
  EXPECT_EQ(headers["ce_source"], "//csi/local/raci/0");
  EXPECT_EQ(headers["ce_type"], "csi.raci.v1.PersonRegistered");
  EXPECT_EQ(headers["ce_time"], "2023-11-14T22:13:20.000005+00:00");
  EXPECT_EQ(headers["ce_subject"], "tenants/t/people/p");
  EXPECT_EQ(headers["ce_partitionkey"], "t");
  EXPECT_EQ(headers["ce_sequence"], "7");
  EXPECT_EQ(headers["ce_journaloffset"], "42");
  EXPECT_EQ(headers["ce_recordindex"], "1");
  EXPECT_EQ(headers["ce_recordlast"], "true");
  EXPECT_EQ(headers["ce_actor"], "tenants/t/people/olga");
}

// Data that is a message: it can be told in JSON.
common::v1::CloudEvent Rejected() {
  common::v1::InputRejected data;
  data.set_topic("itsm.measurements");
  data.set_offset(uint64_t{1} << 60);
  common::v1::CloudEvent event = Event();
  event.set_type("csi.common.v1.InputRejected");
  event.set_data(data.SerializeAsString());
  return event;
}

kafka::ReadMessage Read(const kafka::EventMessage& written) {
  kafka::ReadMessage message;
  message.key = *written.key;
  message.value = *written.value;
  message.headers = written.headers;
  return message;
}

TEST(EventMessages, DataInJsonComesBackAsItWas) {
  const kafka::EventMessage message = ToMessage(Rejected(), EventData::kJson);
  EXPECT_EQ(ByName(message.headers)["content-type"], "application/json");
  EXPECT_NE(message.value->find("\"topic\":\"itsm.measurements\""),
            std::string::npos)
      << *message.value;
  const auto back = FromMessage(Read(message));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->data(), Rejected().data());
}

TEST(EventMessages, DataThatIsNoMessageIsWrittenAsItStands) {
  const kafka::EventMessage message = ToMessage(Event(), EventData::kJson);
  EXPECT_EQ(message.value, "bytes");
  EXPECT_EQ(ByName(message.headers)["content-type"], "application/protobuf");
}

TEST(EventMessages, BrokenJsonIsNoMessageOfItsType) {
  kafka::EventMessage message = ToMessage(Rejected(), EventData::kJson);
  message.value = "{\"topic\": 3";
  const auto back = FromMessage(Read(message));
  ASSERT_TRUE(back.has_value());
  EXPECT_FALSE(common::v1::InputRejected().ParseFromString(back->data()));
}

TEST(EventMessages, WhatIsNotThereHasNoHeader) {
  auto headers = ByName(ToMessage(Event()).headers);
  EXPECT_FALSE(headers.contains("ce_traceparent"));
  EXPECT_FALSE(headers.contains("ce_correlationid"));
  EXPECT_FALSE(headers.contains("ce_causationid"));
}

TEST(EventMessages, APlaceIsReadBack) {
  const auto place = PlaceOf(ToMessage(Event()).headers);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->journal_id, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(place->offset, 42u);
  EXPECT_EQ(place->index, 1u);
  EXPECT_TRUE(place->last);
}

TEST(EventMessages, AnEventComesBackAsItWas) {
  common::v1::CloudEvent event = Event();
  event.set_traceparent(
      "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01");
  event.set_causation_id("x-1");
  event.set_correlation_id("r-1");
  const kafka::EventMessage sent = ToMessage(event);
  const auto back = FromMessage({5, *sent.key, *sent.value, sent.headers, 0});
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->SerializeAsString(), event.SerializeAsString());
}

TEST(EventMessages, AMarkIsNoEvent) {
  const kafka::EventMessage mark =
      ProgressMessage("//csi/local/raci/0", {"aa", 9, 0, true});
  EXPECT_FALSE(FromMessage({5, "", "", mark.headers, 0}).has_value());
}

TEST(EventMessages, AMarkHasAPlaceAndNothingElse) {
  const kafka::EventMessage mark =
      ProgressMessage("//csi/local/raci/0", {"aa", 9, 0, true});
  EXPECT_FALSE(mark.key.has_value());
  EXPECT_FALSE(mark.value.has_value());
  auto headers = ByName(mark.headers);
  EXPECT_EQ(headers["ce_type"], "csi.common.v1.Progress");
  EXPECT_FALSE(headers.contains("ce_sequence"));
  const auto place = PlaceOf(mark.headers);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->offset, 9u);
}

TEST(EventMessages, AStrangersRecordHasNoPlace) {
  EXPECT_FALSE(PlaceOf({}).has_value());
  EXPECT_FALSE(PlaceOf({{"ce_id", "1"}, {"ce_journalid", "aa"}}).has_value());
  auto headers = ToMessage(Event()).headers;
  for (auto& [name, value] : headers) {
    if (name == "ce_journaloffset") value = "x";
  }
  EXPECT_FALSE(PlaceOf(headers).has_value());
}

}  // namespace
}  // namespace csi
