// Fills in the part of the quality report that is about incidents and
// periods, and writes its warnings.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_QUALITY_CHECK_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_QUALITY_CHECK_H_

#include "tools/csictl/incident_log/completeness.h"
#include "tools/csictl/incident_log/incident_fold.h"
#include "tools/csictl/incident_log/quality_report.h"

namespace csi::incident_log {

// REQUIRES: the rows part of `report` is filled in.
void CheckIncidents(const IncidentFold& fold, const DailyFlow& flow,
                    const Completeness& completeness, QualityReport* report);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_QUALITY_CHECK_H_
