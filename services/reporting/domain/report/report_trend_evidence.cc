// What further methods say of the indicators that the improvements count on.
#include <set>

#include "common/domain/names.h"
#include "services/reporting/domain/report/report_overview.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/domain/trend_evidence.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

std::string DayWords(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", TimeOf(time), absl::UTCTimeZone());
}

void FillForecast(const v1::TrendEvidence::Forecast& forecast,
                  render::TrendEvidence& out) {
  out.forecast_method = forecast.method();
  out.forecast_reason = forecast.reason();
  if (!forecast.periods().empty()) {
    const v1::TrendEvidence::ForecastPeriod& next = forecast.periods(0);
    out.forecast_period = DayWords(next.period_time());
    out.forecast_mean = next.mean();
    if (next.has_pi95_low()) out.forecast_low = next.pi95_low();
    if (next.has_pi95_high()) out.forecast_high = next.pi95_high();
  }
  out.hold_out = forecast.hold_out();
  if (forecast.has_mean_absolute_error()) {
    out.hold_out_error = forecast.mean_absolute_error();
  }
  if (forecast.has_naive_error()) out.naive_error = forecast.naive_error();
}

render::TrendEvidence Shown(const v1::Indicator& indicator, size_t n,
                            const v1::TrendEvidence& evidence) {
  render::TrendEvidence out;
  out.indicator = indicator.title();
  out.unit = indicator.unit();
  out.n = static_cast<int64_t>(n);
  if (evidence.hamed_rao().has_p()) out.hamed_rao_p = evidence.hamed_rao().p();
  out.hamed_rao_reason = evidence.hamed_rao().reason();
  if (evidence.has_pettitt()) {
    out.single_change = DayWords(evidence.pettitt().new_level_time());
    out.single_change_p = evidence.pettitt().p();
  }
  for (const auto& time : evidence.level_times()) {
    out.level_periods.push_back(DayWords(time));
  }
  out.level_method = evidence.level_method();
  FillForecast(evidence.forecast(), out);
  return out;
}

}  // namespace

std::vector<render::TrendEvidence> TrendEvidenceOf(
    const ReportSource& source, const OverviewRequest& request) {
  std::vector<render::TrendEvidence> out;
  std::set<std::string> seen;
  for (const EntrySource& entry : request.entries) {
    if (out.size() == static_cast<size_t>(limits::kReportEvidenceMax)) break;
    if (!entry.indicator || !seen.insert(entry.indicator->name()).second) {
      continue;
    }
    const v1::Indicator& indicator = *entry.indicator;
    const std::vector<StoredPoint> points = ReadPoints(
        source.state, {source.tenant, LastPart(indicator.name()), ""}, kTimeMin,
        kTimeMax, limits::kReportEvidencePointsMax);
    if (points.empty()) continue;
    std::vector<StoredPoint> sensed = points;
    const std::vector<double> values =
        SensedValues(indicator, ValuesOf(points));
    for (size_t i = 0; i < sensed.size(); ++i) sensed[i].value = values[i];
    out.push_back(
        Shown(indicator, points.size(), EvidenceOf(indicator, points, sensed)));
  }
  return out;
}

}  // namespace csi::reporting
