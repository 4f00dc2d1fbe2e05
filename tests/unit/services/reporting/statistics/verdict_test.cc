// Each rule of the verdict by itself, and its symmetries.
#include "services/reporting/statistics/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Values = std::vector<double>;

Verdict Judge(const ChangeQuestion& question) {
  const absl::StatusOr<Verdict> verdict = JudgeChange(question);
  EXPECT_TRUE(verdict.ok()) << verdict.status();
  return *verdict;
}

TEST(JudgeChange, CallsAClearStepUpImprovedOrWorsenedBySense) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  EXPECT_EQ(Judge(question).value, VerdictValue::kImproved);
  question.improvement = Improvement::kLower;
  EXPECT_EQ(Judge(question).value, VerdictValue::kWorsened);
}

TEST(JudgeChange, SaysNotShownAndNeverNoEffectWhereNothingMoves) {
  const Verdict verdict = Judge(Ask(kFlat, kSame));
  EXPECT_EQ(verdict.value, VerdictValue::kNotShown);
  EXPECT_THAT(verdict.sentence, HasSubstr("not shown"));
  EXPECT_THAT(verdict.sentence, Not(HasSubstr("no effect")));
}

TEST(JudgeChange, CallsSmallSureDifferencesImmaterialOnlyIfDeclared) {
  ChangeQuestion question = Ask(kFlat, kSame);
  question.worthwhile = 5;
  EXPECT_EQ(Judge(question).value, VerdictValue::kNoMaterialChange);
  question.worthwhile = 0.5;
  EXPECT_EQ(Judge(question).value, VerdictValue::kNotShown);
}

TEST(JudgeChange, TakesTwelveBeforeAndSixAfter) {
  const Values eleven(kFlat.begin() + 1, kFlat.end());
  const Values six(kHigh.begin(), kHigh.begin() + 6);
  const Values five(kHigh.begin(), kHigh.begin() + 5);
  const Verdict few = Judge(Ask(eleven, kHigh));
  EXPECT_EQ(few.value, VerdictValue::kInconclusive);
  EXPECT_THAT(few.reasons, ElementsAre(VerdictReason::kTooFew));
  EXPECT_TRUE(few.by_means.has_value()) << "figures are shown all the same";
  EXPECT_EQ(Judge(Ask(kFlat, five)).value, VerdictValue::kInconclusive);
  EXPECT_EQ(Judge(Ask(kFlat, six)).value, VerdictValue::kImproved);
}

TEST(JudgeChange, GivesAVerdictForAnyNumberOfPeriods) {
  for (size_t before = 0; before <= 3; ++before) {
    for (size_t after = 0; after <= 3; ++after) {
      const Verdict verdict =
          Judge(Ask(Values(kFlat.begin(), kFlat.begin() + before),
                    Values(kHigh.begin(), kHigh.begin() + after)));
      EXPECT_EQ(verdict.value, before == 0 ? VerdictValue::kNotMeasurable
                                           : VerdictValue::kInconclusive);
      EXPECT_THAT(verdict.sentence, Not(IsEmpty()));
    }
  }
}

TEST(JudgeChange, HandlesConstantWindows) {
  EXPECT_EQ(Judge(Ask(Values(12, 0.1), Values(8, 0.1))).value,
            VerdictValue::kNotShown);
  EXPECT_EQ(Judge(Ask(Values(12, 0.1), Values(8, 0.3))).value,
            VerdictValue::kImproved);
}

TEST(JudgeChange, UsesTheLastStableSegmentOfALongBaseline) {
  // Eight low periods, then a stable stretch of 14.
  Values before(8, 20);
  before.insert(before.end(), {50, 52});
  before.insert(before.end(), kFlat.begin(), kFlat.end());
  ChangeQuestion question = Ask(before, kHigh);
  question.plan.baseline_periods = before.size();
  const Verdict verdict = Judge(question);
  EXPECT_EQ(verdict.value, VerdictValue::kImproved);
  EXPECT_THAT(verdict.notes, Contains(VerdictNote::kBaselineSegment));
  EXPECT_EQ(verdict.windows.baseline.front(), 8u);
  EXPECT_EQ(verdict.windows.roles[7], PeriodRole::kEarlier);
}

