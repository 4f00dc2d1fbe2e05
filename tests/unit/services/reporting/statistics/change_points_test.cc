// PELT, FPOP and Pettitt, against brute force on seeded series.
#include "services/reporting/statistics/change_points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Values = std::vector<double>;

// Least cost of any segmentation, by trying every last break.
double BruteForcePelt(const Values& values, size_t shortest, double penalty) {
  const size_t n = values.size();
  Values best(n + 1, std::numeric_limits<double>::infinity());
  best[0] = -penalty;
  for (size_t t = shortest; t <= n; ++t) {
    for (size_t s = 0; s + shortest <= t; ++s) {
      const Values part(values.begin() + s, values.begin() + t);
      const double mean = Mean(part);
      double cost = 0;
      for (double value : part) cost += (value - mean) * (value - mean);
      best[t] = std::min(best[t], best[s] + cost + penalty);
    }
  }
  return best[n];
}

double CostOf(const Values& values, std::vector<size_t> breaks,
              double penalty) {
  breaks.push_back(values.size());
  double total = -penalty;
  size_t first = 0;
  for (size_t last : breaks) {
    const Values part(values.begin() + first, values.begin() + last);
    const double mean = Mean(part);
    for (double value : part) total += (value - mean) * (value - mean);
    total += penalty;
    first = last;
  }
  return total;
}

TEST(Pelt, FindsTheLeastCostOfAllSegmentations) {
  constexpr uint64_t kSeed = 13;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 200; ++round) {
    Values values(4 + random() % 60);
    double level = 0;
    for (double& value : values) {
      if (random() % 8 == 0) level += 3 * normal(random);
      value = level + normal(random);
    }
    const PeltOptions options{1 + random() % 4,
                              0.5 + static_cast<double>(random() % 10)};
    const auto breaks = ComputePelt(values, options);
    ASSERT_TRUE(breaks.ok());
    EXPECT_NEAR(CostOf(values, *breaks, *options.penalty),
                BruteForcePelt(values, options.segment_min, *options.penalty),
                1e-8)
        << "seed " << kSeed << ", round " << round;
  }
}

TEST(Pelt, FindsNothingInShortAndConstantSeriesAndRefusesLongOnes) {
  EXPECT_THAT(*ComputePelt({}), IsEmpty());
  EXPECT_THAT(*ComputePelt(Values{1, 9, 1}), IsEmpty());
  EXPECT_THAT(*ComputePelt(Values(50, 0.1)), IsEmpty());
  EXPECT_EQ(ComputePelt(Values(20'001, 1)).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(Fpop, FindsTheLeastCostOfAllSegmentations) {
  constexpr uint64_t kSeed = 14;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  for (int round = 0; round < 300; ++round) {
    Values values(2 + random() % 60);
    double level = 100;
    for (double& value : values) {
      if (random() % 8 == 0) level += 3 * normal(random);
      value = level + normal(random);
      if (round % 3 == 0) value = std::round(value);  // ties
    }
    const double penalty = 0.5 + static_cast<double>(random() % 10);
    EXPECT_NEAR(CostOf(values, ComputeFpop(values, penalty), penalty),
                BruteForcePelt(values, 1, penalty), 1e-7)
        << "seed " << kSeed << ", round " << round;
  }
}

TEST(Fpop, TakesLongSeriesAndIsNamed) {
  constexpr uint64_t kSeed = 15;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  Values values(60'000);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = normal(random) + (i < 20'000 ? 0 : i < 45'000 ? 2 : 1);
  }
  const ChangePoints found = FindChangePoints(values);
  EXPECT_EQ(found.method, "FPOP");
  ASSERT_EQ(found.breaks.size(), 2u);
  EXPECT_NEAR(static_cast<double>(found.breaks[0]), 20'000, 10);
  EXPECT_NEAR(static_cast<double>(found.breaks[1]), 45'000, 30);
  EXPECT_EQ(FindChangePoints(Values{1, 1, 1, 9, 9, 9}).method, "PELT");
  EXPECT_THAT(FindChangePoints(Values{1, 1, 1, 9, 9, 9}).breaks,
              ElementsAre(3));
  EXPECT_THAT(ComputeFpop(Values(100, 0.1)), IsEmpty());
  EXPECT_THAT(ComputeFpop({}), IsEmpty());
}

TEST(Pettitt, HasNoChangeInShortAndConstantSeries) {
  EXPECT_FALSE(ComputePettitt(Values{1}).has_value());
  EXPECT_FALSE(ComputePettitt(Values(9, 4)).has_value());
  const Pettitt step = *ComputePettitt(Values{1, 1, 1, 5, 5, 5});
  EXPECT_EQ(step.change_after, 2u);
  EXPECT_TRUE(step.up);
}

}  // namespace
}  // namespace csi::statistics
