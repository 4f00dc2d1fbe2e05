// Forecasts, their intervals and the choice among them. Means of the smoothing
// methods are those of statsmodels 0.15.0 started with the same states; limits
// were worked out from the formulas in a few lines of numpy.
#include "services/reporting/statistics/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "services/reporting/statistics/smoothing.h"
#include "tests/unit/services/reporting/statistics/random_series.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Values = std::vector<double>;

Forecast Of(const Values& values, ForecastMethod method) {
  return ComputeForecast(values, method, {});
}

TEST(Forecast, NaiveRepeatsTheLastValue) {
  const Forecast naive = Of(kBypassBefore, ForecastMethod::kNaive);
  EXPECT_THAT(naive.mean, SizeIs(kForecastHorizonDefault));
  EXPECT_THAT(naive.mean, Each(78));
  EXPECT_NEAR(naive.pi95_low[0], 72.58384117210943, 1e-11);
  EXPECT_NEAR(naive.pi95_high[1], 85.65960527036961, 1e-11);
}

TEST(Forecast, DriftFollowsTheFirstAndTheLastValue) {
  const Forecast drift = Of(kBypassBefore, ForecastMethod::kDrift);
  EXPECT_NEAR(drift.mean[0], 77.81818181818181, 1e-12);
  EXPECT_NEAR(drift.pi95_low[0], 71.89793323474893, 1e-11);
  EXPECT_NEAR(drift.pi95_high[3], 90.51080554898002, 1e-11);
}

TEST(Forecast, SmoothingAgreesWithItsReference) {
  const Forecast ses = Of(kBypassBefore, ForecastMethod::kSes);
  EXPECT_NEAR(ses.mean[3], 79.82237835584, 1e-11);
  EXPECT_NEAR(ses.pi95_low[0], 76.17526547246203, 1e-11);
  EXPECT_NEAR(ses.pi95_high[3], 83.93246584004385, 1e-11);
  const Forecast holt = Of(kBypassBefore, ForecastMethod::kHolt);
  EXPECT_NEAR(holt.mean[0], 82.58787209491929, 1e-11);
  EXPECT_NEAR(holt.mean[3], 84.22744179185534, 1e-11);
  EXPECT_NEAR(holt.pi95_low[0], 73.08802670728545, 1e-11);
  EXPECT_NEAR(holt.pi95_high[3], 95.43001136129213, 1e-11);
}

TEST(Forecast, HoltWintersAgreesWithItsReference) {
  Values values = SeasonalDecimals();
  values.resize(60);
  const Forecast winters =
      ComputeForecast(values, ForecastMethod::kHoltWinters,
                      {.horizon = 14, .season_periods = 12});
  ASSERT_THAT(winters.mean, SizeIs(14));
  EXPECT_NEAR(winters.mean[0], 3.2442536459177767, 1e-12);
  EXPECT_NEAR(winters.mean[10], 7.008885279873785, 1e-12);
  EXPECT_NEAR(winters.mean[13], 4.309380041355506, 1e-12);
  EXPECT_NEAR(winters.mean[0] - winters.pi95_low[0],
              1.959963984540054 * 1.702672407575623, 1e-11);
}

TEST(Forecast, LinesAgreeWithTheirReferences) {
  const Forecast line = Of(kBypassBefore, ForecastMethod::kTheilSenLine);
  EXPECT_NEAR(line.mean[0], 79.63888888888889, 1e-12);
  EXPECT_NEAR(line.pi95_low[0], 75.23088906990695, 1e-10);
  // An exact line is followed without doubt.
  const Forecast exact = Of({3, 5, 7, 9, 11}, ForecastMethod::kOls);
  EXPECT_NEAR(exact.mean[3], 19, 1e-12);
  EXPECT_NEAR(exact.pi95_low[3], 19, 1e-9);
}

