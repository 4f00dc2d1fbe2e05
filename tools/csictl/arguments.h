// The words of a csictl command line, taken apart.
#ifndef CSI_TOOLS_CSICTL_ARGUMENTS_H_
#define CSI_TOOLS_CSICTL_ARGUMENTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/csictl/output.h"
#include "tools/csictl/request_builder.h"

namespace csi::tools {

struct Arguments {
  std::string address = "127.0.0.1:7470";  // see Addresses::Parse
  std::string tenant = "demo";
  std::string actor;
  OutputFormat format = OutputFormat::kTable;
  double deadline_seconds = 30;
  bool quiet = false;
  bool help = false;
  std::vector<std::string> words;  // noun, verb, positionals
  Flags flags;                     // all other flags, in order

  // Takes the value of a flag away; nothing when it was not given.
  std::optional<std::string> TakeFlag(const std::string& name);
  std::string word(size_t index) const {
    return index < words.size() ? words[index] : "";
  }
};

// Global flags have defaults in the environment: CSI_ADDRESS, CSI_TENANT,
// CSI_ACTOR. A flag is --name value or --name=value; one that is followed by
// another flag or nothing counts as true, unless it names a file.
absl::StatusOr<Arguments> ParseArguments(int argc, const char* const* argv);

// Exit codes, see `csictl --help`.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitRefused = 3;
inline constexpr int kExitUnavailable = 4;

int ExitCodeOf(const absl::Status& status);
// Prints "error: ..." with the reason and its remedy on standard error.
int Report(const absl::Status& status);
int UsageError(const std::string& text);
// The usage of a command: the answer to --help, else an error.
int Usage(const Arguments& arguments, const std::string& text);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_ARGUMENTS_H_
