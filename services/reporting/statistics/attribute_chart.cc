#include "services/reporting/statistics/attribute_chart.h"

#include <cmath>
#include <limits>

#include "common/base/strings.h"
#include "services/reporting/statistics/count_chart.h"
#include "services/reporting/statistics/ratio_chart.h"

namespace csi::statistics {
namespace {

void AddPoint(const std::optional<Interval>& limits, bool hollow, bool beyond,
              double scale, AttributeChart& chart) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const size_t index = chart.lower.size();
  chart.lower.push_back(limits.has_value() ? limits->low * scale : kNone);
  chart.upper.push_back(limits.has_value() ? limits->high * scale : kNone);
  if (hollow) chart.hollow.push_back(index);
  if (beyond) chart.beyond.push_back(index);
}

absl::StatusOr<AttributeChart> ShareChart(const Series& series,
                                          std::optional<ShareScale> scale) {
  if (!scale.has_value()) scale = FindShareScale(series);
  // Without a scale the counts are missing, or it must be said.
  const absl::StatusOr<std::vector<Share>> shares =
      SharesOf(series, scale.value_or(ShareScale::kPercent));
  if (!shares.ok()) return shares.status();
  if (!scale.has_value()) {
    return absl::InvalidArgumentError(
        "the values times n are no whole numbers of cases: if they are rounded "
        "shares, say whether in fractions or in per cent");
  }
  const double whole = *scale == ShareScale::kPercent ? 100 : 1;
  const RatioChart ratios = ComputeRatioChart(*shares);
  AttributeChart chart;
  chart.kind = ChartKind::kP;
  chart.method = ratios.method == RatioMethod::kLaneyP ? "p'" : "p";
  if (ratios.centre.has_value()) chart.centre = *ratios.centre * whole;
  chart.sigma_z = ratios.sigma_z;
  chart.reason = ratios.reason;
  for (const RatioPoint& point : ratios.points) {
    AddPoint(point.limits, point.hollow, point.beyond, whole, chart);
  }
  return chart;
}

absl::StatusOr<AttributeChart> EventChart(const Series& series,
                                          ChartKind kind) {
  const bool rates = kind == ChartKind::kU;
  if (rates && series.counts.size() != series.values.size()) {
    return absl::InvalidArgumentError(
        "a u chart needs the exposure of each period in the column n");
  }
  std::vector<EventCount> counts;
  for (size_t i = 0; i < series.values.size(); ++i) {
    if (!(series.values[i] >= 0)) {
      return absl::InvalidArgumentError(
          StrCat("point ", i, " (counted from 0) is ", series.values[i],
                 ": a number of events cannot be below 0"));
    }
    const double exposure = rates ? static_cast<double>(series.counts[i]) : 1;
    counts.push_back({series.values[i] * exposure, exposure});
  }
  const CountChart events = ComputeCountChart(counts);
  AttributeChart chart;
  chart.kind = kind;
  chart.method =
      rates ? (events.laney ? "u'" : "u") : (events.laney ? "c'" : "c");
  chart.centre = events.centre;
  chart.sigma_z = events.sigma_z;
  chart.reason = events.reason;
  for (const CountPoint& point : events.points) {
    AddPoint(point.limits, point.hollow, point.beyond, 1, chart);
  }
  return chart;
}

}  // namespace

std::optional<ChartKind> ParseChartKind(std::string_view word) {
  if (word == "p") return ChartKind::kP;
  if (word == "u") return ChartKind::kU;
  if (word == "c") return ChartKind::kC;
  return std::nullopt;
}

absl::StatusOr<AttributeChart> MakeAttributeChart(
    const Series& series, ChartKind kind, std::optional<ShareScale> scale) {
  return kind == ChartKind::kP ? ShareChart(series, scale)
                               : EventChart(series, kind);
}

void WriteAttributeChart(const AttributeChart& chart, JsonWriter& json) {
  const char* key = chart.kind == ChartKind::kP   ? "p_chart"
                    : chart.kind == ChartKind::kU ? "u_chart"
                                                  : "c_chart";
  json.OpenObject(key);
  json.String("method", chart.method);
  json.Number("centre", chart.centre);
  json.Number("sigma_z", chart.sigma_z);
  json.Numbers("lower", chart.lower);
  json.Numbers("upper", chart.upper);
  json.Indices("hollow", chart.hollow);
  json.Indices("beyond", chart.beyond);
  json.Reason("reason", chart.reason);
  json.CloseObject();
}

}  // namespace csi::statistics
