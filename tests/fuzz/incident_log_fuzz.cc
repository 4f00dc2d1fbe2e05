// The incident log importer on arbitrary bytes: it refuses with a message or
// gives figures that add up.
#include <cmath>
#include <string_view>

#include "common/base/check.h"
#include "tools/csictl/incident_log/importer.h"

namespace csi::incident_log {
namespace {

void CheckPoints(const Series& series) {
  absl::CivilDay last = absl::CivilDay::min();
  for (const Point& point : series.points) {
    CSI_CHECK(std::isfinite(point.value), "a figure is a number");
    CSI_CHECK(point.period_start > last, "points ascend");
    CSI_CHECK(point.count >= 0, "a count is not negative");
    last = point.period_start;
    if (!point.numerator.has_value() || series.unit != "%") continue;
    CSI_CHECK(point.count > 0 && *point.numerator >= 0 &&
                  *point.numerator <= point.count,
              "a share is between 0 and 1");
  }
}

void CheckInput(std::string_view text) {
  csv::StringSource source(text);
  const absl::StatusOr<IncidentLog> log =
      ReadIncidentLog(&source, text.size(), {});
  if (!log.ok()) {
    CSI_CHECK(!log.status().message().empty(), "a refusal says why");
    return;
  }
  const QualityReport& quality = log->quality;
  CSI_CHECK(quality.rows_read == quality.rows_taken + quality.rows_refused,
            "each row is taken or refused");
  uint64_t refused = 0;
  for (const uint64_t count : quality.refused_by_reason) refused += count;
  CSI_CHECK(refused == quality.rows_refused, "each refusal has a reason");
  int64_t opened = 0;
  for (const Series& series : log->series) {
    CheckPoints(series);
    if (series.id != "opened.day.all") continue;
    for (const Point& point : series.points) opened += point.count;
  }
  CSI_CHECK(opened == quality.totals.incidents, "each incident was opened");
  CSI_CHECK(!ToJson(quality).empty() && !ToText(quality).empty(),
            "the report can be written");
}

}  // namespace
}  // namespace csi::incident_log

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  csi::incident_log::CheckInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
