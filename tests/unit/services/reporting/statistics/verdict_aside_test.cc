// What stands beside the value of a verdict: state, target, guards,
// attribution, and the words of the API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reporting/statistics/verdict.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Verdict Judge(const ChangeQuestion& question) {
  const absl::StatusOr<Verdict> verdict = JudgeChange(question);
  EXPECT_TRUE(verdict.ok()) << verdict.status();
  return *verdict;
}

TEST(JudgeAside, IsInterimBeforeTheReviewDate) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  question.effect_review = Day(2025, 10, 1);
  question.plan.as_of = Day(2025, 9, 30);
  EXPECT_TRUE(Judge(question).interim);
  EXPECT_THAT(Judge(question).sentence, HasSubstr("Interim: After"));
  question.plan.as_of = Day(2025, 10, 1);
  EXPECT_FALSE(Judge(question).interim);
}

TEST(JudgeAside, AllowsANewBaselineOnlyWhereEightAreStable) {
  const Verdict stable = Judge(Ask(kFlat, kHigh));
  EXPECT_EQ(stable.after_state, AfterState::kStable);
  EXPECT_TRUE(stable.new_baseline_allowed);
  EXPECT_DOUBLE_EQ(*stable.new_level, *stable.after.mean);
  const Verdict seven =
      Judge(Ask(kFlat, std::vector<double>(kHigh.begin(), kHigh.begin() + 7)));
  EXPECT_EQ(seven.after_state, AfterState::kStable);
  EXPECT_FALSE(seven.new_baseline_allowed);
  EXPECT_THAT(stable.sentence, HasSubstr("It has settled at about"));
  EXPECT_THAT(seven.sentence, Not(HasSubstr("It has settled")));
  EXPECT_THAT(seven.sentence,
              HasSubstr("Whether it has settled cannot be said from 7 periods "
                        "(it takes 8)."));
  std::vector<double> spike = kHigh;
  spike[2] = 90;
  EXPECT_EQ(Judge(Ask(kFlat, spike)).after_state, AfterState::kUnstable);
  const Verdict rising = Judge(Ask(kFlat, {60, 61, 62, 63, 64, 65, 66, 67}));
  EXPECT_EQ(rising.after_state, AfterState::kStillChanging);
  EXPECT_DOUBLE_EQ(*rising.new_level, 67);
  EXPECT_EQ(Judge(Ask(kFlat, {60, 61, 62})).after_state,
            AfterState::kNotJudged);
}

TEST(JudgeAside, KeepsTheTargetApartFromTheValue) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  EXPECT_EQ(Judge(question).target, TargetState::kNone);
  question.target = 60;
  EXPECT_EQ(Judge(question).target, TargetState::kMet);
  EXPECT_EQ(Judge(question).assurance, Assurance::kInconsistent);
  question.target = 40;
  EXPECT_EQ(Judge(question).assurance, Assurance::kPass);
  question.target = 90;
  const Verdict missed = Judge(question);
  EXPECT_EQ(missed.target, TargetState::kNotMet);
  EXPECT_EQ(missed.assurance, Assurance::kFail);
  EXPECT_EQ(missed.value, VerdictValue::kImproved);
  question.plan.as_of = Day(2025, 9, 1);
  question.target_time = Day(2026, 1, 1);
  EXPECT_EQ(Judge(question).target, TargetState::kTooEarly);
  question.improvement = Improvement::kLower;
  EXPECT_EQ(Judge(question).assurance, Assurance::kPass);
}

TEST(JudgeAside, ABreachedGuardLeavesTheValue) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  EXPECT_EQ(Judge(question).guards, GuardState::kNone);
  question.guards = {{"cost", VerdictValue::kNotShown}};
  EXPECT_EQ(Judge(question).guards, GuardState::kHeld);
  question.guards.push_back({"errors", VerdictValue::kLikelyWorsened});
  const Verdict verdict = Judge(question);
  EXPECT_EQ(verdict.guards, GuardState::kBreached);
  EXPECT_EQ(verdict.value, VerdictValue::kImproved);
  EXPECT_THAT(verdict.sentence, HasSubstr("guard KPI worsened"));
}

TEST(JudgeAside, NamesOtherChangesAndControlsByAComparisonSeries) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  EXPECT_EQ(Judge(question).attribution, Attribution::kOnlyChange);
  question.other_changes = {"RFC-502", "RFC-503"};
  EXPECT_EQ(Judge(question).attribution, Attribution::kOtherChanges);
  EXPECT_THAT(Judge(question).sentence, HasSubstr("RFC-502, RFC-503."));
  question.comparison = question.periods;
  Verdict verdict = Judge(question);
  EXPECT_EQ(verdict.attribution, Attribution::kControlled);
  EXPECT_NEAR(verdict.controlled->difference, 0, 1e-12);
  for (Period& period : question.comparison) period.value = 30;
  question.comparison[3].value = 31;
  verdict = Judge(question);
  EXPECT_GT(verdict.controlled->ci95_low, 0);
  EXPECT_EQ(verdict.value, VerdictValue::kImproved);
}

TEST(VerdictNames, AreTheWordsOfTheRules) {
  EXPECT_EQ(VerdictValueName(VerdictValue::kLikelyImproved), "LIKELY_IMPROVED");
  EXPECT_EQ(VerdictReasonName(VerdictReason::kBaselineUnstable),
            "BASELINE_UNSTABLE");
  EXPECT_EQ(VerdictNoteName(VerdictNote::kOverDispersed), "OVER_DISPERSED");
  EXPECT_EQ(AfterStateName(AfterState::kStillChanging), "STILL_CHANGING");
  EXPECT_EQ(AttributionName(Attribution::kControlled), "CONTROLLED");
  EXPECT_EQ(GuardStateName(GuardState::kBreached), "BREACHED");
  EXPECT_EQ(TargetStateName(TargetState::kTooEarly), "TOO_EARLY");
  EXPECT_EQ(AssuranceName(Assurance::kInconsistent), "INCONSISTENT");
  EXPECT_EQ(PeriodRoleName(PeriodRole::kLeftOut), "LEFT_OUT");
}

}  // namespace
}  // namespace csi::statistics
