#include "tools/csictl/incident_log_points.h"

#include "absl/time/civil_time.h"
#include "common/base/strings.h"

namespace csi::tools {
namespace {

using incident_log::Kpi;
using incident_log::Series;

constexpr char kPriority[] = "priority";

reporting::v1::Aggregation AggregationOf(Kpi kpi) {
  switch (kpi) {
    case Kpi::kMadeSlaPct:
    case Kpi::kReopenPct:
      return reporting::v1::AGGREGATION_PERCENTAGE;
    case Kpi::kTtrHoursMean:
    case Kpi::kReassignmentsMean:
      return reporting::v1::AGGREGATION_MEAN;
    case Kpi::kTtrHoursMedian:
      return reporting::v1::AGGREGATION_MEDIAN;
    case Kpi::kOpened:
    case Kpi::kClosed:
      return reporting::v1::AGGREGATION_SUM;
    case Kpi::kBacklog:
      return reporting::v1::AGGREGATION_LAST;
  }
  return reporting::v1::AGGREGATION_UNSPECIFIED;
}

reporting::v1::Frequency FrequencyOf(incident_log::Frequency frequency) {
  switch (frequency) {
    case incident_log::Frequency::kDay:
      return reporting::v1::FREQUENCY_DAY;
    case incident_log::Frequency::kWeek:
      return reporting::v1::FREQUENCY_WEEK;
    case incident_log::Frequency::kMonth:
      return reporting::v1::FREQUENCY_MONTH;
  }
  return reporting::v1::FREQUENCY_UNSPECIFIED;
}

}  // namespace

std::string IndicatorId(const std::string& prefix, const Series& series) {
  return StrCat(prefix, "-", incident_log::TraitsOf(series.kpi).id, "-",
                incident_log::FrequencyName(series.frequency));
}

reporting::v1::Indicator IndicatorOf(const Series& series,
                                     const common::v1::Scope& scope) {
  const incident_log::KpiTraits& traits = incident_log::TraitsOf(series.kpi);
  reporting::v1::Indicator indicator;
  indicator.set_title(StrCat(traits.title, ", by ",
                             incident_log::FrequencyName(series.frequency)));
  std::string description =
      "Folded from an incident event log: the last event of each incident "
      "counts.";
  if (traits.direction == incident_log::Direction::kNone) {
    description +=
        " A volume: neither more nor less of it is better by "
        "itself, so do not read a trend as an improvement.";
  }
  indicator.set_description(description);
  indicator.set_unit(std::string(traits.unit));
  indicator.set_direction(traits.direction == incident_log::Direction::kHigher
                              ? reporting::v1::IMPROVEMENT_DIRECTION_HIGHER
                              : reporting::v1::IMPROVEMENT_DIRECTION_LOWER);
  indicator.set_kind(reporting::v1::INDICATOR_KIND_PROCESS);
  indicator.set_source("incident event log");
  indicator.set_frequency(FrequencyOf(series.frequency));
  indicator.set_aggregation(AggregationOf(series.kpi));
  indicator.add_dimensions(kPriority);
  indicator.set_lower_bound(0);
  if (indicator.aggregation() == reporting::v1::AGGREGATION_PERCENTAGE) {
    indicator.set_upper_bound(100);
  }
  *indicator.mutable_scope() = scope;
  return indicator;
}

reporting::v1::Point PointOf(const Series& series,
                             const incident_log::Point& from) {
  reporting::v1::Point point;
  point.mutable_period_start_time()->set_seconds(
      (from.period_start - absl::CivilDay(1970, 1, 1)) * 86400);
  point.set_value(from.value);
  if (AggregationOf(series.kpi) == reporting::v1::AGGREGATION_PERCENTAGE) {
    if (from.numerator) {
      point.set_numerator(static_cast<double>(*from.numerator));
    }
    point.set_denominator(static_cast<double>(from.count));
  } else {
    point.set_count(static_cast<double>(from.count));
  }
  if (series.priority != kAllPriorities) {
    reporting::v1::DimensionValue& value = *point.add_dimensions();
    value.set_name(kPriority);
    value.set_value(series.priority);
  }
  return point;
}

std::vector<common::v1::Finding> FindingsOf(
    const incident_log::QualityReport& quality) {
  std::vector<common::v1::Finding> findings;
  for (const incident_log::Warning& warning : quality.warnings) {
    common::v1::Finding& finding = findings.emplace_back();
    finding.set_rule(warning.code);
    finding.set_severity(common::v1::SEVERITY_WARNING);
    finding.set_place("incident log");
    finding.set_message(warning.text);
  }
  return findings;
}

}  // namespace csi::tools
