// Mann-Kendall, Theil-Sen, slope selection and autocorrelation, against the
// worked case, brute force on random series with ties, and their symmetries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/slope_selection.h"
#include "services/reporting/statistics/theil_sen.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using Values = std::vector<double>;

int64_t NaiveS(const Values& values) {
  int64_t s = 0;
  for (size_t j = 1; j < values.size(); ++j) {
    for (size_t i = 0; i < j; ++i) {
      s += (values[j] > values[i]) - (values[j] < values[i]);
    }
  }
  return s;
}

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

// Random series of several kinds: coarse (many ties), drifting, walks, steps,
// plain decimals (differences that round), nearly constant, extreme scales.
Values RandomSeries(size_t n, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  Values values(n);
  const int kind = static_cast<int>(random() % 8);
  double walk = 0;
  for (size_t i = 0; i < n; ++i) {
    const double x = normal(random);
    walk += x;
    switch (kind) {
      case 0:
        values[i] = std::round(x);
        break;
      case 1:
        values[i] = std::round(x * 10 + 0.3 * i);
        break;
      case 2:
        values[i] = walk;
        break;
      case 3:
        values[i] = i < n / 2 ? 80 : 60;
        break;
      case 4:
        values[i] = std::round(x * 100) / 10;
        break;
      case 5:
        values[i] = random() % 20 == 0 ? 1 : 0;
        break;
      case 6:
        values[i] = x * 1e95 + i * 1e94;
        break;
      case 7:
        values[i] = 1e-290 * (x + 0.01 * i);
        break;
    }
  }
  return values;
}

TEST(MannKendall, GivesTheFiguresOfTheReleaseBypass) {
  const MannKendall before = ComputeMannKendall(kBypassBefore);
  EXPECT_EQ(before.s, -7);
  EXPECT_NEAR(*before.p, 0.675, 5e-4);
  EXPECT_EQ(*before.trend, Trend::kNone);
  EXPECT_FALSE(before.p_exact.has_value());
  const MannKendall after = ComputeMannKendall(kBypassAfter);
  EXPECT_EQ(after.s, -28);
  EXPECT_NEAR(*after.z, -3.340, 5e-4);
  EXPECT_NEAR(*after.p, 0.00084, 5e-6);
  EXPECT_NEAR(*after.p_exact, 0.0000496, 5e-8);
  EXPECT_DOUBLE_EQ(*after.tau, -1);
  EXPECT_EQ(*after.trend, Trend::kDecreasing);
}

TEST(MannKendall, GivesTheExactPOfFourRisingPoints) {
  const MannKendall test = ComputeMannKendall(Values{61.7, 69.9, 72.4, 77.8});
  EXPECT_EQ(test.s, 6);
  EXPECT_NEAR(*test.p_exact, 0.083, 5e-4);
  EXPECT_EQ(*test.trend, Trend::kNone);
}

TEST(MannKendall, HasNoPBelowFourPoints) {
  for (size_t n : {0u, 1u, 2u, 3u}) {
    Values values;
    for (size_t i = 0; i < n; ++i) values.push_back(static_cast<double>(i));
    const MannKendall test = ComputeMannKendall(values);
    EXPECT_FALSE(test.p.has_value()) << n;
    EXPECT_FALSE(test.p_exact.has_value()) << n;
    EXPECT_FALSE(test.trend.has_value()) << n;
    EXPECT_THAT(test.reason, ::testing::HasSubstr("at least 4 points"));
    EXPECT_EQ(test.s, static_cast<int64_t>(n < 2 ? 0 : n * (n - 1) / 2));
  }
}

TEST(MannKendall, FindsNoTrendInAConstantSeries) {
  const MannKendall test = ComputeMannKendall(Values(20, 0.1));
  EXPECT_EQ(test.s, 0);
  EXPECT_EQ(test.var_s, 0);
  EXPECT_EQ(*test.z, 0);
  EXPECT_EQ(*test.p, 1);
  EXPECT_EQ(*test.trend, Trend::kNone);
}

