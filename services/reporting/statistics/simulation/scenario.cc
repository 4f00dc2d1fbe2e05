#include "services/reporting/statistics/simulation/scenario.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace csi::statistics::simulation {
namespace {

// A value this far on the bad side raises an alarm.
constexpr double kAlarm = -1.5;
constexpr size_t kSeason = 12;

absl::Time StartOf(size_t period) {
  return absl::UnixEpoch() + absl::Hours(24 * 30) * static_cast<int>(period);
}

std::vector<double> MakeNoise(size_t n, double correlation,
                              std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  const double fresh = std::sqrt(1 - correlation * correlation);
  std::vector<double> values(n);
  double last = normal(random);
  for (double& value : values) {
    value = last;
    last = correlation * last + fresh * normal(random);
  }
  return values;
}

// The first alarm after a whole baseline; the change follows at once.
size_t ChangeAfterAlarm(const std::vector<double>& noise) {
  for (size_t i = kHistory / 2; i < kHistory; ++i) {
    if (noise[i] < kAlarm) return i + 1;
  }
  return 0;
}

// The end, of those that leave at least 6 periods, that shows the most.
size_t BestEnd(const std::vector<double>& values, size_t change) {
  size_t best = kAfter;
  double highest = -1e9;
  for (size_t n = 6; n <= kAfter + 4; ++n) {
    double sum = 0;
    for (size_t i = 0; i < n; ++i) sum += values[change + i];
    if (sum / n > highest) {
      highest = sum / n;
      best = n;
    }
  }
  return best;
}

}  // namespace

ChangeQuestion MakeQuestion(const Scenario& scenario, std::mt19937_64& random) {
  const size_t total = kHistory + 2 * kAfter;
  const bool triggered = scenario.setting == Setting::kTriggered ||
                         scenario.setting == Setting::kTriggerHidden;
  std::vector<double> values;
  size_t change = 0;
  while (change == 0) {
    values = MakeNoise(total, scenario.correlation, random);
    change = triggered ? ChangeAfterAlarm(values) : kHistory;
  }
  const double phase =
      std::uniform_real_distribution<double>(0, 2 * std::numbers::pi)(random);
  for (size_t i = 0; i < total; ++i) {
    const double turn = 2 * std::numbers::pi * i / kSeason;
    const bool shifted = i + kBaseline / 2 >= change;
    values[i] += scenario.drift * i + (i >= change ? scenario.step : 0) +
                 (shifted ? scenario.baseline_shift : 0) +
                 scenario.season_amplitude * std::sin(turn + phase);
  }
  values[change - kBaseline / 2] += scenario.baseline_outlier;
  ChangeQuestion question;
  for (size_t i = 0; i < total; ++i) {
    question.periods.push_back(
        {.start = StartOf(i), .end = StartOf(i + 1), .value = values[i]});
  }
  question.plan.changes = {{StartOf(change), StartOf(change)}};
  question.plan.season_periods = scenario.season_declared;
  if (scenario.setting == Setting::kTriggered) {
    question.plan.trigger = StartOf(change - 1);
  }
  if (scenario.setting == Setting::kHandPicked) {
    question.hand_picked = true;
    question.plan.after_periods = BestEnd(values, change);
  }
  return question;
}

std::vector<Scenario> AllScenarios() {
  return {
      {.name = "no change"},
      {.name = "no change, AR(1) 0.3", .correlation = 0.3},
      {.name = "no change, AR(1) 0.6", .correlation = 0.6},
      {.name = "drift of 0.12 a period", .drift = 0.12},
      {.name = "step of 1", .step = 1},
      {.name = "step of 2", .step = 2},
      {.name = "step of 3", .step = 3},
      {.name = "step of 2, AR(1) 0.3", .correlation = 0.3, .step = 2},
      {.name = "season of amplitude 1, not declared", .season_amplitude = 1},
      {.name = "season of amplitude 1, declared",
       .season_amplitude = 1,
       .season_declared = 12},
      {.name = "step of 2, season declared", .step = 2, .season_declared = 12},
      {.name = "no change, level up by 2 within the baseline",
       .baseline_shift = 2},
      {.name = "step of 2, level up by 2 within the baseline",
       .step = 2,
       .baseline_shift = 2},
      {.name = "no change, one value 8 lower in the baseline",
       .baseline_outlier = -8},
      {.name = "step of 2, one value 8 lower in the baseline",
       .step = 2,
       .baseline_outlier = -8},
      {.name = "no change after an alarm, hidden",
       .setting = Setting::kTriggerHidden},
      {.name = "no change after an alarm, declared",
       .setting = Setting::kTriggered},
      {.name = "no change, AR(1) 0.6 after an alarm, hidden",
       .correlation = 0.6,
       .setting = Setting::kTriggerHidden},
      {.name = "no change, AR(1) 0.6 after an alarm, declared",
       .correlation = 0.6,
       .setting = Setting::kTriggered},
      {.name = "no change, hand-picked end", .setting = Setting::kHandPicked},
      {.name = "step of 2, hand-picked end",
       .step = 2,
       .setting = Setting::kHandPicked},
      {.name = "no change, looked at every period",
       .setting = Setting::kPeeking},
  };
}

}  // namespace csi::statistics::simulation
