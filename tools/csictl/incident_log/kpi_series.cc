#include "tools/csictl/incident_log/kpi_series.h"

namespace csi::incident_log {

const KpiTraits& TraitsOf(Kpi kpi) {
  static constexpr KpiTraits kMadeSla = {"made-sla-pct",
                                         "Closed incidents that met their SLA",
                                         "%", Direction::kHigher};
  static constexpr KpiTraits kTtrMean = {
      "ttr-hours-mean", "Mean time to resolve", "h", Direction::kLower};
  static constexpr KpiTraits kTtrMedian = {
      "ttr-hours-median", "Median time to resolve", "h", Direction::kLower};
  static constexpr KpiTraits kReopen = {"reopen-pct",
                                        "Closed incidents that were reopened",
                                        "%", Direction::kLower};
  static constexpr KpiTraits kReassignments = {
      "reassignments-mean", "Reassignments per closed incident", "1",
      Direction::kLower};
  static constexpr KpiTraits kOpened = {"opened", "Incidents opened",
                                        "incidents", Direction::kNone};
  static constexpr KpiTraits kClosed = {"closed", "Incidents closed",
                                        "incidents", Direction::kNone};
  static constexpr KpiTraits kBacklog = {
      "backlog", "Incidents open at the end of the period", "incidents",
      Direction::kLower};
  switch (kpi) {
    case Kpi::kMadeSlaPct:
      return kMadeSla;
    case Kpi::kTtrHoursMean:
      return kTtrMean;
    case Kpi::kTtrHoursMedian:
      return kTtrMedian;
    case Kpi::kReopenPct:
      return kReopen;
    case Kpi::kReassignmentsMean:
      return kReassignments;
    case Kpi::kOpened:
      return kOpened;
    case Kpi::kClosed:
      return kClosed;
    case Kpi::kBacklog:
      return kBacklog;
  }
  return kBacklog;
}

std::string_view DirectionName(Direction direction) {
  switch (direction) {
    case Direction::kNone:
      return "none";
    case Direction::kHigher:
      return "higher";
    case Direction::kLower:
      return "lower";
  }
  return "none";
}

}  // namespace csi::incident_log
