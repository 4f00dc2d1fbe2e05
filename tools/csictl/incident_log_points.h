// What the figures of an incident log are in reporting: indicators, points,
// findings. Pure.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_POINTS_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_POINTS_H_

#include <string>
#include <vector>

#include "csi/reporting/v1/reporting_service.pb.h"
#include "tools/csictl/incident_log/importer.h"

namespace csi::tools {

// Priority of the series that is not broken down.
inline constexpr char kAllPriorities[] = "all";

// "incident-log-made-sla-pct-week".
std::string IndicatorId(const std::string& prefix,
                        const incident_log::Series& series);

reporting::v1::Indicator IndicatorOf(const incident_log::Series& series,
                                     const common::v1::Scope& scope);

reporting::v1::Point PointOf(const incident_log::Series& series,
                             const incident_log::Point& from);

// The warnings of the quality report, for the import job.
std::vector<common::v1::Finding> FindingsOf(
    const incident_log::QualityReport& quality);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_POINTS_H_