TEST(JudgeChange, IsInconclusiveOnAnUnstableBaseline) {
  Values spike = kFlat;
  spike[5] = 90;
  const Verdict verdict = Judge(Ask(spike, kHigh));
  EXPECT_EQ(verdict.value, VerdictValue::kInconclusive);
  EXPECT_THAT(verdict.reasons, ElementsAre(VerdictReason::kBaselineUnstable));
}

TEST(JudgeChange, NeverTakesAnOldStableSegmentThatWasLeft) {
  // Stable at 50, then already at 61 for eight periods before the change.
  Values before = kFlat;
  before.insert(before.end(), kHigh.begin(), kHigh.end());
  ChangeQuestion question = Ask(before, kHigh);
  question.plan.baseline_periods = before.size();
  EXPECT_THAT(Judge(question).reasons,
              ElementsAre(VerdictReason::kBaselineUnstable));
}

TEST(JudgeChange, WidensTheIntervalByTheBaselinesAutocorrelation) {
  const Values wave = {50, 51, 52, 53, 54, 53, 52, 51, 50, 51, 52, 53};
  const Verdict verdict = Judge(Ask(wave, {53, 54, 53, 54, 55, 54, 53, 54}));
  const double r1 = *verdict.before.autocorrelation.r1;
  EXPECT_GT(r1, 0);
  const double r = r1 + 1.0 / 12;
  EXPECT_NEAR(verdict.by_means->r, r, 1e-12);
  EXPECT_NEAR(verdict.by_means->n_before, std::max(2.0, 12 * (1 - r) / (1 + r)),
              1e-12);
  EXPECT_NEAR(verdict.by_means->n_after, std::max(2.0, 8 * (1 - r) / (1 + r)),
              1e-12);
}

TEST(JudgeChange, NeedsThreeQuartersOfThePointsOnTheGoodSide) {
  // Mean far up through five points; three of eight below the old centre.
  const Values mixed = {75, 49, 76, 49, 75, 49, 76, 75};
  const Verdict verdict = Judge(Ask(kFlat, mixed));
  EXPECT_NEAR(verdict.good_share, 5.0 / 8, 1e-12);
  EXPECT_EQ(verdict.value, VerdictValue::kNotShown);
}

TEST(JudgeChange, IsNotConvincedWhereTheLastThreeAreBack) {
  const Values back = {75, 76, 75, 76, 75, 76, 75, 76, 75, 49, 48, 49};
  ChangeQuestion question = Ask(kFlat, back);
  question.plan.after_periods = back.size();
  EXPECT_GE(Judge(question).good_share, 0.75);
  EXPECT_EQ(Judge(question).value, VerdictValue::kNotShown);
}

TEST(JudgeChange, AttributesNoDriftToTheChange) {
  // Up by about one a period throughout: beyond the old limits, yet drift.
  const Values before = {50, 52, 51, 54, 53, 56, 54, 57, 58, 57, 60, 61};
  const Values after = {62, 61, 64, 63, 66, 65, 68, 67};
  const Verdict verdict = Judge(Ask(before, after));
  EXPECT_THAT(verdict.value, ::testing::AnyOf(VerdictValue::kInconclusive,
                                              VerdictValue::kLikelyImproved,
                                              VerdictValue::kNotShown));
  EXPECT_LT(verdict.by_medians->corrected, 0);
  EXPECT_THAT(verdict.notes, Contains(VerdictNote::kBaselineRising));
}

