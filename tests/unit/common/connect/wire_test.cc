#include "common/connect/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace csi::connect {
namespace {

using ::testing::HasSubstr;

TEST(ErrorJson, NamesTheCodeAndCarriesDetails) {
  google::rpc::ErrorInfo info;
  info.set_reason("WRONG_STATE");
  google::rpc::Status packed;
  packed.add_details()->PackFrom(info);
  const auto json = nlohmann::json::parse(
      ErrorJson(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION,
                             "No \"way\".", packed.SerializeAsString())));
  EXPECT_EQ(json["code"], "failed_precondition");
  EXPECT_EQ(json["message"], "No \"way\".");
  EXPECT_EQ(json["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(json["details"][0]["value"], "CgtXUk9OR19TVEFURQ");
  EXPECT_EQ(json["details"][0]["debug"]["reason"], "WRONG_STATE");
}

TEST(ErrorJson, SurvivesTextThatIsNotUtf8) {
  const grpc::Status status(grpc::StatusCode::INTERNAL, "a\xff z");
  EXPECT_FALSE(
      nlohmann::json::parse(ErrorJson(status), nullptr, false).is_discarded());
}

TEST(HttpStatusOf, FollowsTheProtocol) {
  EXPECT_EQ(HttpStatusOf(grpc::StatusCode::INVALID_ARGUMENT), 400);
  EXPECT_EQ(HttpStatusOf(grpc::StatusCode::RESOURCE_EXHAUSTED), 429);
  EXPECT_EQ(HttpStatusOf(grpc::StatusCode::UNAVAILABLE), 503);
  EXPECT_EQ(HttpStatusOf(grpc::StatusCode::ABORTED), 409);
  EXPECT_EQ(HttpStatusOf(grpc::StatusCode::DEADLINE_EXCEEDED), 504);
}

TEST(EndOfStream, IsAnEnvelopeWithErrorAndMetadata) {
  const std::string bytes = EndOfStream(
      grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "gone"), {{"a", "b"}});
  ASSERT_GT(bytes.size(), 5);
  EXPECT_EQ(bytes[0], 2);
  const auto json = nlohmann::json::parse(bytes.substr(5));
  EXPECT_EQ(json["error"]["code"], "out_of_range");
  EXPECT_EQ(json["metadata"]["a"][0], "b");
  EXPECT_EQ(EndOfStream(grpc::Status::OK, {}).substr(5), "{}");
}

TEST(OnlyMessage, TakesOneWholeMessage) {
  const auto taken = OnlyMessage(Envelope(0, "hello"));
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(*taken, "hello");
  EXPECT_EQ(*OnlyMessage(Envelope(0, "")), "");
}

TEST(OnlyMessage, RefusesAllElse) {
  const std::string good = Envelope(0, "hello");
  EXPECT_TRUE(absl::IsUnimplemented(OnlyMessage("").status()));
  EXPECT_TRUE(absl::IsUnimplemented(OnlyMessage(good + good).status()));
  EXPECT_TRUE(absl::IsUnimplemented(
      OnlyMessage(Envelope(kFlagCompressed, "x")).status()));
  for (size_t cut = 1; cut < good.size(); ++cut) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(OnlyMessage(good.substr(0, cut)).status()))
        << cut;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(OnlyMessage(Envelope(4, "x")).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      OnlyMessage(std::string("\0\xff\xff\xff\xffx", 6)).status()));
}

}  // namespace
}  // namespace csi::connect
