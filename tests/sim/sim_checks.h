// What must hold in the simulated world. Each says what is wrong, or nothing.
#ifndef CSI_TESTS_SIM_SIM_CHECKS_H_
#define CSI_TESTS_SIM_SIM_CHECKS_H_

#include <string>

#include "tests/sim/sim_service.h"

namespace csi::sim {

// The rows that the engine holds against two other ways to make them: the
// engine's replay from nothing, and the plain model.
std::string CheckFold(const Service& service, SimNode& node, Instant now);

// Each decision of the reader saw the events of the source that its recorded
// position means.
std::string CheckViews(const Service& source, const Service& reader);

// At rest: each input and each foreign event had one effect.
std::string CheckInputs(const Service& service);
std::string CheckReactions(const Service& source, const Service& reader);

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_CHECKS_H_
