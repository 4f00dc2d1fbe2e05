#include "services/reporting/domain/trend_evidence.h"

#include <algorithm>
#include <span>

#include "services/reporting/domain/series.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/change_points.h"
#include "services/reporting/statistics/forecast.h"
#include "services/reporting/statistics/hamed_rao.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/theil_sen.h"

namespace csi::reporting {
namespace {

using Evidence = v1::TrendEvidence;

void FillHamedRao(std::span<const double> values, Evidence& evidence) {
  Evidence::CorrectedTrend& shown = *evidence.mutable_hamed_rao();
  const statistics::TheilSen sen = statistics::ComputeTheilSen(values);
  if (!sen.line) {
    shown.set_reason(sen.reason);
    return;
  }
  const statistics::HamedRao test = statistics::ComputeHamedRao(
      values, statistics::ComputeMannKendall(values), sen.line->slope);
  if (test.var_s) shown.set_var_s(*test.var_s);
  if (test.z) shown.set_z(*test.z);
  if (test.p) shown.set_p(*test.p);
  shown.set_reason(test.reason);
}

void FillLevels(const std::vector<StoredPoint>& points,
                std::span<const double> values, Evidence& evidence) {
  if (const auto test = statistics::ComputePettitt(values)) {
    Evidence::SingleChange& change = *evidence.mutable_pettitt();
    change.set_k(test->k);
    change.set_p(test->p);
    change.set_up(test->up);
    *change.mutable_new_level_time() =
        TimestampOf(points[test->change_after + 1].period_us);
  }
  if (values.size() < 2) return;
  const statistics::ChangePoints found =
      statistics::FindChangePoints(values, limits::kCommandPeltPointsMax);
  evidence.set_level_method(std::string(found.method));
  for (size_t first : found.breaks) {
    *evidence.add_level_times() = TimestampOf(points[first].period_us);
  }
}

// Forecasts count periods: one that is missing would be passed over.
std::string NoForecast(const v1::Indicator& indicator,
                       const std::vector<StoredPoint>& points) {
  if (indicator.frequency() == v1::FREQUENCY_IRREGULAR) {
    return "The indicator has no regular periods.";
  }
  const int64_t periods =
      PeriodsBetween(indicator.frequency(), points.front().period_us,
                     points.back().period_us) +
      1;
  if (periods == static_cast<int64_t>(points.size())) return "";
  return "Periods are missing between the first and the last.";
}

// A share lies between none and all, whatever a line says.
double Possible(const v1::Indicator& indicator, double value) {
  constexpr int kPercent = 100;
  if (RatioFactor(indicator.aggregation()) != kPercent) return value;
  return std::clamp(value, 0.0, static_cast<double>(kPercent));
}

void FillForecast(const v1::Indicator& indicator,
                  const std::vector<StoredPoint>& points,
                  Evidence::Forecast& shown) {
  shown.set_reason(NoForecast(indicator, points));
  if (!shown.reason().empty()) return;
  const std::vector<double> values = ValuesOf(points);
  const statistics::ForecastOptions options;
  const statistics::ForecastChoice choice =
      statistics::ChooseForecast(values, options);
  shown.set_hold_out(static_cast<uint32_t>(choice.hold_out));
  shown.set_reason(choice.reason);
  if (!choice.method) return;
  shown.set_method(std::string(statistics::ForecastMethodName(*choice.method)));
  for (const statistics::HoldOutError& error : choice.errors) {
    if (error.method == *choice.method) {
      shown.set_mean_absolute_error(error.mean_absolute);
    }
    if (error.method == statistics::ForecastMethod::kNaive) {
      shown.set_naive_error(error.mean_absolute);
    }
  }
  const statistics::Forecast forecast =
      statistics::ComputeForecast(values, *choice.method, options);
  for (size_t i = 0; i < forecast.mean.size(); ++i) {
    Evidence::ForecastPeriod& period = *shown.add_periods();
    *period.mutable_period_time() =
        TimestampOf(ShiftPeriods(indicator.frequency(), points.back().period_us,
                                 static_cast<int64_t>(i) + 1));
    period.set_mean(Possible(indicator, forecast.mean[i]));
    if (i < forecast.pi95_low.size()) {
      period.set_pi95_low(Possible(indicator, forecast.pi95_low[i]));
      period.set_pi95_high(Possible(indicator, forecast.pi95_high[i]));
    }
  }
}

}  // namespace

Evidence EvidenceOf(const v1::Indicator& indicator,
                    const std::vector<StoredPoint>& points,
                    const std::vector<StoredPoint>& sensed) {
  Evidence evidence;
  const std::vector<double> values = ValuesOf(sensed);
  FillHamedRao(values, evidence);
  FillLevels(sensed, values, evidence);
  FillForecast(indicator, points, *evidence.mutable_forecast());
  return evidence;
}

}  // namespace csi::reporting
