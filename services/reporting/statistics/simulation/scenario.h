// Made-up series of which the truth is known, for measuring the verdict.
//
// Values have mean 0 and standard deviation 1 around whatever the scenario
// adds; a rise is an improvement. The same seed gives the same series.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SIMULATION_SCENARIO_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SIMULATION_SCENARIO_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/reporting/statistics/verdict.h"

namespace csi::statistics::simulation {

// How the change came about and how it is looked at.
enum class Setting {
  kPlain,
  kTriggered,      // the change follows a bad value; the trigger is declared
  kTriggerHidden,  // the same, and nobody says so
  kHandPicked,     // the end of the after window is the best of some
  kPeeking,        // looked at after every period; any IMPROVED counts
};

struct Scenario {
  std::string name = {};
  double correlation = 0;       // of neighbouring values, AR(1)
  double drift = 0;             // a period
  double step = 0;              // at the change
  double season_amplitude = 0;  // of a wave of 12 periods
  size_t season_declared = 0;
  double baseline_shift = 0;    // of level, half a baseline before the change
  double baseline_outlier = 0;  // added to one value of the baseline
  Setting setting = Setting::kPlain;
};

inline constexpr size_t kHistory = 36;
inline constexpr size_t kBaseline = 12;
inline constexpr size_t kAfter = 8;

// One series and its question; the change lies on a boundary.
ChangeQuestion MakeQuestion(const Scenario& scenario, std::mt19937_64& random);

// The scenarios of the published rates, and those of the rules beyond.
std::vector<Scenario> AllScenarios();

}  // namespace csi::statistics::simulation

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SIMULATION_SCENARIO_H_
