// What differs between two definitions: steps and fields are compared by key,
// answers of change management by status, everything else by its value. Pure;
// the order is that of the second one, then what was removed.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_DIFF_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_DIFF_H_

#include <vector>

#include "csi/workflow/v1/workflow_definitions.pb.h"

namespace csi::workflow {

using DefinitionChanges = std::vector<v1::DefinitionChange>;

// Name, revision, etag and times are no content.
DefinitionChanges DiffDefinitions(const v1::Definition& before,
                                  const v1::Definition& after);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_DIFF_H_
