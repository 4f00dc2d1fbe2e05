#include "services/reporting/domain/series.h"

#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/autocorrelation.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/summary.h"
#include "services/reporting/statistics/theil_sen.h"

namespace csi::reporting {
namespace {

void FillXmr(const statistics::XmrChart& chart, v1::XmrFigures& figures) {
  if (!chart.limits) return;
  figures.set_centre(chart.centre.value_or(0));
  figures.set_lower(chart.limits->lower);
  figures.set_upper(chart.limits->upper);
  figures.set_sigma(chart.sigma.value_or(0));
  figures.set_mr_bar(chart.mr_bar.value_or(0));
  figures.set_lower_clipped(chart.lower_clipped);
  figures.set_upper_clipped(chart.upper_clipped);
  for (const statistics::Signal& signal : chart.signals) {
    v1::Signal& out = *figures.add_signals();
    out.set_rule(std::string(statistics::RuleName(signal.rule)));
    for (size_t point : signal.points) {
      out.add_points(static_cast<int32_t>(point));
    }
  }
}

v1::MannKendallFigures ToProto(const statistics::MannKendall& test) {
  v1::MannKendallFigures figures;
  figures.set_s(static_cast<double>(test.s));
  figures.set_var_s(test.var_s);
  figures.set_z(test.z.value_or(0));
  if (test.p) figures.set_p(*test.p);
  if (test.p_exact) figures.set_p_exact(*test.p_exact);
  figures.set_tau(test.tau.value_or(0));
  figures.set_trend(test.trend ? statistics::TrendName(*test.trend)
                               : test.reason);
  return figures;
}

void FillAutocorrelation(const statistics::Autocorrelation& from,
                         v1::AutocorrelationFigures& figures) {
  figures.set_r1(from.r1.value_or(0));
  figures.set_bound(from.bound.value_or(0));
  if (!from.flag) {
    figures.set_flag("cannot be judged");
  } else if (!*from.flag) {
    figures.set_flag("none");
  } else {
    figures.set_flag(*from.r1 > 0 ? "positive" : "negative");
  }
}

}  // namespace

std::vector<StoredPoint> ReadPoints(const KvReader& state, const SeriesId& id,
                                    int64_t from_us, int64_t to_us,
                                    size_t limit) {
  std::vector<StoredPoint> points;
  ScanPointsReverse(state, id, from_us, to_us, [&](const StoredPoint& point) {
    points.push_back(point);
    return points.size() < limit;
  });
  std::reverse(points.begin(), points.end());
  return points;
}

std::vector<double> ValuesOf(const std::vector<StoredPoint>& points) {
  std::vector<double> values;
  values.reserve(points.size());
  for (const StoredPoint& point : points) values.push_back(point.value);
  return values;
}

v1::FrozenPoint ToFrozen(const StoredPoint& point) {
  v1::FrozenPoint frozen;
  *frozen.mutable_period_start_time() = TimestampOf(point.period_us);
  frozen.set_value(point.value);
  if (point.numerator) frozen.set_numerator(*point.numerator);
  if (point.denominator) {
    frozen.set_denominator(*point.denominator);
  } else if (point.count) {
    frozen.set_denominator(*point.count);
  }
  frozen.set_revision(point.revision);
  return frozen;
}

StoredPoint FromFrozen(const v1::FrozenPoint& frozen) {
  StoredPoint point;
  point.period_us = MicrosOf(frozen.period_start_time());
  point.value = frozen.value();
  if (frozen.has_numerator()) point.numerator = frozen.numerator();
  if (frozen.has_denominator()) point.denominator = frozen.denominator();
  point.revision = frozen.revision();
  return point;
}

absl::StatusOr<statistics::XmrPreset> PresetOf(std::string_view field,
                                               std::string_view name) {
  if (name.empty() || name == "exact") return statistics::XmrPreset::kExact;
  if (name == "wheeler") return statistics::XmrPreset::kWheeler;
  if (name == "nhs") return statistics::XmrPreset::kNhs;
  return FieldError(field, StrCat("\"", name,
                                  "\" is not a preset; there are exact, "
                                  "wheeler and nhs."));
}

std::vector<double> SensedValues(const v1::Indicator& indicator,
                                 const std::vector<double>& values) {
  if (indicator.direction() != v1::IMPROVEMENT_DIRECTION_TARGET) return values;
  std::vector<double> distances;
  distances.reserve(values.size());
  for (double value : values) {
    distances.push_back(std::abs(value - indicator.target_value()));
  }
  return distances;
}

statistics::Improvement ImprovementOf(const v1::Indicator& indicator) {
  return indicator.direction() == v1::IMPROVEMENT_DIRECTION_HIGHER
             ? statistics::Improvement::kHigher
             : statistics::Improvement::kLower;
}

std::optional<v1::PooledFigure> Pooled(const v1::Indicator& indicator,
                                       const std::vector<StoredPoint>& points) {
  const int factor = RatioFactor(indicator.aggregation());
  if (factor == 0 || points.empty()) return std::nullopt;
  v1::PooledFigure pooled;
  for (const StoredPoint& point : points) {
    if (!point.numerator || !point.denominator) return std::nullopt;
    pooled.set_numerator(pooled.numerator() + *point.numerator);
    pooled.set_denominator(pooled.denominator() + *point.denominator);
  }
  if (pooled.denominator() == 0) return std::nullopt;
  pooled.set_value(factor * pooled.numerator() / pooled.denominator());
  return pooled;
}

v1::WindowFigures FiguresOf(const v1::Indicator& indicator,
                            const std::vector<StoredPoint>& points,
                            statistics::XmrPreset preset) {
  v1::WindowFigures figures;
  const std::vector<double> values = ValuesOf(points);
  figures.set_n(static_cast<int32_t>(values.size()));
  if (values.empty()) return figures;
  *figures.mutable_values() = {values.begin(), values.end()};
  *figures.mutable_window()->mutable_start_time() =
      TimestampOf(points.front().period_us);
  *figures.mutable_window()->mutable_end_time() =
      TimestampOf(PeriodEnd(indicator.frequency(), points.back().period_us));
  figures.set_mean(statistics::Mean(values));
  figures.set_median(statistics::Median(values));
  statistics::XmrOptions options;
  options.preset = preset;
  if (indicator.has_lower_bound())
    options.bound_lower = indicator.lower_bound();
  if (indicator.has_upper_bound())
    options.bound_upper = indicator.upper_bound();
  const statistics::XmrChart chart = statistics::ComputeXmr(values, options);
  if (chart.limits) FillXmr(chart, *figures.mutable_xmr());
  *figures.mutable_mann_kendall() =
      ToProto(statistics::ComputeMannKendall(values));
  const statistics::TheilSen slope = statistics::ComputeTheilSen(values);
  if (slope.line) {
    v1::TheilSenFigures& line = *figures.mutable_theil_sen();
    line.set_slope(slope.line->slope);
    line.set_intercept(slope.line->intercept);
    line.set_ci95_low(slope.line->ci95_low);
    line.set_ci95_high(slope.line->ci95_high);
  }
  const statistics::Autocorrelation related =
      statistics::ComputeAutocorrelation(values);
  if (related.r1) {
    FillAutocorrelation(related, *figures.mutable_autocorrelation());
  }
  if (auto pooled = Pooled(indicator, points)) {
    *figures.mutable_pooled() = *std::move(pooled);
  }
  return figures;
}

std::vector<std::string> MethodLines(statistics::XmrPreset preset) {
  std::vector<std::string> lines;
  switch (preset) {
    case statistics::XmrPreset::kExact:
      lines = {"limits=mean +/- 3 x mean moving range / d2", "d2=2/sqrt(pi)",
               "preset=exact"};
      break;
    case statistics::XmrPreset::kWheeler:
      lines = {"limits=mean +/- 2.66 x mean moving range", "preset=wheeler"};
      break;
    case statistics::XmrPreset::kNhs:
      lines = {"limits=mean +/- 2.66 x mean moving range",
               "screening=moving ranges of 3.267 x their mean dropped once",
               "near_limits=1.77 x mean moving range", "preset=nhs"};
      break;
  }
  lines.push_back(
      "signals=beyond_limit, run_8, trend_6 (points), two_of_three");
  lines.push_back("trend=Mann-Kendall, tie-corrected, two-sided, 0.05");
  lines.push_back("slope=Theil-Sen, 95 % interval after Sen");
  return lines;
}

}  // namespace csi::reporting
