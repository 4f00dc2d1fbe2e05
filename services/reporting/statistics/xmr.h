// XmR chart (individuals and moving range): centre, natural process limits and
// signals of one series, one value a period.
//
// Presets: exact uses d2 = 2/sqrt(pi), wheeler the rounded 2.66, nhs 2.66 with
// near limits at 1.77 and, once, moving ranges of 3.267 times their mean or
// more left out of the mean. Signals are judged by the unclipped limits. Pure,
// thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_XMR_H_
#define CSI_SERVICES_REPORTING_STATISTICS_XMR_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/reporting/statistics/signals.h"

namespace csi::statistics {

enum class XmrPreset { kExact, kWheeler, kNhs };

struct XmrOptions {
  XmrPreset preset = XmrPreset::kExact;
  // The nhs preset drops outlying moving ranges unless this is off.
  bool screen_outliers = true;
  RuleSet rules = RuleSet::kDefault;
  // Bounds of the indicator, such as 0 and 100 for a percentage.
  std::optional<double> bound_lower = std::nullopt;
  std::optional<double> bound_upper = std::nullopt;
};

struct XmrChart {
  size_t n = 0;
  std::optional<double> centre;  // absent for no points
  // Below two points there is no moving range: absent, and `reason` says so.
  std::optional<Limits> limits;
  std::optional<double> mr_bar;
  std::optional<double> sigma;        // a third of the limits' distance
  std::optional<double> range_upper;  // limit of the moving range
  std::string reason;
  // The limits to draw: inside the bounds, and whether that moved them.
  std::optional<double> lower_shown;
  std::optional<double> upper_shown;
  bool lower_clipped = false;
  bool upper_clipped = false;
  size_t ranges_dropped = 0;
  std::vector<Signal> signals;
};

XmrChart ComputeXmr(std::span<const double> values,
                    const XmrOptions& options = {});

// True if `rule` is among the chart's signals.
bool Fires(const XmrChart& chart, Rule rule);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_XMR_H_
