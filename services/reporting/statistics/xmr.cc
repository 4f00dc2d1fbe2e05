#include "services/reporting/statistics/xmr.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

struct Factors {
  double limit;
  double near_limit;
  double range_limit;
};

Factors FactorsOf(XmrPreset preset) {
  switch (preset) {
    case XmrPreset::kExact:
      break;
    case XmrPreset::kWheeler:
      return {2.66, 2.66 * 2 / 3, 3.267};
    case XmrPreset::kNhs:
      return {2.66, 1.77, 3.267};
  }
  // The mean of |difference| of two standard normal values, and the spread of
  // that difference: d2 and d3 of ranges of two.
  const double d2 = 2 * std::numbers::inv_sqrtpi;
  const double d3 = std::sqrt(2 - 4 / std::numbers::pi);
  return {3 / d2, 2 / d2, 1 + 3 * d3 / d2};
}

std::vector<double> MovingRanges(std::span<const double> values) {
  std::vector<double> ranges;
  ranges.reserve(values.size());
  for (size_t i = 1; i < values.size(); ++i) {
    ranges.push_back(std::fabs(values[i] - values[i - 1]));
  }
  return ranges;
}

// Drops outlying ranges once; a series of nothing but outliers keeps them.
size_t Screen(double threshold, std::vector<double>& ranges) {
  std::vector<double> kept;
  for (double range : ranges) {
    if (range < threshold) kept.push_back(range);
  }
  if (kept.empty() || kept.size() == ranges.size()) return 0;
  const size_t dropped = ranges.size() - kept.size();
  ranges = std::move(kept);
  return dropped;
}

void ShowLimits(const XmrOptions& options, XmrChart& chart) {
  chart.lower_shown = chart.limits->lower;
  chart.upper_shown = chart.limits->upper;
  if (options.bound_lower && *options.bound_lower > *chart.lower_shown) {
    chart.lower_shown = options.bound_lower;
    chart.lower_clipped = true;
  }
  if (options.bound_upper && *options.bound_upper < *chart.upper_shown) {
    chart.upper_shown = options.bound_upper;
    chart.upper_clipped = true;
  }
}

}  // namespace

XmrChart ComputeXmr(std::span<const double> values, const XmrOptions& options) {
  XmrChart chart;
  chart.n = values.size();
  if (values.empty()) {
    chart.reason = "no points";
    return chart;
  }
  const double centre = Mean(values);
  chart.centre = centre;
  if (values.size() < 2) {
    chart.reason =
        "limits take at least 2 points (one moving range), there is 1";
    return chart;
  }
  const Factors factors = FactorsOf(options.preset);
  std::vector<double> ranges = MovingRanges(values);
  double mr_bar = Mean(ranges);
  if (options.preset == XmrPreset::kNhs && options.screen_outliers) {
    chart.ranges_dropped = Screen(factors.range_limit * mr_bar, ranges);
    mr_bar = Mean(ranges);
  }
  chart.mr_bar = mr_bar;
  chart.sigma = factors.limit * mr_bar / 3;
  chart.range_upper = factors.range_limit * mr_bar;
  const double wide = factors.limit * mr_bar;
  const double near = factors.near_limit * mr_bar;
  chart.limits = Limits{centre, centre - wide, centre + wide, centre - near,
                        centre + near};
  ShowLimits(options, chart);
  chart.signals = DetectSignals(values, *chart.limits, options.rules);
  return chart;
}

bool Fires(const XmrChart& chart, Rule rule) {
  return std::any_of(chart.signals.begin(), chart.signals.end(),
                     [rule](const Signal& s) { return s.rule == rule; });
}

}  // namespace csi::statistics
