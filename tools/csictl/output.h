// Answers as tables for people and as JSON or YAML for programs.
#ifndef CSI_TOOLS_CSICTL_OUTPUT_H_
#define CSI_TOOLS_CSICTL_OUTPUT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace csi::tools {

enum class OutputFormat { kTable, kJson, kYaml };

absl::StatusOr<OutputFormat> ParseFormat(const std::string& name);

// The whole answer. `columns` are field paths of the rows (of the one repeated
// field of a List answer, or of the message itself); empty: the message's own
// choice. Table cells are cut to fit; JSON and YAML hold everything.
std::string Render(const google::protobuf::Message& message,
                   OutputFormat format,
                   const std::vector<std::string>& columns);

// JSON text as YAML.
std::string JsonToYaml(const std::string& json);

// Rows of equal length, the first one the header, as aligned columns.
std::string AlignColumns(const std::vector<std::vector<std::string>>& rows);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_OUTPUT_H_
