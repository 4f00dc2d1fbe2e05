// A YAML file of options: the same names as the flags, which win over it.
#ifndef CSI_COMMON_PROGRAM_CONFIG_FILE_H_
#define CSI_COMMON_PROGRAM_CONFIG_FILE_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::program {

// Every option of the file that was not given as a flag, as words of a command
// line: the parser then checks names and values of both alike. INVALID_ARGUMENT
// names file and line.
absl::StatusOr<std::vector<std::string>> ReadConfigFile(const std::string& path,
                                                        const CLI::App& app);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_CONFIG_FILE_H_
