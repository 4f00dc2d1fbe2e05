#include "services/reporting/render/chart_svg.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/palette.h"
#include "services/reporting/render/render_limits.h"

namespace csi::reporting::render {
namespace {

constexpr double kPlotHeight = 300;
constexpr double kEmptyHeight = 70;  // of a plot without points
constexpr double kHeadHeight = 66;   // change labels and segment labels
constexpr double kAxisHeight = 58;   // period labels and axis title
constexpr double kTitleHeight = 34;  // of a stand-alone picture
constexpr double kRightMax = 190;

// What goes where; the legend follows below the plot.
struct Layout {
  ValueRange range;
  std::vector<ValueTick> ticks;
  std::vector<LineLabel> labels;
  PlotArea area;
  double legend_top = 0;
  double height = 0;
};

Layout LayOut(const ChartModel& chart, double top) {
  Layout layout;
  layout.range = RangeOf(chart);
  layout.ticks = TicksOf(layout.range);
  layout.labels = LineLabelsOf(chart);
  double left = 0;
  for (const ValueTick& tick : layout.ticks) {
    left = std::max(left, EstimateWidth(tick.label, kLabelSize));
  }
  double right = 0;
  for (const LineLabel& label : layout.labels) {
    right = std::max(right, EstimateWidth(label.text, kLabelSize) + 14);
  }
  layout.area.left = left + 40;
  layout.area.right = kChartWidth - std::clamp(right, 12.0, kRightMax);
  layout.area.top = top + (chart.points.empty() ? 0 : kHeadHeight);
  layout.area.bottom =
      layout.area.top + (chart.points.empty() ? kEmptyHeight : kPlotHeight);
  layout.legend_top = layout.area.bottom + kAxisHeight;
  layout.height = layout.legend_top +
                  LegendHeight(chart, kChartWidth - layout.area.left) + 4;
  return layout;
}

void AddEmptyNote(const PlotArea& area, Markup* out) {
  out->Leaf("text",
            {{"class", "c-empty"},
             {"x", Coordinate((area.left + area.right) / 2)},
             {"y", Coordinate((area.top + area.bottom) / 2)},
             {"text-anchor", "middle"}},
            "No points yet: import or record points of this indicator.");
}

void AddLayers(const ChartModel& chart, const Layout& layout, Markup* out) {
  const ChartScale scale(chart, layout.range, layout.area);
  if (chart.points.empty()) {
    AddPeriodAxis(chart, scale, out);
    AddEmptyNote(layout.area, out);
    return;
  }
  AddInside(chart, scale, out);
  AddGrid(scale, layout.ticks, out);
  AddChangeWindows(chart, scale, out);
  AddLimits(chart, scale, out);
  AddTarget(chart, scale, out);
  AddPeriodAxis(chart, scale, out);
  AddAxisTitles(chart, scale, out);
  AddSeriesLine(chart, scale, out);
  AddPoints(chart, scale, out);
  AddLineLabels(layout.labels, scale, out);
  AddChangeLabels(chart, scale, out);
  AddSegmentLabels(chart, scale, out);
  AddLegend(chart, layout.area.left, layout.legend_top,
            kChartWidth - layout.area.left, out);
}

void OpenSvg(const ChartModel& chart, const Layout& layout, std::string_view id,
             bool standalone, Markup* out) {
  const std::string title_id = StrCat(id, "-title");
  const std::string desc_id = StrCat(id, "-desc");
  const std::string height = Coordinate(layout.height);
  const std::string width = Coordinate(kChartWidth);
  out->Open("svg", {{"xmlns",
                     standalone ? "http://www.w3.org/2000/svg" : Markup::kOmit},
                    {"class", "csi-chart"},
                    {"role", "img"},
                    {"aria-labelledby", StrCat(title_id, " ", desc_id)},
                    {"viewBox", StrCat("0 0 ", width, " ", height)},
                    {"width", width},
                    {"height", height}});
  out->Leaf("title", {{"id", title_id}}, ChartTitle(chart));
  out->Leaf("desc", {{"id", desc_id}}, ChartDescription(chart));
}

constexpr std::string_view kChartCss = R"css(
.csi-chart{
  font-family:Inter,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
  font-size:13px;font-variant-numeric:tabular-nums}
.csi-chart text{fill:var(--ink);unicode-bidi:plaintext}
.csi-chart .c-paper{fill:var(--paper)}
.csi-chart .c-title{font-size:17px;font-weight:650}
.csi-chart .c-tick,.csi-chart .c-note,.csi-chart .c-axis-title{fill:var(--soft)}
.csi-chart .c-strong{font-weight:650}
.csi-chart .c-empty{fill:var(--soft);font-size:15px}
.csi-chart .c-rule{stroke:var(--rule);stroke-width:1}
.csi-chart .c-axis{stroke:var(--limit);stroke-width:1}
.csi-chart .c-inside{fill:var(--calm-wash);opacity:.75}
.csi-chart .c-centre{stroke:var(--ink);stroke-width:1.6}
.csi-chart .c-limit{stroke:var(--limit);stroke-width:1.4;stroke-dasharray:7 4}
.csi-chart .c-extended{
  stroke:var(--limit);stroke-width:1;stroke-dasharray:1.5 4;
  stroke-linecap:round}
.csi-chart .c-arrow{fill:var(--limit)}
.csi-chart .c-target{
  stroke:var(--target);stroke-width:1.6;stroke-dasharray:12 3 2 3}
.csi-chart .c-target-text{fill:var(--target);font-weight:650}
.csi-chart .c-change{stroke:var(--change);stroke-width:1.6;stroke-dasharray:4 3}
.csi-chart .c-change-band{fill:var(--change-wash)}
.csi-chart .c-wash-in{fill:var(--change-wash);opacity:.55}
.csi-chart .c-pill{fill:var(--change-wash);stroke:var(--change);stroke-width:1}
.csi-chart .c-pill-text{font-weight:650}
.csi-chart .c-line{
  fill:none;stroke:var(--series);stroke-width:1.4;stroke-linejoin:round;
  opacity:.8}
.csi-chart .c-line-gap{
  fill:none;stroke:var(--mute);stroke-width:1;stroke-dasharray:3 3}
.csi-chart .c-point{fill:var(--series);stroke:var(--paper);stroke-width:1}
.csi-chart .c-small{stroke:none}
.csi-chart .c-over{
  paint-order:stroke;stroke:var(--paper);stroke-width:5px;
  stroke-linejoin:round}
.csi-chart .c-hollow{fill:var(--paper);stroke:var(--mute);stroke-width:1.6}
.csi-chart .c-mark path{stroke:var(--paper);stroke-width:1}
.csi-chart .c-good path{fill:var(--good)}
.csi-chart .c-bad path{fill:var(--bad)}
.csi-chart .c-neutral path{fill:var(--open)}
.csi-chart .c-hole{fill:var(--paper)}
)css";

}  // namespace

std::string RenderChartSvg(const ChartModel& chart) {
  const Layout layout = LayOut(chart, kTitleHeight);
  Markup out;
  OpenSvg(chart, layout, "chart", /*standalone=*/true, &out);
  out.Style(StrCat(PaletteCss("svg"), ChartCss()));
  out.Empty("rect",
            {{"class", "c-paper"}, {"width", "100%"}, {"height", "100%"}});
  out.Leaf(
      "text",
      {{"class", "c-title"}, {"x", Coordinate(layout.area.left)}, {"y", "22"}},
      Shorten(chart.title.empty() ? ChartTitle(chart) : chart.title, 80));
  AddLayers(chart, layout, &out);
  return out.Take();
}

Markup ChartMarkup(const ChartModel& chart, std::string_view id) {
  const Layout layout = LayOut(chart, 0);
  Markup out;
  OpenSvg(chart, layout, id, /*standalone=*/false, &out);
  AddLayers(chart, layout, &out);
  out.Close();
  return out;
}

std::string_view ChartCss() { return kChartCss; }

}  // namespace csi::reporting::render
