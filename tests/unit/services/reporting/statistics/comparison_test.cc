// Welch, Mann-Whitney, shares, charts of shares and corrections for many
// tests, against published or brute-force figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/multiple_testing.h"
#include "services/reporting/statistics/proportions.h"
#include "services/reporting/statistics/ratio_chart.h"
#include "services/reporting/statistics/summary.h"
#include "services/reporting/statistics/two_sample.h"

namespace csi::statistics {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Values = std::vector<double>;

TEST(Distributions, AgreeWithTables) {
  EXPECT_NEAR(NormalTwoSidedP(1.959963984540054), 0.05, 1e-15);
  EXPECT_NEAR(NormalTwoSidedP(-9.28) / 1.6947856507997753e-20, 1, 1e-12);
  EXPECT_NEAR(StudentQuantile(0.975, 10), 2.2281388519862744, 1e-12);
  EXPECT_NEAR(StudentTwoSidedP(2.2281388519862744, 10), 0.05, 1e-12);
  EXPECT_TRUE(std::isnan(StudentQuantile(0.975, 0)));
  EXPECT_TRUE(std::isnan(StudentTwoSidedP(1, -1)));
  EXPECT_EQ(StudentTwoSidedP(HUGE_VAL, 3), 0);
}

TEST(CompareMeans, ReproducesThePublishedComparisonOfDays) {
  const MeanDifference result =
      CompareMeans({75.67566018294262, std::pow(11.793714248075643, 2), 28},
                   {81.19197576602289, std::pow(9.278668620636104, 2), 28});
  EXPECT_NEAR(result.difference, 5.516315583080271, 1e-9);
  EXPECT_NEAR(result.t, 1.9451720345479748, 1e-9);
  EXPECT_NEAR(result.degrees, 51.165874821182356, 1e-8);
  EXPECT_NEAR(result.p, 0.057259161507748596, 1e-9);
  EXPECT_NEAR(result.ci95_low, -0.17654540615132586, 1e-8);
  EXPECT_NEAR(result.ci95_high, 11.209176572311868, 1e-8);
}

TEST(CompareMeans, GivesAnIntervalWithoutWidthWhereNothingVaries) {
  const MeanDifference result = CompareMeans({80, 0, 12}, {60, 0, 8});
  EXPECT_EQ(result.difference, -20);
  EXPECT_EQ(result.ci95_low, -20);
  EXPECT_EQ(result.ci95_high, -20);
  EXPECT_EQ(result.p, 0);
  EXPECT_EQ(CompareMeans({80, 0, 12}, {80, 0, 8}).p, 1);
}

TEST(CompareMeans, StaysFiniteAtExtremeScales) {
  for (double scale : {1e-150, 1e99}) {
    const MeanDifference result =
        CompareMeans({80 * scale, 4 * scale * scale, 12},
                     {81 * scale, 9 * scale * scale, 8});
    EXPECT_TRUE(std::isfinite(result.ci95_low)) << scale;
    EXPECT_NEAR(result.degrees, CompareMeans({80, 4, 12}, {81, 9, 8}).degrees,
                1e-9);
  }
}

TEST(CompareDifferences, TakesTheComparisonSeriesOff) {
  const MeanDifference result =
      CompareDifferences({80, 4, 12}, {70, 4, 8}, {50, 4, 12}, {47, 4, 8});
  EXPECT_NEAR(result.difference, -7, 1e-12);
  EXPECT_NEAR(result.standard_error, std::sqrt(2 * (4 / 12.0 + 4 / 8.0)),
              1e-12);
  EXPECT_LT(result.ci95_high, 0);
}

// Two-sided p by going through all splits of the ranks.
double BruteForceRankP(const Values& before, const Values& after) {
  Values all = before;
  all.insert(all.end(), after.begin(), after.end());
  const auto u_of = [&](const std::vector<bool>& in_after) {
    double u = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      for (size_t j = 0; j < all.size(); ++j) {
        if (in_after[i] && !in_after[j]) u += all[i] > all[j];
      }
    }
    return u;
  };
  std::vector<bool> split(all.size(), false);
  std::fill(split.begin() + before.size(), split.end(), true);
  const double middle = before.size() * after.size() / 2.0;
  const double distance = std::fabs(u_of(split) - middle);
  double extreme = 0, count = 0;
  do {
    ++count;
    extreme += std::fabs(u_of(split) - middle) >= distance;
  } while (std::next_permutation(split.begin(), split.end()));
  return extreme / count;
}

TEST(CompareRanks, ExactPEqualsTheCountOverAllSplits) {
  constexpr uint64_t kSeed = 11;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 40; ++round) {
    Values before(1 + random() % 6), after(1 + random() % 6);
    for (double& value : before) value = normal(random);
    for (double& value : after) value = normal(random) + 1;
    const RankSum result = CompareRanks(before, after);
    EXPECT_TRUE(result.exact);
    EXPECT_NEAR(result.p, BruteForceRankP(before, after), 1e-12)
        << "seed " << kSeed << ", round " << round;
  }
}

TEST(CompareRanks, UsesTheApproximationWithTies) {
  const RankSum result =
      CompareRanks(Values{1, 2, 2, 3, 4}, Values{2, 3, 5, 5, 6, 7});
  EXPECT_FALSE(result.exact);
  EXPECT_DOUBLE_EQ(result.u, 25.5);
  EXPECT_NEAR(result.p, 0.06414661873440437, 1e-9);
  EXPECT_EQ(CompareRanks(Values{1, 1}, Values{1, 1}).p, 1);
}

