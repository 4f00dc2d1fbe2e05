// A definition as a picture: SVG with the steps from top to bottom, their
// letters and days, the baseline gate, the waits, and the ways back that change
// management's answers take. Pure; the same bytes for the same content. Valid
// XML whatever the texts hold; title and description for screen readers; the
// colours follow the reader's light or dark scheme.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_DRAWING_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_DRAWING_H_

#include <string>

#include "csi/workflow/v1/workflow.pb.h"

namespace csi::workflow {

std::string DefinitionDrawing(const v1::Definition& definition);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_DRAWING_H_
