// Trend tests for values that are not independent: Hamed-Rao and seasonal
// Mann-Kendall, the sums of lagged products under them, and the rhythm of the
// period starts. Figures without another word come from pymannkendall 1.4.3.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "services/reporting/statistics/hamed_rao.h"
#include "services/reporting/statistics/lagged_products.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/period_grid.h"
#include "services/reporting/statistics/seasonal_mann_kendall.h"
#include "services/reporting/statistics/theil_sen.h"
#include "tests/unit/services/reporting/statistics/random_series.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Values = std::vector<double>;

HamedRao HamedRaoOf(const Values& values) {
  const TheilSen fit = ComputeTheilSen(values);
  return ComputeHamedRao(values, ComputeMannKendall(values),
                         fit.line.has_value() ? fit.line->slope : 0);
}

void ExpectHamedRao(const Values& values, double p, double z, double var_s) {
  const HamedRao test = HamedRaoOf(values);
  EXPECT_NEAR(*test.p / p, 1, 1e-9);
  EXPECT_NEAR(*test.z / z, 1, 1e-9);
  EXPECT_NEAR(*test.var_s / var_s, 1, 1e-9);
}

Values First(size_t n) {
  Values values = SeasonalDecimals();
  values.resize(n);
  return values;
}

TEST(HamedRao, AgreesWithItsReference) {
  ExpectHamedRao(kBypassBefore, 0.2669213253824949, -1.110180334037446,
                 29.208916083916087);
  ExpectHamedRao(kBypassAfter, 0.0008366271311193163, -3.340383700311406,
                 65.33333333333333);
  ExpectHamedRao(First(30), 0.8969237492669606, 0.1295483755466004,
                 3813.4322128227964);
  ExpectHamedRao(First(100), 0.19276244167973533, 1.3024504625894129,
                 76823.12602637816);
  // Beyond 512 points the lags come from the transform.
  const HamedRao test = HamedRaoOf(SeasonalDecimals());
  EXPECT_NEAR(*test.z, 9.315340459114879, 1e-8);
  EXPECT_NEAR(*test.var_s / 17838550.343258824, 1, 1e-9);
  EXPECT_EQ(*test.trend, Trend::kIncreasing);
}

TEST(HamedRao, FindsNoTrendInAConstantSeries) {
  const HamedRao test = HamedRaoOf(Values(20, 0.1));
  EXPECT_EQ(*test.p, 1);
  EXPECT_EQ(*test.z, 0);
  EXPECT_EQ(*test.var_s, 0);
  EXPECT_EQ(*test.trend, Trend::kNone);
}

TEST(HamedRao, SaysWhyThereIsNoFigure) {
  EXPECT_THAT(HamedRaoOf({}).reason, HasSubstr("at least 4 points"));
  EXPECT_THAT(HamedRaoOf({1, 2, 3}).reason, HasSubstr("at least 4 points"));
  Values line;
  for (int i = 0; i < 40; ++i) line.push_back(0.7 + 0.1 * i);
  const HamedRao straight = HamedRaoOf(line);
  EXPECT_FALSE(straight.p.has_value());
  EXPECT_THAT(straight.reason, HasSubstr("straight line"));
}

TEST(HamedRao, RefusesACorrectionBelowZero) {
  // Highs and lows in turn take more variance away than there is.
  const HamedRao test =
      HamedRaoOf({0.6, 10.2, 6.3, 11.5, 8.8, 25.8, 3.3, 31.5});
  EXPECT_NEAR(*test.var_s, -2.2361111111111103, 1e-12);
  EXPECT_FALSE(test.z.has_value());
  EXPECT_FALSE(test.p.has_value());
  EXPECT_THAT(test.reason, HasSubstr("leaves no variance"));
}

