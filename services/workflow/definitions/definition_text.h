// A definition as text: textproto as the pack has it, or JSON (the first
// character is '{'). Any bytes may be given. Errors name line and column.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_TEXT_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_TEXT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "csi/workflow/v1/workflow.pb.h"

namespace csi::workflow {

// FIELD_INVALID with the place of the first error; TOO_LARGE above
// kDefinitionFileBytesMax.
absl::StatusOr<v1::Definition> ParseDefinition(std::string_view text);

// Textproto that reads back the same; the same bytes for the same content.
std::string DefinitionText(const v1::Definition& definition);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_TEXT_H_
