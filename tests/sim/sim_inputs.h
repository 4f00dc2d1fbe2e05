// An input topic of a simulated service: records that come, some of no
// interest, some refused. Each must have its effect once. Not thread-safe.
#ifndef CSI_TESTS_SIM_SIM_INPUTS_H_
#define CSI_TESTS_SIM_SIM_INPUTS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "common/random/random.h"
#include "tests/sim/ledger_model.h"
#include "tests/sim/sim_node.h"

namespace csi::sim {

class SimInputs {
 public:
  SimInputs(SeededRandom& random, Trace& trace)
      : random_(random), trace_(trace) {}

  // Some more records come.
  void Grow() { end_ += 1 + random_.Below(8); }
  // Hands over some of what the node asks for, or all; false: nothing to do.
  bool Feed(SimNode& node, bool whole);
  // Counter of the effects, and what it must be when all were taken.
  static constexpr char kCounter[] = "in";
  std::string Expected() const;

 private:
  Input At(uint64_t offset) const;

  SeededRandom& random_;
  Trace& trace_;
  uint64_t end_ = 0;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_INPUTS_H_
