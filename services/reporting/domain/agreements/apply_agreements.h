// Folds of agreements, service trees, outages and breaches, and what the world
// hears of them.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_APPLY_AGREEMENTS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_APPLY_AGREEMENTS_H_

#include <string_view>
#include <vector>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

// Writes the rows of an agreement: what the fold does, and what a decision does
// on a copy to see what comes of it.
void PutAgreement(KvWriter& state, std::string_view tenant,
                  const v1::Agreement& agreement);

void ApplyAgreementEvent(const v1::JournalEvent& event, const Fact& fact,
                         Effects& effects);

void ProjectAgreementEvent(const v1::JournalEvent& event,
                           std::vector<PublicEvent>& out);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_APPLY_AGREEMENTS_H_
