// The small table kept in the repository: the daily and weekly share of
// incidents that met their SLA, with its counts, as CSV with the columns
// frequency, period_start, value, n, made_sla, flags. `flags` is empty or
// names INCOMPLETE, BULK_CLOSE and FEW_CLOSED, joined by "+".
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_DERIVED_TABLE_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_DERIVED_TABLE_H_

#include <string>

#include "absl/types/span.h"
#include "tools/csictl/incident_log/kpi_series.h"

namespace csi::incident_log {

std::string MadeSlaTable(absl::Span<const Series> series);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_DERIVED_TABLE_H_
