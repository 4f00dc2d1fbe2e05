// The families of events that Apply is made of (event_family.h). Private to
// apply.cc, which chooses among them.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_FAMILIES_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_FAMILIES_H_

#include "services/workflow/domain/folder.h"

namespace csi::workflow {

void ApplyParked(const v1::ChangeParkedFact& fact, const Fact& about,
                 Effects& effects);
void ApplyToDefinition(const v1::JournalEvent& event, const Fact& about,
                       Effects& effects);
// The head is made here; the others find it loaded.
void ApplyRunStarted(const v1::RunStartedFact& fact, Folder& fold);
void ApplyToRun(const v1::JournalEvent& event, Folder& fold);
void ApplyToStep(const v1::JournalEvent& event, Folder& fold);
void ApplyToConsultation(const v1::JournalEvent& event, Folder& fold);
void ApplyToChange(const v1::JournalEvent& event, Folder& fold);
void ApplyToOperation(const v1::JournalEvent& event, Folder& fold);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_FAMILIES_H_
