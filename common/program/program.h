// A whole server program: options, hosts, gRPC server, health, graceful stop.
// Used by main functions only.
#ifndef CSI_COMMON_PROGRAM_PROGRAM_H_
#define CSI_COMMON_PROGRAM_PROGRAM_H_

#include <string>
#include <vector>

#include "common/program/service_module.h"

namespace csi::program {

// Runs until SIGTERM or SIGINT. Exit code: 0 after a clean stop, 1 when it
// could not start, 2 for wrong options.
int RunProgram(const std::string& program, const std::string& about,
               std::vector<ServiceModule> modules, int argc,
               const char* const* argv);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_PROGRAM_H_
