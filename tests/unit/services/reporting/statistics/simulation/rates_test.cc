// The error rates of the verdict stay where the rules promise them. Bounds
// leave room for chance: 600 rounds have a standard error of up to 2 %.
#include "services/reporting/statistics/simulation/rates.h"

#include <gtest/gtest.h>

namespace csi::statistics::simulation {
namespace {

constexpr size_t kRounds = 600;
constexpr uint64_t kSeed = 7;

Rates RatesOf(const Scenario& scenario) {
  const absl::StatusOr<Rates> rates = Measure(scenario, kRounds, kSeed);
  EXPECT_TRUE(rates.ok()) << rates.status();
  return *rates;
}

TEST(VerdictRates, SeldomClaimAnImprovementWhereThereIsNone) {
  for (double correlation : {0.0, 0.3, 0.6}) {
    const Rates rates = RatesOf({.correlation = correlation});
    EXPECT_LE(rates.full_improved, 0.035) << correlation;
    EXPECT_LE(rates.full_likely, 0.07) << correlation;
    EXPECT_LE(rates.full_likely, rates.welch + 0.01) << correlation;
  }
}

TEST(VerdictRates, AreNotFooledByDriftAsPlainTestsAre) {
  const Rates rates = RatesOf({.drift = 0.12});
  EXPECT_LE(rates.full_improved, 0.05);
  EXPECT_GE(rates.welch, 0.5);
  EXPECT_GE(rates.trend_then_ranks, 0.4);
}

TEST(VerdictRates, FindRealSteps) {
  const Rates two = RatesOf({.step = 2});
  EXPECT_GE(two.core_improved, 0.33);
  EXPECT_GE(two.full_likely, 0.7);
  EXPECT_GE(RatesOf({.step = 3}).full_likely, 0.9);
  EXPECT_EQ(RatesOf({.step = 3}).full_worsened_likely, 0);
}

TEST(VerdictRates, AreKeptByTheRulesOnTriggersWindowsAndSeasons) {
  EXPECT_LE(RatesOf({.setting = Setting::kTriggered}).full_likely, 0.03);
  EXPECT_LE(RatesOf({.setting = Setting::kHandPicked}).full_likely, 0.03);
  const Rates season = RatesOf({.step = 2, .season_declared = 12});
  EXPECT_LT(season.full_improved, season.core_improved);
  EXPECT_GE(season.full_likely, 0.7);
}

TEST(VerdictRates, DistrustABaselineThatIsNotStable) {
  const Rates risen = RatesOf({.baseline_shift = 2});
  EXPECT_LE(risen.full_improved, 0.01);
  EXPECT_LE(risen.full_likely, 0.12);
  EXPECT_GE(risen.welch, 0.3);
  EXPECT_GE(RatesOf({.baseline_outlier = -8}).inconclusive, 0.8);
}

TEST(RunSimulation, GivesTheSameTextForTheSameSeed) {
  const auto once = RunSimulation(5, 3);
  const auto again = RunSimulation(5, 3);
  const auto other = RunSimulation(5, 4);
  ASSERT_TRUE(once.ok());
  EXPECT_EQ(*once, *again);
  EXPECT_NE(*once, *other);
  EXPECT_NE(once->find("\"seed\": 3"), std::string::npos);
}

}  // namespace
}  // namespace csi::statistics::simulation
