// Error rates of the verdict over many made-up series of one scenario.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SIMULATION_RATES_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SIMULATION_RATES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/reporting/statistics/simulation/scenario.h"

namespace csi::statistics::simulation {

// Shares of rounds, 0 to 1. "likely" includes the proven ones.
struct Rates {
  double core_improved = 0;
  double core_likely = 0;
  double full_improved = 0;
  double full_likely = 0;
  double full_worsened_likely = 0;
  double inconclusive = 0;
  double welch = 0;             // plain Welch interval on the good side
  double trend_then_ranks = 0;  // no trend before, then Mann-Whitney better
};

absl::StatusOr<Rates> Measure(const Scenario& scenario, size_t rounds,
                              uint64_t seed);

// All scenarios as one JSON object.
absl::StatusOr<std::string> RunSimulation(size_t rounds, uint64_t seed);

}  // namespace csi::statistics::simulation

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SIMULATION_RATES_H_
