// AcceptVerdict and ProposeBaseline.
#include "tests/unit/services/reporting/domain/comparison_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_RULE_VIOLATED;
using common::v1::ERROR_REASON_WRONG_STATE;

class DecideAcceptVerdict : public ComparisonWorld {};
class DecideProposeBaseline : public ComparisonWorld {
 protected:
  absl::StatusOr<v1::Baseline> Propose(std::string person = "carol") {
    v1::ProposeBaselineRequest request;
    request.set_parent("tenants/acme");
    request.set_baseline_id("new");
    request.set_comparison(Name("comparisons", "c"));
    request.set_cause("RFC-501");
    return As<v1::Baseline>(person, "ProposeBaseline", request);
  }
};

TEST_F(DecideProposeBaseline, RefusesWhileTheLevelStillChanges) {
  PlayReleaseBypass();
  ASSERT_TRUE(Try(Compare()).ok());
  const auto refused = Propose();
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "after_state"), "STILL_CHANGING");
}

TEST_F(DecideProposeBaseline, TakesAStableLevelAndLetsTheAccountableAccept) {
  PlayReleaseBypass({52, 50, 53, 51, 52, 50, 53, 51});
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->after_state(), v1::AFTER_STATE_STABLE);
  EXPECT_EQ(Reason(Propose("gina")), ERROR_REASON_NOT_AUTHORIZED);
  const auto proposed = Propose();
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->state(), v1::BASELINE_STATE_PROPOSED);
  EXPECT_EQ(proposed->points_size(), 8);
  EXPECT_DOUBLE_EQ(proposed->centre(), 51.5);
  EXPECT_EQ(runner.CountEvents("reporting", "BaselineProposed"), 1);
  v1::AcceptBaselineRequest accept;
  accept.set_name(Name("baselines", "new"));
  const auto accepted = As<v1::Baseline>("anna", "AcceptBaseline", accept);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::BASELINE_STATE_ACCEPTED);
}

TEST_F(DecideAcceptVerdict, LetsTheAccountablePersonAccept) {
  PlayReleaseBypass();
  ASSERT_TRUE(Try(Compare()).ok());
  EXPECT_EQ(Reason(Accept("carol")), ERROR_REASON_NOT_AUTHORIZED);
  const auto accepted = Accept("erin", "agreed in the review");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::COMPARISON_STATE_ACCEPTED);
  EXPECT_EQ(accepted->accepted_by().person(), Name("people", "erin"));
  EXPECT_EQ(runner.CountEvents("reporting", "VerdictAccepted"), 1);
  EXPECT_EQ(Reason(Accept("erin")), ERROR_REASON_WRONG_STATE);
}

TEST_F(DecideAcceptVerdict, NeedsAReasonWhenAGuardWorsened) {
  MakeBypass("guard");
  Record(
      Months("guard", 2024, 1, {10, 12, 9, 11, 8, 13, 10, 9, 12, 10, 11, 8}));
  Record(Months("guard", 2025, 1, {60, 62, 61, 60, 63, 61, 60, 62}));
  PlayReleaseBypass();
  auto entry = Entry("o", "bypass");
  entry.add_guard_indicators()->set_indicator(Name("indicators", "guard"));
  ReportingWorld::Deliver(entry);
  const auto c = Try(Compare());
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->value(), v1::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(c->guards(), v1::GUARD_RESULT_BREACHED);
  ASSERT_EQ(c->others_size(), 1);
  EXPECT_EQ(c->others(0).value(), v1::VERDICT_VALUE_WORSENED);
  const auto refused = Accept("erin");
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "GUARD_BREACHED");
  EXPECT_TRUE(Accept("erin", "accepted until the new tool comes").ok());
}

}  // namespace
}  // namespace csi::reporting
