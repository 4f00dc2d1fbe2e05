// XmR limits, presets, clipping and the signal rules at their boundaries.
#include "services/reporting/statistics/xmr.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>
#include <random>

#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Limits with sigma 1 around 0, so that values are in sigmas.
constexpr Limits kUnit{0, -3, 3, -2, 2};

std::vector<size_t> Points(const std::vector<double>& values, Rule rule) {
  return DetectSignal(values, kUnit, rule).points;
}

TEST(XmrChart, GivesTheBaselineFiguresOfTheReleaseBypass) {
  const XmrChart chart = ComputeXmr(kBypassBefore);
  EXPECT_EQ(chart.n, 12u);
  EXPECT_DOUBLE_EQ(*chart.centre, 80.25);
  EXPECT_NEAR(*chart.mr_bar, 2.5455, 5e-5);
  EXPECT_NEAR(chart.limits->lower, 73.48, 5e-3);
  EXPECT_NEAR(chart.limits->upper, 87.02, 5e-3);
  EXPECT_THAT(chart.signals, IsEmpty());
}

TEST(XmrChart, GivesTheAfterFiguresOfTheReleaseBypass) {
  const XmrChart chart = ComputeXmr(kBypassAfter);
  EXPECT_DOUBLE_EQ(*chart.centre, 51.375);
  EXPECT_NEAR(chart.limits->lower, 45.30, 5e-3);
  EXPECT_NEAR(chart.limits->upper, 57.45, 5e-3);
  ASSERT_EQ(chart.signals.size(), 3u);
  EXPECT_EQ(chart.signals[0].rule, Rule::kBeyondLimit);
  EXPECT_THAT(chart.signals[0].points, ElementsAre(0, 1, 6, 7));
  EXPECT_EQ(chart.signals[1].rule, Rule::kTrend6);
  EXPECT_THAT(chart.signals[1].points, ElementsAre(5, 6, 7));
  EXPECT_EQ(chart.signals[2].rule, Rule::kTwoOfThree);
}

TEST(XmrChart, UsesTheExactFactorByDefault) {
  const XmrChart chart = ComputeXmr(std::vector<double>{0, 1});
  EXPECT_DOUBLE_EQ(chart.limits->upper - *chart.centre,
                   1.5 * std::sqrt(std::numbers::pi));
  EXPECT_NEAR(chart.limits->upper - *chart.centre, 2.658681, 5e-7);
  EXPECT_DOUBLE_EQ(*chart.sigma * 3, chart.limits->upper - *chart.centre);
}

TEST(XmrChart, UsesRoundedFactorsInTheOtherPresets) {
  const std::vector<double> values = {0, 1, 0, 1, 0};
  const XmrChart wheeler = ComputeXmr(values, {.preset = XmrPreset::kWheeler});
  EXPECT_DOUBLE_EQ(wheeler.limits->upper, 0.4 + 2.66);
  const XmrChart nhs = ComputeXmr(values, {.preset = XmrPreset::kNhs});
  EXPECT_DOUBLE_EQ(nhs.limits->upper, 0.4 + 2.66);
  EXPECT_DOUBLE_EQ(nhs.limits->near_upper, 0.4 + 1.77);
  EXPECT_EQ(nhs.ranges_dropped, 0u);
}

TEST(XmrChart, DropsOutlyingRangesOnceInTheNhsPreset) {
  const std::vector<double> values = {0, 1, 0, 1, 0, 1, 0, 1, 0, 20};
  const XmrChart chart = ComputeXmr(values, {.preset = XmrPreset::kNhs});
  EXPECT_EQ(chart.ranges_dropped, 1u);
  EXPECT_DOUBLE_EQ(*chart.mr_bar, 1);
  const XmrChart kept =
      ComputeXmr(values, {.preset = XmrPreset::kNhs, .screen_outliers = false});
  EXPECT_EQ(kept.ranges_dropped, 0u);
  EXPECT_DOUBLE_EQ(*kept.mr_bar, 28.0 / 9);
}

TEST(XmrChart, ClipsShownLimitsToBoundsAndSaysSo) {
  const std::vector<double> values = {99, 97, 99, 98};
  XmrOptions options;
  options.bound_lower = 0;
  options.bound_upper = 100;
  const XmrChart chart = ComputeXmr(values, options);
  EXPECT_GT(chart.limits->upper, 100);
  EXPECT_DOUBLE_EQ(*chart.upper_shown, 100);
  EXPECT_TRUE(chart.upper_clipped);
  EXPECT_DOUBLE_EQ(*chart.lower_shown, chart.limits->lower);
  EXPECT_FALSE(chart.lower_clipped);
}

TEST(XmrChart, SaysWhatIsMissingForTooFewPoints) {
  const XmrChart none = ComputeXmr({});
  EXPECT_FALSE(none.centre.has_value());
  EXPECT_EQ(none.reason, "no points");
  const XmrChart one = ComputeXmr(std::vector<double>{7});
  EXPECT_DOUBLE_EQ(*one.centre, 7);
  EXPECT_FALSE(one.limits.has_value());
  EXPECT_FALSE(one.mr_bar.has_value());
  EXPECT_THAT(one.reason, ::testing::HasSubstr("at least 2 points"));
  const XmrChart two = ComputeXmr(std::vector<double>{7, 9});
  EXPECT_DOUBLE_EQ(*two.mr_bar, 2);
  EXPECT_TRUE(two.limits.has_value());
}