TEST(CompareShares, HandlesAllOrNothing) {
  const ShareDifference same = CompareShares({0, 50}, {0, 60});
  EXPECT_EQ(same.z, 0);
  EXPECT_EQ(same.p, 1);
  EXPECT_LT(same.newcombe95.low, 0);
  EXPECT_GT(same.newcombe95.high, 0);
  const ShareDifference all = CompareShares({0, 50}, {60, 60});
  EXPECT_EQ(all.difference, 1);
  EXPECT_GT(all.newcombe95.low, 0.8);
}

TEST(LaneySigmaZ, IsAboutOneForPlainChanceAndGrowsBeyond) {
  constexpr uint64_t kSeed = 12;
  std::mt19937_64 random(kSeed);
  std::vector<Share> plain, spread;
  for (int i = 0; i < 2000; ++i) {
    std::binomial_distribution<int> hits(400, 0.7);
    std::binomial_distribution<int> moving(400, i % 2 == 0 ? 0.6 : 0.8);
    plain.push_back({static_cast<double>(hits(random)), 400});
    spread.push_back({static_cast<double>(moving(random)), 400});
  }
  EXPECT_NEAR(*LaneySigmaZ(plain), 1, 0.05);
  EXPECT_GT(*LaneySigmaZ(spread), 5);
  EXPECT_FALSE(LaneySigmaZ({}).has_value());
  EXPECT_FALSE(LaneySigmaZ(std::vector<Share>{{0, 5}, {0, 7}}).has_value());
}

TEST(RatioChart, FollowsEachPeriodsCount) {
  const std::vector<Share> periods = {{35, 50},  {70, 100}, {144, 200},
                                      {68, 100}, {34, 50},  {95, 100}};
  const RatioChart chart = ComputeRatioChart(periods);
  EXPECT_NEAR(*chart.centre, 446.0 / 600, 1e-12);
  const double p = *chart.centre;
  ASSERT_GT(*chart.sigma_z, 1.2);
  EXPECT_EQ(chart.method, RatioMethod::kLaneyP);
  const double width = 3 * *chart.sigma_z * std::sqrt(p * (1 - p) / 200);
  EXPECT_NEAR(chart.points[2].limits->low, p - width, 1e-12);
  EXPECT_LE(chart.points[0].limits->high, 1);
}

TEST(RatioChart, UsesThePlainChartWhereChanceSuffices) {
  const RatioChart chart = ComputeRatioChart(std::vector<Share>{
      {70, 100}, {72, 100}, {69, 100}, {71, 100}, {70, 100}, {40, 100}});
  EXPECT_LE(*chart.sigma_z, 1.7);
  const RatioChart calm = ComputeRatioChart(
      std::vector<Share>{{70, 100}, {72, 100}, {69, 100}, {71, 100}});
  EXPECT_EQ(calm.method, RatioMethod::kP);
  EXPECT_TRUE(chart.points[5].beyond);
  EXPECT_FALSE(calm.points[1].beyond);
}

TEST(RatioChart, LeavesHollowPeriodsUntested) {
  const RatioChart chart = ComputeRatioChart(
      std::vector<Share>{{70, 100}, {0, 19}, {71, 100}, {0, 0}, {69, 100}});
  EXPECT_TRUE(chart.points[1].hollow);
  EXPECT_FALSE(chart.points[1].limits.has_value());
  EXPECT_TRUE(chart.points[3].hollow);
  EXPECT_NEAR(*chart.centre, 0.7, 1e-12);
  const RatioChart none = ComputeRatioChart(std::vector<Share>{{1, 2}});
  EXPECT_FALSE(none.centre.has_value());
  EXPECT_EQ(none.reason, "no period stands on enough cases");
}

TEST(RatioChart, XmrNeedsEvenCounts) {
  EXPECT_TRUE(XmrSuitsShares(std::vector<Share>{{1, 100}, {1, 150}}));
  EXPECT_FALSE(XmrSuitsShares(std::vector<Share>{{1, 100}, {1, 151}}));
  EXPECT_FALSE(XmrSuitsShares(std::vector<Share>{{0, 0}, {0, 0}}));
  EXPECT_FALSE(XmrSuitsShares({}));
}

TEST(MultipleTesting, AdjustsAsPublished) {
  const Values p = {0.01, 0.04, 0.03, 0.005};
  EXPECT_THAT(HolmAdjusted(p),
              ElementsAre(DoubleNear(0.03, 1e-15), DoubleNear(0.06, 1e-15),
                          DoubleNear(0.06, 1e-15), DoubleNear(0.02, 1e-15)));
  EXPECT_THAT(BenjaminiHochbergAdjusted(p),
              ElementsAre(DoubleNear(0.02, 1e-15), DoubleNear(0.04, 1e-15),
                          DoubleNear(0.04, 1e-15), DoubleNear(0.02, 1e-15)));
  EXPECT_THAT(HolmAdjusted({}), IsEmpty());
}

TEST(Summary, MeanOfEqualValuesIsThatValue) {
  EXPECT_EQ(Mean(Values(7, 0.1)), 0.1);
  EXPECT_EQ(SampleVariance(Values(7, 0.1)), 0);
  EXPECT_EQ(Median({3, 1, 2}), 2);
  EXPECT_EQ(Median({4, 1, 2, 3}), 2.5);
  EXPECT_THAT(MidRanks(Values{5, 1, 5, 0}), ElementsAre(3.5, 2, 3.5, 1));
  EXPECT_THAT(TieGroups(Values{5, 1, 5, 0, 1, 5}), ElementsAre(2, 3));
}

TEST(Summary, VarianceKeepsItsDigitsFarFromZero) {
  const Values values = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
  EXPECT_NEAR(SampleVariance(values), 30, 1e-6);
}

}  // namespace
}  // namespace csi::statistics
