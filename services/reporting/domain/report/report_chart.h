// The before/after chart of an entry: frozen points, the points after, both
// pairs of limits, the change and the target. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_CHART_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_CHART_H_

#include <optional>

#include "services/reporting/domain/report/report_source.h"

namespace csi::reporting {

// nullopt without an indicator or without points.
std::optional<render::ChartModel> BuildChart(const ReportSource& source,
                                             const EntrySource& entry);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_CHART_H_