TEST(Forecast, SaysWhyThereIsNone) {
  for (ForecastMethod method : kForecastMethods) {
    const Forecast one = Of({5}, method);
    EXPECT_FALSE(one.reason.empty()) << ForecastMethodName(method);
    EXPECT_THAT(one.pi95_low, IsEmpty());
    EXPECT_EQ(one.mean.empty(), method != ForecastMethod::kNaive);
  }
  EXPECT_THAT(Of({5, 6}, ForecastMethod::kHolt).reason,
              HasSubstr("at least 3 points"));
  EXPECT_THAT(Of({5, 6}, ForecastMethod::kOls).pi95_low, IsEmpty());
  EXPECT_THAT(Of({5, 6}, ForecastMethod::kOls).mean, SizeIs(4));
  const Values values(24, 1);
  EXPECT_THAT(Of(values, ForecastMethod::kHoltWinters).reason,
              HasSubstr("no season is known"));
  EXPECT_THAT(ComputeForecast(values, ForecastMethod::kHoltWinters,
                              {.season_periods = 12})
                  .reason,
              HasSubstr("at least 25 points, there are 24"));
  for (size_t season : {size_t{0}, size_t{1}, kSeasonPeriodsMax + 1}) {
    EXPECT_THAT(ComputeForecast(values, ForecastMethod::kHoltWinters,
                                {.season_periods = season})
                    .reason,
                HasSubstr("a season has at least 2"));
  }
}

TEST(Forecast, OfAConstantSeriesIsThatConstant) {
  const Values values(30, 0.1);
  for (ForecastMethod method : kForecastMethods) {
    const Forecast forecast =
        ComputeForecast(values, method, {.season_periods = 12});
    ASSERT_THAT(forecast.mean, SizeIs(4)) << ForecastMethodName(method);
    EXPECT_NEAR(forecast.mean[3], 0.1, 1e-15);
    EXPECT_NEAR(forecast.pi95_high[3], 0.1, 1e-15);
  }
}

TEST(Forecast, IsFiniteForEveryKindOfSeries) {
  constexpr uint64_t kSeed = 51;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    const Values values = RandomSeries(1 + random() % 40, random);
    const Forecasts all =
        ComputeForecasts(values, {.horizon = 12, .season_periods = 4});
    for (const Forecast& forecast : all.methods) {
      ASSERT_EQ(forecast.pi95_low.size(), forecast.pi95_high.size());
      for (size_t i = 0; i < forecast.pi95_low.size(); ++i) {
        EXPECT_TRUE(std::isfinite(forecast.pi95_low[i])) << round;
        EXPECT_LE(forecast.pi95_low[i], forecast.mean[i]);
        EXPECT_GE(forecast.pi95_high[i], forecast.mean[i]);
        if (i == 0) continue;
        // Further ahead is never surer.
        EXPECT_GE(forecast.pi95_high[i] - forecast.pi95_low[i],
                  (forecast.pi95_high[i - 1] - forecast.pi95_low[i - 1]) *
                      (1 - 1e-9));
      }
    }
  }
}

// What an error adds to later forecasts, seen by making one.
TEST(AheadDeviations, AreWhatOneErrorMoves) {
  Values values = SeasonalDecimals();
  values.resize(40);
  const SmoothingWeights weights = {0.3, 0.1, 0.1};
  const Smoothing plain = SmoothSeason(values, 7, weights);
  values.back() += 1;
  const Smoothing moved = SmoothSeason(values, 7, weights);
  Smoothing unit = plain;
  unit.deviation = 1;
  const Values deviations = AheadDeviations(unit, weights, 20);
  double squares = 1;
  for (size_t ahead = 1; ahead < 20; ++ahead) {
    EXPECT_NEAR(deviations[ahead - 1], std::sqrt(squares), 1e-12);
    const double shift = moved.Ahead(ahead) - plain.Ahead(ahead);
    squares += shift * shift;
  }
}

