#include "services/reporting/render/chart_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/number_format.h"

namespace csi::reporting::render {
namespace {

// Limits and target may stretch the axis to this many times the points' span.
constexpr double kStretchMax = 4;
constexpr double kPadding = 0.07;
constexpr double kTickCount = 6;
// Differences of values up to here are finite.
constexpr double kPlotValueMax = 1e300;
// A span below this share of the values is rounding noise.
constexpr double kSpanShareMin = 1e-9;
// Tick labels beyond these are written as powers of ten.
constexpr int kTickDecimalsMax = 6;
constexpr double kPlainTickMax = 1e9;
// Values closer to zero than this are drawn as zero: ticks would underflow.
constexpr double kPlotValueMin = 1e-290;

void Include(double value, ValueRange* range) {
  if (!std::isfinite(value)) return;
  value = std::clamp(value, -kPlotValueMax, kPlotValueMax);
  range->low = std::min(range->low, value);
  range->high = std::max(range->high, value);
}

// Widens by `value` unless that would squeeze the points flat.
void Stretch(double value, double span_max, ValueRange* range) {
  if (!std::isfinite(value)) return;
  ValueRange wider = *range;
  Include(value, &wider);
  if (wider.high - wider.low <= span_max) *range = wider;
}

double NiceStep(double span) {
  const double raw = span / kTickCount;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power * (1 + 1e-9)) return factor * power;
  }
  return 10 * power;
}

absl::Duration PeriodLength(const ChartModel& chart, size_t index) {
  const auto& points = chart.points;
  if (index + 1 < points.size()) {
    return points[index + 1].start - points[index].start;
  }
  if (index > 0) return points[index].start - points[index - 1].start;
  return absl::Hours(24);
}

}  // namespace

ValueRange RangeOf(const ChartModel& chart) {
  const double infinity = std::numeric_limits<double>::infinity();
  ValueRange range = {infinity, -infinity};
  for (const ChartPoint& point : chart.points) Include(point.value, &range);
  for (const ChartSegment& segment : chart.segments) {
    Include(segment.centre, &range);
  }
  if (range.low > range.high && chart.target) {
    Include(chart.target->value, &range);
  }
  if (range.low > range.high) range = {0, 1};
  const double magnitude = std::max(std::abs(range.low), std::abs(range.high));
  double span = range.high - range.low;
  if (span <= std::max(magnitude * kSpanShareMin, kPlotValueMin)) {
    span = magnitude > kPlotValueMin ? magnitude / 10 : 1;
    range.low -= span / 2;
    range.high += span / 2;
  }
  for (const ChartSegment& segment : chart.segments) {
    if (segment.lower) Stretch(*segment.lower, span * kStretchMax, &range);
    if (segment.upper) Stretch(*segment.upper, span * kStretchMax, &range);
  }
  if (chart.target) Stretch(chart.target->value, span * kStretchMax, &range);
  const double padding = (range.high - range.low) * kPadding;
  return {range.low - padding, range.high + padding};
}

std::vector<ValueTick> TicksOf(const ValueRange& range) {
  const double step = NiceStep(range.high - range.low);
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  // Neighbouring ticks have different labels with this many digits.
  const int digits = std::clamp(
      static_cast<int>(std::ceil(std::log10(largest / step))) + 1, 1, 15);
  const int decimals =
      std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  const bool plain = decimals <= kTickDecimalsMax && largest < kPlainTickMax;
  const NumberStyle style = {.significant = digits,
                             .decimals = plain ? decimals : -1,
                             .keep_zeros = plain};
  std::vector<ValueTick> ticks;
  const double first = std::ceil(range.low / step - 1e-9);
  for (int i = 0; i <= 2 * kTickCount; ++i) {
    const double value = (first + i) * step;
    if (value > range.high + step * 1e-9) break;
    ticks.push_back({value, FormatNumber(value, style)});
  }
  return ticks;
}

ChartScale::ChartScale(const ChartModel& chart, const ValueRange& range,
                       const PlotArea& area)
    : chart_(chart), range_(range), area_(area) {
  const size_t slots = std::max<size_t>(1, chart.points.size());
  slot_ = (area.right - area.left) / static_cast<double>(slots);
}

double ChartScale::X(size_t index) const { return LeftEdge(index) + slot_ / 2; }

double ChartScale::LeftEdge(size_t index) const {
  return area_.left + slot_ * static_cast<double>(index);
}

double ChartScale::RightEdge(size_t index) const {
  return LeftEdge(index) + slot_;
}

double ChartScale::XOf(absl::Time time) const {
  const auto& points = chart_.points;
  const auto after = std::upper_bound(
      points.begin(), points.end(), time,
      [](absl::Time t, const ChartPoint& point) { return t < point.start; });
  if (after == points.begin()) return area_.left;
  const size_t index = static_cast<size_t>(after - points.begin()) - 1;
  const double length = absl::ToDoubleSeconds(PeriodLength(chart_, index));
  const double passed = absl::ToDoubleSeconds(time - points[index].start);
  const double share = length > 0 ? std::clamp(passed / length, 0.0, 1.0) : 0;
  return LeftEdge(index) + slot_ * share;
}

double ChartScale::Y(double value) const {
  const double share = (value - range_.low) / (range_.high - range_.low);
  return area_.bottom -
         std::clamp(share, 0.0, 1.0) * (area_.bottom - area_.top);
}

bool ChartScale::Contains(double value) const {
  return value >= range_.low && value <= range_.high;
}

std::string Coordinate(double value) {
  std::string out = absl::StrFormat("%.2f", value);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

double EstimateWidth(std::string_view text, double font_size) {
  double em = 0;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = DecodeUtf8(text, &i);
    const bool narrow = c == ' ' || c == '.' || c == ',' || c == 'i' ||
                        c == 'l' || c == ':' || c == 0xB7;
    em += c >= 0x1100 && (c < 0x2000 || c > 0x2BFF) ? 1.0
          : narrow                                  ? 0.34
                                                    : 0.61;
  }
  return em * font_size;
}

}  // namespace csi::reporting::render
