// Reads an incident log in one pass: rows to events, events to incidents,
// incidents to KPI series and a report on the quality of the data. Nothing
// is recorded anywhere; that is the caller's part, who may do it in chunks
// (chunks.h) under ids that are the same each time the same bytes are read.
// Thread-safe: no state. The whole public log takes about a second.
//
//   absl::StatusOr<IncidentLog> log = ReadIncidentLog("incidents.zip", {});
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_IMPORTER_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_IMPORTER_H_

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/csv/byte_source.h"
#include "tools/csictl/incident_log/kpi_series.h"
#include "tools/csictl/incident_log/limits.h"
#include "tools/csictl/incident_log/metered_source.h"
#include "tools/csictl/incident_log/quality_report.h"

namespace csi::incident_log {

struct ImportOptions {
  std::function<void(const Progress&)> on_progress;
  const std::atomic<bool>* cancelled = nullptr;
  uint64_t bytes_max = kLogBytesMax;
  uint64_t rows_max = kEventRowsMax;
};

struct IncidentLog {
  QualityReport quality;
  std::vector<Series> series;
};

// A row that cannot be used is refused and told in the report. The whole log
// is refused, with the line, when it is no CSV, lacks a required column,
// exceeds a bound, or has no usable row; CANCELLED if the caller wished so.
absl::StatusOr<IncidentLog> ReadIncidentLog(const std::string& path,
                                            const ImportOptions& options);

// The same from bytes; `bytes_total` is for the progress, 0 if unknown.
absl::StatusOr<IncidentLog> ReadIncidentLog(csv::ByteSource* source,
                                            uint64_t bytes_total,
                                            const ImportOptions& options);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_IMPORTER_H_
