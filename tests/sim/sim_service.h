// A service of the simulated world.
#ifndef CSI_TESTS_SIM_SIM_SERVICE_H_
#define CSI_TESTS_SIM_SIM_SERVICE_H_

#include <memory>
#include <vector>

#include "tests/sim/sim_clients.h"
#include "tests/sim/sim_inputs.h"
#include "tests/sim/sim_journal.h"
#include "tests/sim/sim_node.h"

namespace csi::sim {

// A service: its journal, its copies and its clients.
struct Service {
  std::unique_ptr<Domain> domain;
  SimJournal journal;
  bool atomic = true;
  std::vector<std::unique_ptr<SimNode>> nodes;
  std::unique_ptr<SimClients> clients;
  std::unique_ptr<SimInputs> inputs;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_SERVICE_H_
