// Public events of what happens to thresholds and alerts. Pure; called by
// ProjectEvent alone.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_PROJECT_THRESHOLDS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_PROJECT_THRESHOLDS_H_

#include <vector>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

void ProjectThreshold(const v1::ThresholdRecorded& recorded,
                      std::vector<PublicEvent>& out);
void ProjectAlert(const v1::AlertRecorded& recorded,
                  std::vector<PublicEvent>& out);
void ProjectWatchMoved(const v1::WatchMoved& moved,
                       std::vector<PublicEvent>& out);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_PROJECT_THRESHOLDS_H_
