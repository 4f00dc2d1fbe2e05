// The change that a comparison judges: from RFCs, or as the request says.
#include "common/kv/keys.h"
#include "services/reporting/domain/comparison_input.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class JudgedChangeOf : public ReportingWorld {
 protected:
  JudgedChangeOf() {
    request.set_opportunity(Name("opportunities", "o"));
    context_.tenant = "acme";
    context_.views = &runner.views("reporting");
  }
  absl::StatusOr<JudgedChange> Get() {
    context_.now = runner.now();
    return ChangeOf(context_, request);
  }
  void Window(int from_day, int to_day) {
    *request.mutable_change_window()->mutable_start_time() =
        Day(2025, 1, from_day);
    *request.mutable_change_window()->mutable_end_time() = Day(2025, 1, to_day);
  }

  v1::CompareWindowsRequest request;

 private:
  Context context_;
};

TEST_F(JudgedChangeOf, TakesTheActualTimesOfEveryRfc) {
  DeliverChange("o", "RFC-1", Day(2025, 1, 1), Day(2025, 1, 2));
  DeliverChange("o", "RFC-2", Day(2025, 2, 1), Day(2025, 2, 3));
  const auto change = Get();
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_TRUE(change->from_rfcs);
  EXPECT_EQ(change->name, "RFC-1, RFC-2");
  ASSERT_EQ(change->windows.size(), 2u);
  EXPECT_EQ(absl::ToUnixSeconds(change->windows[1].end),
            Day(2025, 2, 3).seconds());
}

TEST_F(JudgedChangeOf, RefusesADateBesideAnRfcThatHasTimes) {
  DeliverChange("o", "RFC-1", Day(2025, 1, 1), Day(2025, 1, 2));
  Window(5, 6);
  const auto refused = Get();
  EXPECT_EQ(Reason(refused), ERROR_REASON_FIELD_INVALID);
  EXPECT_NE(refused.status().message().find("RFC-1"), std::string::npos);
}

TEST_F(JudgedChangeOf, RefusesToJudgeWithoutAnyChange) {
  const auto refused = Get();
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "NO_CHANGE");
}

TEST_F(JudgedChangeOf, TakesADateWithItsReasonOrAsAnIllustration) {
  Window(5, 5);
  EXPECT_EQ(Reason(Get()), ERROR_REASON_FIELD_INVALID);  // why then?
  request.set_change_reason("the new rota began");
  const auto change = Get();
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_FALSE(change->from_rfcs);
  EXPECT_EQ(change->name, "the date 2025-01-05");
  request.clear_change_reason();
  request.set_illustrative(true);
  EXPECT_TRUE(Get().ok());
  Window(6, 5);
  EXPECT_EQ(Reason(Get()), ERROR_REASON_FIELD_INVALID);
}

TEST(ActualWindow, LastsUntilNowWhileTheChangeGoesOn) {
  v1::RfcView rfc;
  const absl::Time now = absl::FromUnixSeconds(1000);
  EXPECT_FALSE(ActualWindow(rfc, now).has_value());
  rfc.mutable_actual_start_time()->set_seconds(400);
  EXPECT_EQ(ActualWindow(rfc, now)->end, now);
  rfc.mutable_actual_start_time()->set_seconds(2000);  // by another clock
  EXPECT_EQ(ActualWindow(rfc, now)->end, absl::FromUnixSeconds(2000));
  rfc.mutable_actual_end_time()->set_seconds(2500);
  EXPECT_EQ(ActualWindow(rfc, now)->end, absl::FromUnixSeconds(2500));
}

}  // namespace
}  // namespace csi::reporting
