// Runs one command of csictl: a row of the command table, or one of those that
// are more than a call.
#ifndef CSI_TOOLS_CSICTL_RUN_COMMAND_H_
#define CSI_TOOLS_CSICTL_RUN_COMMAND_H_

#include "tools/csictl/arguments.h"
#include "tools/csictl/client.h"

namespace csi::tools {

// The exit code of the program.
int RunCommand(Arguments arguments);

// A client as the global flags say.
Client MakeClient(const Arguments& arguments);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_RUN_COMMAND_H_
