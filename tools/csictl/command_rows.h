// The rows of the command table, one file for each service.
#ifndef CSI_TOOLS_CSICTL_COMMAND_ROWS_H_
#define CSI_TOOLS_CSICTL_COMMAND_ROWS_H_

#include <span>

#include "tools/csictl/command_table.h"

namespace csi::tools {

std::span<const CommandRow> RaciCommands();
std::span<const CommandRow> RegistryCommands();
std::span<const CommandRow> WorkflowCommands();
std::span<const CommandRow> ReportingCommands();

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_COMMAND_ROWS_H_