TEST(XmrChart, NeverSignalsOnAConstantSeries) {
  for (double value : {0.1, 1e-300, 7.0, 1e99, -0.3}) {
    for (size_t n : {2u, 3u, 10u, 1000u}) {
      const XmrChart chart = ComputeXmr(std::vector<double>(n, value));
      EXPECT_EQ(*chart.centre, value);
      EXPECT_EQ(*chart.mr_bar, 0);
      EXPECT_EQ(chart.limits->lower, value);
      EXPECT_THAT(chart.signals, IsEmpty()) << value << " x " << n;
    }
  }
}

TEST(XmrChart, SignalsDoNotChangeWithShiftAndScale) {
  constexpr uint64_t kSeed = 31;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 50; ++round) {
    std::vector<double> values(40), moved;
    for (double& value : values) value = std::round(normal(random) * 16) / 16;
    for (double value : values) moved.push_back(value * 8 + 1024);
    const XmrChart a = ComputeXmr(values);
    const XmrChart b = ComputeXmr(moved);
    EXPECT_NEAR(b.limits->upper, a.limits->upper * 8 + 1024, 1e-9);
    ASSERT_EQ(a.signals.size(), b.signals.size()) << "seed " << kSeed;
    for (size_t i = 0; i < a.signals.size(); ++i) {
      EXPECT_EQ(a.signals[i].points, b.signals[i].points);
    }
  }
}

TEST(Signals, BeyondLimitIsStrict) {
  EXPECT_THAT(Points({3, 3.0000001, -3, -3.5}, Rule::kBeyondLimit),
              ElementsAre(1, 3));
}

TEST(Signals, RunNeedsEightOnOneSide) {
  EXPECT_THAT(Points({1, 1, 1, 1, 1, 1, 1}, Rule::kRun8), IsEmpty());
  EXPECT_THAT(Points({1, 1, 1, 1, 1, 1, 1, 1, 1}, Rule::kRun8),
              ElementsAre(7, 8));
  // The centre itself is on neither side.
  EXPECT_THAT(Points({1, 1, 1, 1, 0, 1, 1, 1, 1}, Rule::kRun8), IsEmpty());
  EXPECT_THAT(Points({1, -1, -1, -1, -1, -1, -1, -1, -1}, Rule::kRun8),
              ElementsAre(8));
}

TEST(Signals, TrendNeedsFiveStepsOneWay) {
  EXPECT_THAT(Points({1, 2, 3, 4, 5}, Rule::kTrend6), IsEmpty());
  EXPECT_THAT(Points({1, 2, 3, 4, 5, 6, 7}, Rule::kTrend6), ElementsAre(5, 6));
  EXPECT_THAT(Points({7, 6, 5, 4, 3, 2}, Rule::kTrend6), ElementsAre(5));
  EXPECT_THAT(Points({1, 2, 3, 3, 4, 5, 6}, Rule::kTrend6), IsEmpty());
  EXPECT_THAT(DetectSignal(std::vector<double>{9, 1, 2, 3, 4, 5, 6}, kUnit,
                           Rule::kTrend6)
                  .members,
              ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Signals, TwoOfThreeFiresAtTheLastOneBeyond) {
  EXPECT_THAT(Points({2.5, 0, 2.5}, Rule::kTwoOfThree), ElementsAre(2));
  EXPECT_THAT(Points({2.5, 2.5, 0}, Rule::kTwoOfThree), ElementsAre(1));
  EXPECT_THAT(Points({2.5, -2.5, 0}, Rule::kTwoOfThree), IsEmpty());
  EXPECT_THAT(Points({2.5, 0, 0, 2.5}, Rule::kTwoOfThree), IsEmpty());
  EXPECT_THAT(Points({2, 2, 2}, Rule::kTwoOfThree), IsEmpty());
  EXPECT_THAT(Points({2.5, 2.5}, Rule::kTwoOfThree), IsEmpty());
}

TEST(Signals, FourOfFiveFiresAtTheLastOneBeyond) {
  EXPECT_THAT(Points({1.5, 1.5, 0, 1.5, 1.5}, Rule::kFourOfFive),
              ElementsAre(4));
  EXPECT_THAT(Points({1.5, 1.5, 0, 1.5, -1.5}, Rule::kFourOfFive), IsEmpty());
}

TEST(Signals, AlternationNeedsFourteenPoints) {
  std::vector<double> values;
  for (int i = 0; i < 13; ++i) values.push_back(i % 2);
  EXPECT_THAT(Points(values, Rule::kAlternating14), IsEmpty());
  values.push_back(1);
  EXPECT_THAT(Points(values, Rule::kAlternating14), ElementsAre(13));
}

TEST(Signals, ZoneRulesLookAtOneSigma) {
  EXPECT_THAT(Points(std::vector<double>(15, 0.5), Rule::kWithin15),
              ElementsAre(14));
  EXPECT_THAT(Points(std::vector<double>(15, 1.0), Rule::kWithin15), IsEmpty());
  EXPECT_THAT(
      Points({1.5, -1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5}, Rule::kOutside8),
      ElementsAre(7));
  EXPECT_THAT(Points(std::vector<double>(8, 1.5), Rule::kOutside8), IsEmpty());
}

TEST(Signals, NamesAreThoseOfTheApi) {
  EXPECT_EQ(RuleName(Rule::kBeyondLimit), "beyond_limit");
  EXPECT_EQ(RuleName(Rule::kRun8), "run_8");
  EXPECT_EQ(RuleName(Rule::kTrend6), "trend_6");
  EXPECT_EQ(RuleName(Rule::kTwoOfThree), "two_of_three");
}

}  // namespace
}  // namespace csi::statistics
