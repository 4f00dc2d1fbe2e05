// Folds one journal event into the state. Total; see folder.h.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_H_

#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

void ApplyEvent(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_H_