TEST(JudgeChange, CapsAtLikelyWhereASeasonIsOpen) {
  const Values small = {54, 53, 54, 53, 55, 54, 53, 54};
  ChangeQuestion question = Ask(kFlat, small);
  EXPECT_EQ(Judge(question).value, VerdictValue::kImproved);
  question.plan.season_periods = 12;
  const Verdict verdict = Judge(question);
  EXPECT_EQ(verdict.season, SeasonRuling::kOpen);
  EXPECT_EQ(verdict.value, VerdictValue::kLikelyImproved);
  EXPECT_THAT(verdict.notes, Contains(VerdictNote::kSeasonNotRuledOut));
  question.plan.season_periods = 4;
  EXPECT_EQ(Judge(question).season, SeasonRuling::kWholeSeasons);
  EXPECT_EQ(Judge(question).value, VerdictValue::kImproved);
}

TEST(JudgeChange, CapsAtLikelyWhereTheBaselineWasFrozenLate) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  question.frozen_after_implementation = true;
  const Verdict verdict = Judge(question);
  EXPECT_EQ(verdict.value, VerdictValue::kLikelyImproved);
  EXPECT_THAT(verdict.notes, Contains(VerdictNote::kFrozenLate));
}

TEST(JudgeChange, IsInconclusiveWhereTheWindowsAreNotComparable) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  question.incomparable = {"the definition changed on 2025-01-01"};
  const Verdict verdict = Judge(question);
  EXPECT_THAT(verdict.reasons, ElementsAre(VerdictReason::kNotComparable));
  EXPECT_THAT(verdict.sentence, HasSubstr("the definition changed"));
}

TEST(JudgeChange, TestsHandPickedWindowsByMovingTheirEdges) {
  Values before = kFlat;
  before.insert(before.begin(), {49, 51, 50});
  Values after = kHigh;
  after.insert(after.end(), {60, 61, 62});
  ChangeQuestion question = Ask(before, after);
  question.hand_picked = true;
  const Verdict solid = Judge(question);
  EXPECT_EQ(solid.value, VerdictValue::kImproved);
  EXPECT_THAT(solid.shifts, Not(IsEmpty()));
  // The step comes three periods before the end of the after window.
  Values late = {50, 49, 51, 63, 62, 63, 62, 63, 62, 63, 62};
  ChangeQuestion weak = Ask(before, late);
  weak.hand_picked = true;
  const Verdict verdict = Judge(weak);
  EXPECT_EQ(verdict.value, VerdictValue::kInconclusive);
  EXPECT_THAT(verdict.reasons, ElementsAre(VerdictReason::kWindowSensitive));
}

TEST(JudgeChange, RefusesWhatIsNotFinite) {
  ChangeQuestion question = Ask(kFlat, kHigh);
  question.periods[3].value = std::nan("");
  EXPECT_EQ(JudgeChange(question).status().code(),
            absl::StatusCode::kInvalidArgument);
  question = Ask(kFlat, kHigh);
  question.comparison = question.periods;
  question.comparison[0].value = HUGE_VAL;
  EXPECT_FALSE(JudgeChange(question).ok());
}

TEST(JudgeChange, FollowsShiftScaleAndNegation) {
  constexpr uint64_t kSeed = 21;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  int shown = 0;
  for (int round = 0; round < 300; ++round) {
    Values before(12 + random() % 6), after(8);
    const double step = 2.0 * static_cast<double>(random() % 4);
    for (double& value : before) value = std::round(64 * normal(random));
    for (double& value : after) {
      value = std::round(64 * (normal(random) + step));
    }
    const ChangeQuestion question = Ask(before, after);
    const Verdict verdict = Judge(question);
    shown += verdict.value == VerdictValue::kImproved;
    ChangeQuestion moved = question;
    for (Period& period : moved.periods) {
      period.value = 4 * period.value + 8192;
    }
    EXPECT_EQ(Judge(moved).value, verdict.value)
        << "seed " << kSeed << ", round " << round;
    ChangeQuestion negated = question;
    for (Period& period : negated.periods) period.value = -period.value;
    negated.improvement = Improvement::kLower;
    EXPECT_EQ(Judge(negated).value, verdict.value)
        << "seed " << kSeed << ", round " << round;
  }
  EXPECT_GT(shown, 30);
}

}  // namespace
}  // namespace csi::statistics