TEST(HamedRao, IsFiniteOrAbsentForEveryKindOfSeries) {
  constexpr uint64_t kSeed = 21;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 400; ++round) {
    const Values values = RandomSeries(random() % 60, random);
    const HamedRao test = HamedRaoOf(values);
    ASSERT_EQ(test.p.has_value(), test.reason.empty()) << round;
    if (test.p.has_value()) {
      EXPECT_TRUE(*test.p >= 0 && *test.p <= 1) << round;
      EXPECT_TRUE(std::isfinite(*test.z)) << round;
    }
  }
}

TEST(LaggedProducts, TransformEqualsPlainSums) {
  constexpr uint64_t kSeed = 22;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  for (size_t n : {1u, 2u, 512u, 513u, 1000u, 1024u, 1025u}) {
    Values values(n);
    for (double& value : values) value = normal(random);
    const Values sums = LaggedProducts(values);
    ASSERT_EQ(sums.size(), n);
    for (size_t lag = 0; lag < n; ++lag) {
      double sum = 0;
      for (size_t i = 0; i + lag < n; ++i) sum += values[i] * values[i + lag];
      EXPECT_NEAR(sums[lag], sum, 1e-12 * n) << n << " " << lag;
    }
  }
  EXPECT_TRUE(LaggedProducts({}).empty());
}

TEST(SeasonalMannKendall, AgreesWithItsReference) {
  const SeasonalMannKendall long_series =
      ComputeSeasonalMannKendall(SeasonalDecimals(), 12);
  EXPECT_EQ(*long_series.s, 3839);
  EXPECT_DOUBLE_EQ(*long_series.var_s, 171497);
  EXPECT_NEAR(*long_series.z, 9.267801144548423, 1e-11);
  EXPECT_NEAR(*long_series.tau, 0.261156462585034, 1e-12);
  EXPECT_NEAR(*long_series.slope, 0.036, 1e-12);
  EXPECT_NEAR(*long_series.intercept, 3.4335, 1e-11);
  EXPECT_EQ(*long_series.trend, Trend::kIncreasing);
  const SeasonalMannKendall cut = ComputeSeasonalMannKendall(First(100), 12);
  EXPECT_EQ(*cut.s, 48);
  EXPECT_NEAR(*cut.var_s, 890.6666666666669, 1e-9);
  EXPECT_NEAR(*cut.p, 0.11529018162690918, 1e-12);
  EXPECT_NEAR(*cut.slope, 0.0693333333333334, 1e-12);
  EXPECT_NEAR(*cut.intercept, 3.3264999999999993, 1e-11);
  const SeasonalMannKendall weeks = ComputeSeasonalMannKendall(First(29), 7);
  EXPECT_EQ(*weeks.s, 6);
  EXPECT_NEAR(*weeks.p, 0.5462502773934574, 1e-12);
}

TEST(SeasonalMannKendall, KeepsThePlacesOfMissingPeriods) {
  Values values;
  std::vector<size_t> slots;
  const Values all = First(60);
  for (size_t i = 0; i < all.size(); ++i) {
    if (i == 3 || i == 17 || i == 18 || i == 40) continue;
    values.push_back(all[i]);
    slots.push_back(i);
  }
  const SeasonalMannKendall test =
      ComputeSeasonalMannKendall(values, 12, slots);
  EXPECT_EQ(*test.s, 10);
  EXPECT_DOUBLE_EQ(*test.var_s, 168);
  EXPECT_NEAR(*test.p, 0.48745329036403495, 1e-12);
  EXPECT_NEAR(*test.slope, 0.08599999999999985, 1e-12);
  EXPECT_NEAR(*test.intercept, 3.357416666666667, 1e-11);
}

TEST(SeasonalMannKendall, IgnoresAWaveThatIsNoTrend) {
  Values values;
  for (int i = 0; i < 48; ++i) values.push_back(i % 12);
  const SeasonalMannKendall test = ComputeSeasonalMannKendall(values, 12);
  EXPECT_EQ(*test.s, 0);
  EXPECT_EQ(*test.p, 1);
  EXPECT_EQ(*test.slope, 0);
}