TEST(MannKendall, CountsPairsAsThePlainLoopsDo) {
  constexpr uint64_t kSeed = 1;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 400; ++round) {
    const Values values = RandomSeries(random() % 200, random);
    EXPECT_EQ(ComputeMannKendall(values).s, NaiveS(values))
        << "seed " << kSeed << ", round " << round;
  }
}

TEST(MannKendall, ExactPEqualsTheCountOverAllOrders) {
  for (size_t n = 4; n <= 7; ++n) {
    Values order;
    for (size_t i = 0; i < n; ++i) order.push_back(static_cast<double>(i));
    std::vector<int64_t> all;
    Values values = order;
    do {
      all.push_back(std::abs(NaiveS(values)));
    } while (std::next_permutation(values.begin(), values.end()));
    for (int round = 0; round < 10; ++round) {
      const int64_t s = std::abs(NaiveS(values));
      const double extreme = static_cast<double>(std::count_if(
          all.begin(), all.end(), [s](int64_t other) { return other >= s; }));
      EXPECT_NEAR(*ComputeMannKendall(values).p_exact, extreme / all.size(),
                  1e-12);
      std::next_permutation(values.begin(), values.end());
      std::swap(values[0], values[n / 2]);
    }
  }
}

TEST(MannKendall, ReversalAndNegationTurnTheSign) {
  constexpr uint64_t kSeed = 2;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 100; ++round) {
    const Values values = RandomSeries(4 + random() % 60, random);
    const MannKendall test = ComputeMannKendall(values);
    Values reversed(values.rbegin(), values.rend());
    Values negated;
    for (double value : values) negated.push_back(-value);
    for (const Values& turned : {reversed, negated}) {
      const MannKendall other = ComputeMannKendall(turned);
      EXPECT_EQ(other.s, -test.s);
      EXPECT_EQ(*other.z, -*test.z);
      EXPECT_EQ(*other.p, *test.p);
    }
  }
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
  constexpr size_t kPoints = 20'000;
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

TEST(Autocorrelation, FlagsTheAlternatingMonthsOfTheReleaseBypass) {
  const Autocorrelation result = ComputeAutocorrelation(kBypassBefore);
  EXPECT_NEAR(*result.r1, -0.577, 5e-4);
  EXPECT_NEAR(*result.bound, 1.96 / std::sqrt(12.0), 1e-15);
  EXPECT_TRUE(*result.flag);
}

TEST(Autocorrelation, CannotBeJudgedBelowTenPoints) {
  const Autocorrelation result = ComputeAutocorrelation(kBypassAfter);
  EXPECT_TRUE(result.r1.has_value());
  EXPECT_FALSE(result.flag.has_value());
  EXPECT_THAT(result.reason, ::testing::HasSubstr("cannot be judged"));
}

TEST(Autocorrelation, HasNoValueForConstantsAndSinglePoints) {
  EXPECT_FALSE(ComputeAutocorrelation({}).bound.has_value());
  EXPECT_FALSE(ComputeAutocorrelation(Values{5}).r1.has_value());
  const Autocorrelation constant = ComputeAutocorrelation(Values(30, 0.1));
  EXPECT_FALSE(constant.r1.has_value());
  EXPECT_FALSE(constant.flag.has_value());
  EXPECT_THAT(constant.reason, ::testing::HasSubstr("equal"));
}

TEST(Autocorrelation, KeepsItsValueAtExtremeScales) {
  Values tiny, huge;
  for (double value : kBypassBefore) {
    tiny.push_back(value * 1e-290);
    huge.push_back(value * 1e97);
  }
  const double r1 = *ComputeAutocorrelation(kBypassBefore).r1;
  EXPECT_NEAR(*ComputeAutocorrelation(tiny).r1, r1, 1e-12);
  EXPECT_NEAR(*ComputeAutocorrelation(huge).r1, r1, 1e-12);
}

}  // namespace
}  // namespace csi::statistics
