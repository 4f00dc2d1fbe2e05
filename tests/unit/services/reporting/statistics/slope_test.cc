// Theil-Sen and slope selection, against the worked case, brute force on
// random series with ties, and their symmetries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "services/reporting/statistics/slope_selection.h"
#include "services/reporting/statistics/theil_sen.h"
#include "tests/unit/services/reporting/statistics/random_series.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using Values = std::vector<double>;

Values NaiveSlopes(const Values& values) {
  Values slopes;
  for (size_t j = 1; j < values.size(); ++j) {
    for (size_t i = 0; i < j; ++i) {
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

TEST(TheilSen, GivesTheFiguresOfTheReleaseBypass) {
  const TheilSen after = ComputeTheilSen(kBypassAfter);
  EXPECT_DOUBLE_EQ(after.line->slope, -2.5);
  EXPECT_NEAR(after.line->ci95_low, -2.667, 5e-4);
  EXPECT_DOUBLE_EQ(after.line->ci95_high, -2.0);
  const TheilSen before = ComputeTheilSen(kBypassBefore);
  EXPECT_DOUBLE_EQ(before.line->ci95_low, -0.5);
}

TEST(TheilSen, SaysWhatIsMissingForTooFewPoints) {
  EXPECT_FALSE(ComputeTheilSen({}).line.has_value());
  const TheilSen one = ComputeTheilSen(Values{1});
  EXPECT_FALSE(one.line.has_value());
  EXPECT_THAT(one.reason, ::testing::HasSubstr("at least 2 points"));
  const TheilSen two = ComputeTheilSen(Values{1, 4});
  EXPECT_DOUBLE_EQ(two.line->slope, 3);
  EXPECT_DOUBLE_EQ(two.line->intercept, 1);
}

TEST(TheilSen, FollowsShiftScaleAndReversal) {
  constexpr uint64_t kSeed = 3;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 100; ++round) {
    Values values(3 + random() % 50), moved;
    for (double& value : values) value = std::round(normal(random) * 64);
    for (double value : values) moved.push_back(4 * value + 512);
    const TheilSenLine line = *ComputeTheilSen(values).line;
    const TheilSenLine other = *ComputeTheilSen(moved).line;
    EXPECT_EQ(other.slope, 4 * line.slope) << "seed " << kSeed;
    EXPECT_EQ(other.ci95_low, 4 * line.ci95_low);
    EXPECT_EQ(other.ci95_high, 4 * line.ci95_high);
    std::reverse(values.begin(), values.end());
    const TheilSenLine back = *ComputeTheilSen(values).line;
    EXPECT_EQ(back.slope, -line.slope);
  }
}

TEST(SlopeSelection, EqualsTheSortedListOnShortSeries) {
  constexpr uint64_t kSeed = 4;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 100; ++round) {
    const Values values = RandomSeries(2 + random() % 40, random);
    const Values slopes = NaiveSlopes(values);
    std::vector<int64_t> ranks(slopes.size());
    for (size_t i = 0; i < ranks.size(); ++i) {
      ranks[i] = static_cast<int64_t>(i);
    }
    EXPECT_EQ(SelectSlopes(values, ranks), slopes) << "seed " << kSeed;
  }
}

// Forces the narrowing on series short enough for the plain list.
TEST(SlopeSelection, NarrowingEqualsTheSortedList) {
  constexpr uint64_t kSeed = 5;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 600; ++round) {
    const size_t n = 2 + random() % 150;
    const Values values = RandomSeries(n, random);
    const Values slopes = NaiveSlopes(values);
    const int64_t pairs = static_cast<int64_t>(slopes.size());
    const SlopeSelectionOptions options{0, 1 + random() % 200,
                                        2 + random() % 300};
    std::vector<int64_t> ranks = {0, (pairs - 1) / 2, pairs / 2, pairs - 1};
    for (int i = 0; i < 4; ++i) {
      ranks.push_back(static_cast<int64_t>(random() % pairs));
    }
    const Values selected = SelectSlopes(values, ranks, options);
    for (size_t i = 0; i < ranks.size(); ++i) {
      // Differences that round may swap neighbours by the last bits.
      EXPECT_NEAR(selected[i], slopes[ranks[i]],
                  4e-16 * std::fabs(slopes[ranks[i]]))
          << "seed " << kSeed << ", round " << round << ", n " << n << ", rank "
          << ranks[i] << " of " << pairs;
    }
  }
}

TEST(SlopeSelection, NarrowingIsExactWhereDifferencesAre) {
  constexpr uint64_t kSeed = 6;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    Values values(3 + random() % 300);
    for (double& value : values) value = static_cast<double>(random() % 7);
    const Values slopes = NaiveSlopes(values);
    const int64_t pairs = static_cast<int64_t>(slopes.size());
    std::vector<int64_t> ranks;
    for (int i = 0; i < 8; ++i) {
      ranks.push_back(static_cast<int64_t>(random() % pairs));
    }
    const Values selected =
        SelectSlopes(values, ranks, {0, 1 + random() % 50, 100});
    for (size_t i = 0; i < ranks.size(); ++i) {
      EXPECT_EQ(selected[i], slopes[ranks[i]])
          << "seed " << kSeed << ", round " << round;
    }
  }
}

TEST(SlopeSelection, FindsLinesAndConstantsInLongSeries) {
  constexpr size_t kPoints = 5'000;
  Values line(kPoints), constant(kPoints, 0.7), step(kPoints);
  for (size_t i = 0; i < kPoints; ++i) {
    line[i] = 3 + 0.25 * static_cast<double>(i);
    step[i] = i < kPoints / 2 ? 80 : 60;
  }
  EXPECT_EQ(ComputeTheilSen(line).line->slope, 0.25);
  EXPECT_EQ(ComputeTheilSen(line).line->ci95_low, 0.25);
  EXPECT_EQ(ComputeTheilSen(constant).line->slope, 0);
  EXPECT_EQ(ComputeTheilSen(constant).line->ci95_high, 0);
  const TheilSenLine stepped = *ComputeTheilSen(step).line;
  EXPECT_LT(stepped.slope, 0);
  EXPECT_LE(stepped.ci95_low, stepped.slope);
}

}  // namespace
}  // namespace csi::statistics
