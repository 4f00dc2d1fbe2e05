// Public events about definitions, and about runs that operators move.
// Private to project.cc.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_OPERATIONS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_OPERATIONS_H_

#include <vector>

#include "services/workflow/domain/projection.h"

namespace csi::workflow {

void ProjectDefinition(const v1::JournalEvent& event, const Fact& fact,
                       std::vector<PublicEvent>& out);
void ProjectOperation(const v1::JournalEvent& event, Projection& to);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_OPERATIONS_H_
