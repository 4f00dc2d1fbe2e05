// A definition as a page for people: Markdown with a table of the steps, the
// fields of each artefact, the gates, and what change management's answers do.
// Pure; the same bytes for the same content. Texts are escaped, so that nothing
// in them becomes a table, a heading or markup.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_PAGE_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_PAGE_H_

#include <string>

#include "csi/workflow/v1/workflow.pb.h"

namespace csi::workflow {

std::string DefinitionPage(const v1::Definition& definition);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_PAGE_H_
