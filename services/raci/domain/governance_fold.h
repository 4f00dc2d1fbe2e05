// Folds the events of raci_governance_events.proto into the rows of keys.h.
// Only this service has these rows. Total: other events change nothing.
#ifndef CSI_SERVICES_RACI_DOMAIN_GOVERNANCE_FOLD_H_
#define CSI_SERVICES_RACI_DOMAIN_GOVERNANCE_FOLD_H_

#include <string_view>

#include "common/kv/kv.h"
#include "csi/raci/v1/raci_journal.pb.h"

namespace csi::raci {

void FoldGovernance(const v1::JournalEvent& event, std::string_view tenant,
                    KvWriter& rows);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_GOVERNANCE_FOLD_H_
