// Small logs in the form of the public one, and ways to read them.
#ifndef CSI_TESTS_UNIT_TOOLS_CSICTL_INCIDENT_LOG_LOG_TEST_SUPPORT_H_
#define CSI_TESTS_UNIT_TOOLS_CSICTL_INCIDENT_LOG_LOG_TEST_SUPPORT_H_

#include <string>
#include <string_view>

#include "common/csv/byte_source.h"
#include "tools/csictl/incident_log/importer.h"

namespace csi::incident_log {

inline constexpr std::string_view kHeader =
    "number,incident_state,reassignment_count,reopen_count,sys_mod_count,"
    "made_sla,opened_at,sys_updated_at,priority,resolved_at,closed_at\n";

// One row; the defaults make a closed incident that met its SLA.
struct RowText {
  std::string number = "INC1";
  std::string state = "Closed";
  std::string reassignments = "0";
  std::string reopenings = "0";
  std::string changes = "1";
  std::string made_sla = "true";
  std::string opened = "29/2/2016 08:00";
  std::string updated = "1/3/2016 12:00";
  std::string priority = "3 - Moderate";
  std::string resolved = "29/2/2016 10:00";
  std::string closed = "1/3/2016 12:00";

  std::string Text() const {
    return number + "," + state + "," + reassignments + "," + reopenings + "," +
           changes + "," + made_sla + "," + opened + "," + updated + "," +
           priority + "," + resolved + "," + closed + "\n";
  }
};

inline absl::StatusOr<IncidentLog> ReadText(std::string_view text,
                                            const ImportOptions& options = {}) {
  csv::StringSource source(text);
  return ReadIncidentLog(&source, text.size(), options);
}

inline const Series* FindSeries(const IncidentLog& log, std::string_view id) {
  for (const Series& series : log.series) {
    if (series.id == id) return &series;
  }
  return nullptr;
}

// The point that begins on `day` ("2016-02-29"), or null.
inline const Point* FindPoint(const IncidentLog& log, std::string_view id,
                              std::string_view day) {
  const Series* const series = FindSeries(log, id);
  if (series == nullptr) return nullptr;
  for (const Point& point : series->points) {
    if (absl::FormatCivilTime(point.period_start) == day) return &point;
  }
  return nullptr;
}

}  // namespace csi::incident_log

#endif  // CSI_TESTS_UNIT_TOOLS_CSICTL_INCIDENT_LOG_LOG_TEST_SUPPORT_H_
