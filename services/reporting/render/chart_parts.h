// The layers of a chart, from the ground up. Internal to chart_svg.cc; each
// adds its elements to the markup and reads nothing else.
#ifndef CSI_SERVICES_REPORTING_RENDER_CHART_PARTS_H_
#define CSI_SERVICES_REPORTING_RENDER_CHART_PARTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "services/reporting/render/chart_model.h"
#include "services/reporting/render/chart_scale.h"
#include "services/reporting/render/markup.h"

namespace csi::reporting::render {

inline constexpr double kChartWidth = 960;
inline constexpr double kLabelSize = 13;  // font size of chart labels

// chart_axes.cc
void AddGrid(const ChartScale& scale, const std::vector<ValueTick>& ticks,
             Markup* out);
void AddPeriodAxis(const ChartModel& chart, const ChartScale& scale,
                   Markup* out);
void AddAxisTitles(const ChartModel& chart, const ChartScale& scale,
                   Markup* out);

// chart_lines.cc
void AddChangeWindows(const ChartModel& chart, const ChartScale& scale,
                      Markup* out);
void AddInside(const ChartModel& chart, const ChartScale& scale, Markup* out);
void AddLimits(const ChartModel& chart, const ChartScale& scale, Markup* out);
void AddTarget(const ChartModel& chart, const ChartScale& scale, Markup* out);

// chart_labels.cc
struct LineLabel {
  double value = 0;
  std::string text;
  std::string_view style;  // class
};
std::vector<LineLabel> LineLabelsOf(const ChartModel& chart);
void AddLineLabels(const std::vector<LineLabel>& labels,
                   const ChartScale& scale, Markup* out);
void AddSegmentLabels(const ChartModel& chart, const ChartScale& scale,
                      Markup* out);
void AddChangeLabels(const ChartModel& chart, const ChartScale& scale,
                     Markup* out);

// chart_points.cc
void AddSeriesLine(const ChartModel& chart, const ChartScale& scale,
                   Markup* out);
void AddPoints(const ChartModel& chart, const ChartScale& scale, Markup* out);
// The outline of a mark, centred on the origin.
enum class MarkShape { kCircle, kDiamond, kSquare, kTriangle, kHexagon, kStar };
MarkShape ShapeOf(std::string_view rule);
void AddMark(MarkShape shape, SignalSide side, double x, double y,
             double radius, std::string_view words, Markup* out);

// chart_legend.cc
double LegendHeight(const ChartModel& chart, double width);
void AddLegend(const ChartModel& chart, double left, double top, double width,
               Markup* out);

// A straight line with a class.
void AddLine(double x1, double y1, double x2, double y2, std::string_view style,
             Markup* out);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_CHART_PARTS_H_
