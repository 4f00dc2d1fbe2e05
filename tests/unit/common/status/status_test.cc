#include "common/status/status.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

using common::v1::ErrorReason;
using ::testing::HasSubstr;

// Every reason that a client can meet, by number.
std::vector<ErrorReason> AllReasons() {
  std::vector<ErrorReason> reasons;
  const auto* type = common::v1::ErrorReason_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    reasons.push_back(static_cast<ErrorReason>(type->value(i)->number()));
  }
  return reasons;
}

TEST(Refusal, EveryReasonHasACodeAndComesBack) {
  ASSERT_GT(AllReasons().size(), 10u);
  for (ErrorReason reason : AllReasons()) {
    const absl::Status status = Refusal(reason, "why", {{"key", "value"}});
    EXPECT_FALSE(status.ok());
    EXPECT_NE(status.code(), absl::StatusCode::kUnknown) << ReasonName(reason);
    EXPECT_EQ(status.code(), CodeOf(reason));
    EXPECT_EQ(ReasonOf(status), reason) << ReasonName(reason);
    EXPECT_EQ(MetadataOf(status, "key"), "value");
    EXPECT_EQ(MetadataOf(status, "other"), "");
  }
}

// What design and API promise, one by one.
TEST(CodeOf, IsWhatTheContractsSay) {
  using absl::StatusCode;
  const std::pair<ErrorReason, StatusCode> promised[] = {
      {common::v1::ERROR_REASON_TOO_LARGE, StatusCode::kInvalidArgument},
      {common::v1::ERROR_REASON_REQUEST_ID_REUSED,
       StatusCode::kInvalidArgument},
      {common::v1::ERROR_REASON_QUEUE_FULL, StatusCode::kResourceExhausted},
      {common::v1::ERROR_REASON_DISK_LOW, StatusCode::kResourceExhausted},
      {common::v1::ERROR_REASON_VIEW_STALE, StatusCode::kUnavailable},
      {common::v1::ERROR_REASON_NOT_SERVING, StatusCode::kUnavailable},
      {common::v1::ERROR_REASON_OUTCOME_UNKNOWN, StatusCode::kUnavailable},
      {common::v1::ERROR_REASON_DEADLINE_PASSED, StatusCode::kDeadlineExceeded},
      {common::v1::ERROR_REASON_ALREADY_EXISTS, StatusCode::kAlreadyExists},
      {common::v1::ERROR_REASON_JOURNAL_DAMAGED, StatusCode::kDataLoss},
      {common::v1::ERROR_REASON_PAGE_TOKEN_INVALID,
       StatusCode::kInvalidArgument},
  };
  for (const auto& [reason, code] : promised) {
    EXPECT_EQ(CodeOf(reason), code) << ReasonName(reason);
  }
}

TEST(ReasonName, LeavesThePrefixOut) {
  EXPECT_EQ(ReasonName(common::v1::ERROR_REASON_TOO_LARGE), "TOO_LARGE");
}

TEST(FieldError, NamesTheField) {
  const absl::Status status = FieldError("opportunity.title", "it is missing.");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_THAT(std::string(status.message()), HasSubstr("opportunity.title"));
}

TEST(Describe, GivesCodeReasonAndMessage) {
  const std::string text =
      Describe(Refusal(common::v1::ERROR_REASON_TOO_LARGE, "far too large"));
  EXPECT_THAT(text, HasSubstr("TOO_LARGE"));
  EXPECT_THAT(text, HasSubstr("far too large"));
  EXPECT_EQ(ReasonOf(absl::InternalError("plain")),
            common::v1::ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace csi
