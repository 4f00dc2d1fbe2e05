#include "common/connect/message_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "csi/common/v1/event_service.pb.h"

namespace csi::connect {
namespace {

using common::v1::WatchEventsRequest;
using ::testing::HasSubstr;

const auto& Watch() { return *WatchEventsRequest::descriptor(); }

TEST(FormOf, TakesTheTypesOfItsKindOfCall) {
  EXPECT_EQ(FormOf("application/json", false), Form::kJson);
  EXPECT_EQ(FormOf("Application/JSON; charset=UTF-8", false), Form::kJson);
  EXPECT_EQ(FormOf("application/proto", false), Form::kProto);
  EXPECT_EQ(FormOf("application/connect+json", true), Form::kJson);
  for (const char* type : {"", "text/plain", "application/connect+json",
                           "application/json; charset=latin1",
                           "application/jsonx", "application/grpc"}) {
    EXPECT_EQ(FormOf(type, false), std::nullopt) << type;
  }
  EXPECT_EQ(FormOf("application/json", true), std::nullopt);
}

TEST(ToBytes, ReadsJsonInBothSpellings) {
  for (const char* body :
       {R"({"stopAtEnd":true})", R"({"stop_at_end":true})"}) {
    const auto bytes = ToBytes(Watch(), Form::kJson, body);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    WatchEventsRequest request;
    ASSERT_TRUE(request.ParseFromString(*bytes));
    EXPECT_TRUE(request.stop_at_end());
  }
}

TEST(ToBytes, SaysWhatIsWrongWithJson) {
  for (const char* body :
       {"", "x", "[]", "{", "{\"nosuch\":1}", "{\"service\":7}",
        "{\"after\":[1]}", "nul", "{\"service\":\"\xff\"}"}) {
    const auto bytes = ToBytes(Watch(), Form::kJson, body);
    EXPECT_TRUE(absl::IsInvalidArgument(bytes.status())) << body;
    EXPECT_THAT(std::string(bytes.status().message()),
                HasSubstr("csi.common.v1.WatchEventsRequest"));
  }
}

TEST(ToBytes, SurvivesDeepJson) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"after\":";
  EXPECT_FALSE(ToBytes(Watch(), Form::kJson, deep).ok());
  EXPECT_FALSE(ToBytes(Watch(), Form::kJson, std::string(100000, '[')).ok());
}

TEST(FromBytes, TellsAnswersAsJson) {
  WatchEventsRequest request;
  request.set_service("raci");
  request.mutable_after()->set_offset(7);
  EXPECT_EQ(*FromBytes(Watch(), Form::kJson, request.SerializeAsString()),
            R"({"service":"raci","after":{"offset":"7"}})");
  EXPECT_TRUE(
      absl::IsInternal(FromBytes(Watch(), Form::kJson, "\xff").status()));
}

}  // namespace
}  // namespace csi::connect
