// Computes the KPI series of folded incidents. Deterministic: sums are of
// whole numbers, so the order of the incidents does not matter.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_KPI_BUILDER_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_KPI_BUILDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/csictl/incident_log/completeness.h"
#include "tools/csictl/incident_log/incident_fold.h"
#include "tools/csictl/incident_log/kpi_series.h"

namespace csi::incident_log {

// The flow of all incidents by day. REQUIRES: at least one incident.
// OUT_OF_RANGE if they span more than kSpanDaysMax days.
absl::StatusOr<DailyFlow> FlowOf(const IncidentFold& fold);

// Every KPI at every frequency, for all and by priority, in the order of
// kKpis, kFrequencies, "all" and then the priorities by id.
std::vector<Series> BuildSeries(const IncidentFold& fold, const DailyFlow& flow,
                                const Completeness& completeness);

// Ids of the priorities as the log writes them: "p1" for "1 - Critical",
// else the letters and digits of the text in lower case ("high"); a second
// text with the same id gets "-2" and so on.
std::vector<std::string> PriorityIds(const std::vector<std::string>& names);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_KPI_BUILDER_H_
