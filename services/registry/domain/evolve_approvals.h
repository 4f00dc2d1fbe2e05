// What events do to the approvals of an entry, and to its decay check. Frozen
// as evolve.cc is.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_EVOLVE_APPROVALS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_EVOLVE_APPROVALS_H_

#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

// An approval given, lapsed or renewed, and a decay check that is due. False
// for any other event.
bool EvolveApprovals(const v1::JournalEvent& event, v1::Opportunity& entry);
// What a change says about approvals.
void EvolveMarks(const v1::OpportunityUpdated& event, v1::Opportunity& entry);

void ClearApprovals(v1::Opportunity& entry);
// Nothing waits for approval once the entry is decided, put off or sent back.
void SettleApprovals(v1::Opportunity& entry);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_EVOLVE_APPROVALS_H_
