// Journal events as public events: ids become resource names, and what was
// written as one becomes the events that others know. Frozen like Apply.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_H_

#include <vector>

#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

void ProjectEvent(const v1::JournalEvent& event, const Fact& fact,
                  std::vector<PublicEvent>& out);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_H_
