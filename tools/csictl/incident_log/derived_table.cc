#include "tools/csictl/incident_log/derived_table.h"

#include "common/base/strings.h"
#include "common/csv/writer.h"
#include "tools/csictl/incident_log/json_writer.h"

namespace csi::incident_log {
namespace {

std::string FlagsOf(const Point& point) {
  std::string flags;
  const auto add = [&flags](bool set, std::string_view name) {
    if (!set) return;
    if (!flags.empty()) flags += '+';
    flags += name;
  };
  add(point.incomplete, "INCOMPLETE");
  add(point.bulk_close, "BULK_CLOSE");
  add(point.few_closed, "FEW_CLOSED");
  return flags;
}

}  // namespace

std::string MadeSlaTable(absl::Span<const Series> series) {
  std::string text;
  csv::Writer writer(&text);
  writer.Write(
      {"frequency", "period_start", "value", "n", "made_sla", "flags"});
  for (const Series& one : series) {
    if (one.kpi != Kpi::kMadeSlaPct || one.priority != "all" ||
        one.frequency == Frequency::kMonth) {
      continue;
    }
    for (const Point& point : one.points) {
      writer.Write({FrequencyName(one.frequency),
                    absl::FormatCivilTime(point.period_start),
                    DoubleText(point.value), std::to_string(point.count),
                    std::to_string(point.numerator.value_or(0)),
                    FlagsOf(point)});
    }
  }
  return text;
}

}  // namespace csi::incident_log