// Of 95 % intervals about 95 % hold, where what they assume is true.
TEST(Forecast, IntervalsCoverAsPromised) {
  constexpr uint64_t kSeed = 52;
  constexpr int kRounds = 2000;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  int walk_held = 0, line_held = 0;
  for (int round = 0; round < kRounds; ++round) {
    Values walk = {0}, line;
    for (int i = 0; i < 33; ++i) {
      walk.push_back(walk.back() + normal(random));
      line.push_back(0.5 * i + normal(random));
    }
    const auto holds = [](const Values& values, ForecastMethod method) {
      const Forecast forecast = ComputeForecast(
          std::span(values).first(values.size() - 3), method, {});
      return values.back() >= forecast.pi95_low[2] &&
             values.back() <= forecast.pi95_high[2];
    };
    walk_held += holds(walk, ForecastMethod::kNaive);
    line_held += holds(line, ForecastMethod::kOls);
  }
  EXPECT_NEAR(walk_held / double{kRounds}, 0.95, 0.02) << "seed " << kSeed;
  EXPECT_NEAR(line_held / double{kRounds}, 0.95, 0.02) << "seed " << kSeed;
}

TEST(ChooseForecast, TakesTheLeastErrorOnWhatWasHeldOut) {
  Values line;
  for (int i = 0; i < 12; ++i) line.push_back(3 + 2 * i + (i == 5 ? 9 : 0));
  const ForecastChoice choice = ChooseForecast(line, {});
  EXPECT_EQ(choice.hold_out, 4u);
  EXPECT_EQ(choice.method, ForecastMethod::kDrift);
  EXPECT_EQ(choice.errors[0].method, ForecastMethod::kNaive);
  EXPECT_EQ(choice.errors[0].mean_absolute, 5);  // 2, 4, 6 and 8 too low
  EXPECT_EQ(choice.errors[1].mean_absolute, 0);
  Values waves;
  for (int i = 0; i < 48; ++i) waves.push_back(i % 12 == 0 ? 100 : i % 12);
  EXPECT_EQ(ChooseForecast(waves, {.season_periods = 12}).method,
            ForecastMethod::kHoltWinters);
}

TEST(ChooseForecast, LearnsFromTheLatestOfALongSeries) {
  // A rise long ago, then a level: the whole history would tilt the lines.
  Values values(2 * kForecastTrainingMax, 9);
  for (size_t i = 0; i < kForecastTrainingMax - 100; ++i) {
    values[i] = static_cast<double>(i % 7);
  }
  const ForecastChoice choice = ChooseForecast(values, {});
  for (const HoldOutError& error : choice.errors) {
    EXPECT_NEAR(error.mean_absolute, 0, 1e-9)
        << ForecastMethodName(error.method);
  }
}

TEST(ChooseForecast, HasNotSeenWhatIsHeldOut) {
  Values values = {1, 1, 1, 1, 1, 1, 1, 1, 5, 9, 13, 17};
  ForecastOptions with_line;
  with_line.theil_sen = ComputeTheilSen(values);
  const ForecastChoice plain = ChooseForecast(values, {});
  const ForecastChoice given = ChooseForecast(values, with_line);
  ASSERT_EQ(plain.errors.size(), given.errors.size());
  for (size_t i = 0; i < plain.errors.size(); ++i) {
    EXPECT_EQ(plain.errors[i].mean_absolute, given.errors[i].mean_absolute);
  }
}

TEST(ChooseForecast, PrefersTheSimplestOfEquals) {
  const ForecastChoice choice = ChooseForecast(Values(20, 7), {});
  EXPECT_EQ(choice.method, ForecastMethod::kNaive);
}

TEST(ChooseForecast, LeavesEnoughToLearnFrom) {
  const ForecastChoice choice = ChooseForecast(Values(7, 1), {});
  EXPECT_FALSE(choice.method.has_value());
  EXPECT_THAT(choice.reason, HasSubstr("4 periods held out and 4 before"));
  EXPECT_TRUE(ChooseForecast(Values(8, 1), {}).method.has_value());
}

}  // namespace
}  // namespace csi::statistics
