// One seed: two services, the second reading the first's events, each on one
// or two copies, with crashes, lost answers, clock jumps and late records.
// The same seed gives the same run, down to the trace hash.
#ifndef CSI_TESTS_SIM_SIMULATION_H_
#define CSI_TESTS_SIM_SIMULATION_H_

#include <cstdint>
#include <string>

namespace csi::sim {

struct SimOptions {
  uint64_t seed = 1;
  int steps = 400;
};

struct SimResult {
  // The first broken promise; empty when all were kept.
  std::string failure;
  int failed_step = 0;
  uint64_t trace_hash = 0;
  uint64_t acknowledged = 0;
  uint64_t refused = 0;
  uint64_t records = 0;
  uint64_t claims = 0;
  uint64_t crashes = 0;
  uint64_t fold_checks = 0;
};

SimResult Simulate(const SimOptions& options);

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIMULATION_H_
