// Mann-Kendall and autocorrelation, against the worked case, brute force on
// random series with ties, and their symmetries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "tests/unit/services/reporting/statistics/random_series.h"
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
