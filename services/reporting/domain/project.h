// Turns journal events into public ones. Pure; frozen once released.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_PROJECT_H_
#define CSI_SERVICES_REPORTING_DOMAIN_PROJECT_H_

#include <vector>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

void ProjectEvent(const v1::JournalEvent& event, std::vector<PublicEvent>& out);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_PROJECT_H_
