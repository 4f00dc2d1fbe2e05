// Where a value and a period lie in a chart.
//
// Periods are evenly spaced in order of time; a moment is placed inside its
// period. The value axis covers the points and centre lines, and limits and
// target as far as they do not squeeze the points flat: what is left out is
// marked at the edge by the caller (Contains is false). Pure; any finite
// values, no points at all, and equal values give a usable scale.
#ifndef CSI_SERVICES_REPORTING_RENDER_CHART_SCALE_H_
#define CSI_SERVICES_REPORTING_RENDER_CHART_SCALE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/reporting/render/chart_model.h"

namespace csi::reporting::render {

struct ValueRange {
  double low = 0;
  double high = 1;
};

struct ValueTick {
  double value = 0;
  std::string label;
};

// The range of the value axis, and its ticks at 1, 2 or 5 times a power of 10.
ValueRange RangeOf(const ChartModel& chart);
std::vector<ValueTick> TicksOf(const ValueRange& range);

struct PlotArea {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

class ChartScale {
 public:
  // Keeps references: the chart outlives the scale.
  ChartScale(const ChartModel& chart, const ValueRange& range,
             const PlotArea& area);

  const PlotArea& area() const { return area_; }
  double slot_width() const { return slot_; }
  double X(size_t index) const;
  double LeftEdge(size_t index) const;
  double RightEdge(size_t index) const;
  double XOf(absl::Time time) const;
  double Y(double value) const;  // clamped to the plot
  bool Contains(double value) const;

 private:
  const ChartModel& chart_;
  ValueRange range_;
  PlotArea area_;
  double slot_ = 0;
};

// A coordinate as SVG takes it: at most two decimals.
std::string Coordinate(double value);

// The width that a text takes at most in the fonts that are likely.
double EstimateWidth(std::string_view text, double font_size);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_CHART_SCALE_H_
