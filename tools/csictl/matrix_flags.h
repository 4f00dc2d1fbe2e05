// What the commands on matrix files share: the file, and how it is read.
#ifndef CSI_TOOLS_CSICTL_MATRIX_FLAGS_H_
#define CSI_TOOLS_CSICTL_MATRIX_FLAGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/raci/formats/matrix_file.h"
#include "tools/csictl/arguments.h"

namespace csi::tools {

// The bytes of a file, at most raci::limits::kFileBytesMax; "-" is the standard
// input.
absl::StatusOr<std::string> ReadMatrixBytes(const std::string& path);

// Takes --format, --rows and --sheet away.
absl::StatusOr<raci::ReadOptions> TakeReadOptions(Arguments& arguments);

// Takes --settings FILE away; without it the defaults.
absl::StatusOr<raci::v1::RuleSettings> TakeRuleSettings(Arguments& arguments);

// One finding as lines of text.
void PrintFinding(const common::v1::Finding& finding);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_MATRIX_FLAGS_H_