TEST(SeasonalMannKendall, SaysWhyThereIsNoFigure) {
  for (size_t n : {0u, 1u, 4u, 23u}) {
    const SeasonalMannKendall test =
        ComputeSeasonalMannKendall(Values(n, 1), 12);
    EXPECT_FALSE(test.p.has_value()) << n;
    EXPECT_THAT(test.reason, HasSubstr("two cycles of 12 periods")) << n;
  }
  EXPECT_TRUE(ComputeSeasonalMannKendall(Values(24, 1), 12).p.has_value());
  EXPECT_THAT(ComputeSeasonalMannKendall(Values(24, 1), 1).reason,
              HasSubstr("at least 2 periods"));
  EXPECT_THAT(ComputeSeasonalMannKendall(Values(24, 1), 0).reason,
              HasSubstr("at least 2 periods"));
  // Two half-empty cycles that share no place.
  EXPECT_THAT(ComputeSeasonalMannKendall(Values{1, 2, 3, 4}, 4,
                                         std::vector<size_t>{0, 1, 6, 7})
                  .reason,
              HasSubstr("no place in the cycle"));
}

TEST(SeasonalMannKendall, LeavesTheSlopeOutWhereThereAreTooManyPairs) {
  const size_t n = 2 * static_cast<size_t>(std::sqrt(2.0 * kSeasonalPairsMax));
  const SeasonalMannKendall test = ComputeSeasonalMannKendall(Values(n, 1), 2);
  EXPECT_EQ(*test.p, 1);
  EXPECT_FALSE(test.slope.has_value());
  EXPECT_THAT(test.slope_reason, HasSubstr("slopes within seasons"));
}

std::vector<absl::Time> Starts(absl::Time first, absl::Duration step, int n) {
  std::vector<absl::Time> starts;
  for (int i = 0; i < n; ++i) starts.push_back(first + step * i);
  return starts;
}

TEST(PeriodGrid, TellsTheSeasonOfEachRhythm) {
  const absl::Time first = Day(2024, 1, 1);
  EXPECT_EQ(FindPeriodGrid(Starts(first, absl::Hours(1), 5))->season_periods,
            24u);
  EXPECT_EQ(FindPeriodGrid(Starts(first, absl::Hours(24), 5))->unit, "day");
  EXPECT_EQ(FindPeriodGrid(Starts(first, absl::Hours(168), 5))->unit, "week");
  const std::vector<absl::Time> months = {Day(2023, 11, 1), Day(2023, 12, 1),
                                          Day(2024, 2, 1)};
  const auto grid = FindPeriodGrid(months);
  EXPECT_EQ(grid->unit, "month");
  EXPECT_EQ(grid->season_periods, 12u);
  EXPECT_THAT(grid->slots, ElementsAre(0, 1, 3));
  const std::vector<absl::Time> quarters = {Day(2024, 1, 1), Day(2024, 4, 1),
                                            Day(2024, 7, 1)};
  EXPECT_EQ(FindPeriodGrid(quarters)->unit, "quarter");
}

TEST(PeriodGrid, SkipsWeekendsAndKeepsTheWeek) {
  const std::vector<absl::Time> days = {Day(2024, 1, 4), Day(2024, 1, 5),
                                        Day(2024, 1, 8), Day(2024, 1, 9)};
  EXPECT_THAT(FindPeriodGrid(days)->slots, ElementsAre(0, 1, 4, 5));
}

TEST(PeriodGrid, GuessesNothingWithoutARhythm) {
  EXPECT_FALSE(FindPeriodGrid({}).has_value());
  EXPECT_FALSE(
      FindPeriodGrid(std::vector<absl::Time>{Day(2024, 1, 1)}).has_value());
  EXPECT_FALSE(
      FindPeriodGrid(std::vector<absl::Time>{Day(2024, 1, 1), Day(2024, 1, 4),
                                             Day(2024, 1, 9), Day(2024, 2, 20)})
          .has_value());
  EXPECT_FALSE(
      FindPeriodGrid(Starts(Day(2024, 1, 1), absl::Minutes(7), 9)).has_value());
}

}  // namespace
}  // namespace csi::statistics
