// Both worked cases of the rules for figures, with every figure they name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reporting/statistics/change_points.h"
#include "services/reporting/statistics/verdict.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ReleaseBypassCase, IsImprovedWithTheWorkedFigures) {
  const absl::StatusOr<Verdict> verdict = JudgeChange(ReleaseBypass());
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->value, VerdictValue::kImproved);
  EXPECT_THAT(verdict->reasons, IsEmpty());
  EXPECT_EQ(verdict->windows.baseline.size(), 12u);
  EXPECT_EQ(verdict->windows.after.size(), 8u);
  const MeanDifference& welch = verdict->by_means->welch;
  EXPECT_NEAR(welch.difference, -28.9, 0.05);
  EXPECT_NEAR(welch.ci95_low, -33.9, 0.05);
  EXPECT_NEAR(welch.ci95_high, -23.9, 0.05);
  EXPECT_EQ(verdict->by_means->r, 0);
  EXPECT_NEAR(verdict->by_medians->difference, -29.0, 1e-9);
  EXPECT_NEAR(verdict->by_medians->drift, -0.5, 1e-9);
  EXPECT_NEAR(verdict->by_medians->distance, 10, 1e-9);
  EXPECT_NEAR(verdict->by_medians->corrected, -24.0, 1e-9);
  EXPECT_EQ(verdict->good_beyond, 8u);
  EXPECT_EQ(verdict->good_share, 1);
}

TEST(ReleaseBypassCase, HasTheWorkedBaseline) {
  const Verdict verdict = *JudgeChange(ReleaseBypass());
  EXPECT_NEAR(*verdict.before.mean, 80.25, 1e-9);
  EXPECT_NEAR(verdict.before.chart.limits->lower, 73.48, 0.005);
  EXPECT_NEAR(verdict.before.chart.limits->upper, 87.02, 0.005);
  EXPECT_THAT(verdict.before.chart.signals, IsEmpty());
  EXPECT_EQ(verdict.before.trend.s, -7);
  EXPECT_NEAR(*verdict.before.trend.p, 0.675, 0.0005);
  EXPECT_NEAR(*verdict.before.autocorrelation.r1, -0.577, 0.0005);
  EXPECT_NEAR(*verdict.before.limit_width_ratio, 1.41, 0.005);
  EXPECT_THAT(verdict.notes, ElementsAre(VerdictNote::kAutocorrelated));
}

TEST(ReleaseBypassCase, IsStillChangingSoThereIsNoNewBaseline) {
  const Verdict verdict = *JudgeChange(ReleaseBypass());
  EXPECT_NEAR(*verdict.after.mean, 51.375, 1e-9);
  EXPECT_EQ(verdict.after.trend.s, -28);
  EXPECT_NEAR(*verdict.after.trend.z, -3.340, 0.0005);
  EXPECT_NEAR(*verdict.after.trend.p, 0.00084, 0.000005);
  EXPECT_NEAR(*verdict.after.trend.p_exact, 0.0000496, 5e-8);
  EXPECT_NEAR(verdict.after.line.line->slope, -2.5, 1e-9);
  EXPECT_NEAR(verdict.after.line.line->ci95_low, -2.667, 0.0005);
  EXPECT_NEAR(verdict.after.line.line->ci95_high, -2.0, 1e-9);
  EXPECT_NEAR(verdict.after.chart.limits->lower, 45.30, 0.005);
  EXPECT_NEAR(verdict.after.chart.limits->upper, 57.45, 0.005);
  EXPECT_TRUE(Fires(verdict.after.chart, Rule::kBeyondLimit));
  EXPECT_EQ(verdict.after_state, AfterState::kStillChanging);
  EXPECT_FALSE(verdict.new_baseline_allowed);
  EXPECT_NEAR(*verdict.new_level, 59.75 - 2.5 * 7, 1e-9);
}

TEST(ReleaseBypassCase, LeavesNoMonthOutForAChangeOnTheBoundary) {
  const Verdict verdict = *JudgeChange(ReleaseBypass());
  EXPECT_THAT(verdict.windows.roles,
              Not(::testing::Contains(PeriodRole::kLeftOut)));
}

TEST(ReleaseBypassCase, HasTheWorkedChangePoints) {
  std::vector<double> values = kBypassBefore;
  values.insert(values.end(), kBypassAfter.begin(), kBypassAfter.end());
  EXPECT_EQ(ComputePettitt(values)->change_after, 10u);
  EXPECT_FALSE(ComputePettitt(values)->up);
  EXPECT_THAT(*ComputePelt(values), ElementsAre(12, 16));
}

