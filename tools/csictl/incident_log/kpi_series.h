// The figures an incident log gives: eight KPIs by day, week and month, for
// all incidents and by priority. Plain values.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_KPI_SERIES_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_KPI_SERIES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "tools/csictl/incident_log/log_time.h"

namespace csi::incident_log {

enum class Kpi {
  kMadeSlaPct,         // of the closed: SLA met, by closed_at
  kTtrHoursMean,       // opened to resolved, of those closed with resolved_at
  kTtrHoursMedian,     // the same
  kReopenPct,          // of the closed: reopened at least once
  kReassignmentsMean,  // per closed incident
  kOpened,             // incidents, by opened_at
  kClosed,             // incidents, by closed_at
  kBacklog,            // opened and not closed at the end of the period
};
inline constexpr Kpi kKpis[] = {Kpi::kMadeSlaPct,
                                Kpi::kTtrHoursMean,
                                Kpi::kTtrHoursMedian,
                                Kpi::kReopenPct,
                                Kpi::kReassignmentsMean,
                                Kpi::kOpened,
                                Kpi::kClosed,
                                Kpi::kBacklog};

enum class Direction { kNone, kHigher, kLower };  // which way is better

struct KpiTraits {
  std::string_view id;     // made-sla-pct
  std::string_view title;  // Incidents that met their SLA
  std::string_view unit;   // %, h, 1, incidents
  Direction direction;
};
const KpiTraits& TraitsOf(Kpi kpi);
std::string_view DirectionName(Direction direction);  // higher, lower, none

struct Point {
  absl::CivilDay period_start;  // UTC
  double value = 0;
  // What the value rests on: the denominator of a ratio or mean, the number
  // of values of a median, the value itself of a count.
  int64_t count = 0;
  // Of a ratio, and the sum of reassignments: value = numerator / count,
  // times 100 if it is a percentage.
  std::optional<int64_t> numerator;
  // The period is not wholly inside the extract's complete interval, or has
  // less than half of the usual intake.
  bool incomplete = false;
  // The period overlaps a week in which far more was closed than usual.
  bool bulk_close = false;
  // The period overlaps a week in which far less was closed than usual.
  bool few_closed = false;
};

struct Series {
  std::string id;  // made-sla-pct.week.all, made-sla-pct.week.p1
  Kpi kpi = Kpi::kMadeSlaPct;
  std::string unit;
  Direction direction = Direction::kNone;
  Frequency frequency = Frequency::kDay;
  std::string priority;        // all, p1, p2, ...
  std::string priority_label;  // "1 - Critical"; empty for all
  std::vector<Point> points;   // ascending; ratios and means skip empty ones
};

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_KPI_SERIES_H_