TEST(ReleaseBypassCase, SaysAfterAndNeverBecauseOf) {
  EXPECT_EQ(
      JudgeChange(ReleaseBypass())->sentence,
      "After RFC-501, the mean of the share of releases that bypass the "
      "process went from 80.25 % to 51.38 % a period (-28.9, 95 % interval "
      "-33.9 to -23.9; 12 periods before, 8 after). This is an improvement "
      "beyond what chance, drift of the baseline or a declared season account "
      "for. Neighbouring periods of the baseline are related; its limits are "
      "about 41 % too wide. It is still changing; its latest level is about "
      "42.25 %, and it is too early for a new baseline.");
}

TEST(ReleaseBypassCase, StaysImprovedWithASeasonOfTwelve) {
  ChangeQuestion question = ReleaseBypass();
  question.plan.season_periods = 12;
  const Verdict verdict = *JudgeChange(question);
  EXPECT_EQ(verdict.season, SeasonRuling::kBeyondLimits);
  EXPECT_EQ(verdict.value, VerdictValue::kImproved);
}

TEST(MadeSlaCase, IsInconclusiveWithBothNotes) {
  const absl::StatusOr<Verdict> verdict = JudgeChange(MadeSla());
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->value, VerdictValue::kInconclusive);
  EXPECT_THAT(verdict->reasons, ElementsAre(VerdictReason::kTooFew));
  EXPECT_THAT(verdict->notes, ElementsAre(VerdictNote::kBaselineRising,
                                          VerdictNote::kOverDispersed));
}

TEST(MadeSlaCase, ShowsBothFiguresSideBySide) {
  const Verdict verdict = *JudgeChange(MadeSla());
  const PooledShares& pooled = *verdict.by_counts;
  EXPECT_NEAR(100 * pooled.before.Fraction(), 70.6, 0.05);
  EXPECT_NEAR(100 * pooled.after.Fraction(), 77.2, 0.05);
  EXPECT_NEAR(pooled.difference.z, 9.28, 0.005);
  EXPECT_NEAR(pooled.difference.p / 1.6e-20, 1, 0.05);
  EXPECT_NEAR(*pooled.sigma_z, 4.6, 0.05);
  EXPECT_TRUE(verdict.by_ranks->exact);
  EXPECT_NEAR(verdict.by_ranks->p, 0.20, 0.005);
  EXPECT_EQ(verdict.before.trend.s, 6);
  EXPECT_NEAR(*verdict.before.trend.p_exact, 0.083, 0.0005);
  EXPECT_TRUE(verdict.by_means.has_value());
}

TEST(MadeSlaCase, SaysSoInWords) {
  const std::string sentence = JudgeChange(MadeSla())->sentence;
  EXPECT_THAT(sentence, HasSubstr("No conclusion can be drawn: there are too "
                                  "few periods"));
  EXPECT_THAT(sentence, HasSubstr("By case, 70.6 % became 77.2 % (z = 9.28, "
                                  "p = 1.6e-20); by period, p = 0.2."));
  EXPECT_THAT(sentence, HasSubstr("Periods differ 4.6 times"));
  EXPECT_THAT(sentence, HasSubstr("already rising before"));
  EXPECT_THAT(sentence,
              HasSubstr("The date is illustrative; no real change is known."));
  EXPECT_THAT(sentence, Not(HasSubstr("because of")));
}

TEST(MadeSlaCase, HasTheFiguresOfTheOtherWeeksToo) {
  // The same comparison without the week of 2016-04-25.
  ChangeQuestion question = MadeSla();
  question.periods.push_back({.start = Day(2016, 5, 23),
                              .end = Day(2016, 5, 30),
                              .value = 100.0 * 1350 / 1923,
                              .count = 1923});
  question.plan.changes = {{Day(2016, 4, 25), Day(2016, 5, 2)}};
  question.plan.after_periods = 4;
  const Verdict verdict = *JudgeChange(question);
  EXPECT_EQ(verdict.windows.roles[4], PeriodRole::kLeftOut);
  const PooledShares& pooled = *verdict.by_counts;
  EXPECT_NEAR(100 * pooled.after.Fraction(), 76.8, 0.05);
  EXPECT_NEAR(pooled.difference.z, 8.809048247945336, 1e-9);
  EXPECT_NEAR(pooled.difference.newcombe95.low * 100, 4.7943025199522555, 1e-9);
  EXPECT_NEAR(pooled.difference.newcombe95.high * 100, 7.521933736033117, 1e-9);
}

}  // namespace
}  // namespace csi::statistics
