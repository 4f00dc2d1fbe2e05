// Grid, value axis and period axis of a chart.
#include <algorithm>
#include <cmath>
#include <string>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr double kLabelGap = 14;

// Every how many periods a label fits; months prefer steps that end on years.
size_t LabelStep(const ChartModel& chart, double slot, double label_width) {
  const size_t least = static_cast<size_t>(
      std::max(1.0, std::ceil((label_width + kLabelGap) / slot)));
  static constexpr size_t kMonthSteps[] = {1, 2, 3, 6, 12, 24, 60, 120};
  static constexpr size_t kSteps[] = {1, 2, 4, 5, 10, 20, 50, 100, 200, 500};
  const auto pick = [least](const auto& steps) {
    for (const size_t step : steps) {
      if (step >= least) return step;
    }
    return least;
  };
  return chart.granularity == Granularity::kMonth ? pick(kMonthSteps)
                                                  : pick(kSteps);
}

}  // namespace

void AddLine(double x1, double y1, double x2, double y2, std::string_view style,
             Markup* out) {
  out->Empty("line", {{"class", style},
                      {"x1", Coordinate(x1)},
                      {"y1", Coordinate(y1)},
                      {"x2", Coordinate(x2)},
                      {"y2", Coordinate(y2)}});
}

void AddGrid(const ChartScale& scale, const std::vector<ValueTick>& ticks,
             Markup* out) {
  const PlotArea& area = scale.area();
  out->Open("g", {{"class", "c-grid"}});
  for (const ValueTick& tick : ticks) {
    const double y = scale.Y(tick.value);
    AddLine(area.left, y, area.right, y, "c-rule", out);
    out->Leaf("text",
              {{"class", "c-tick"},
               {"x", Coordinate(area.left - 8)},
               {"y", Coordinate(y + 4.5)},
               {"text-anchor", "end"}},
              tick.label);
  }
  out->Close();
}

void AddPeriodAxis(const ChartModel& chart, const ChartScale& scale,
                   Markup* out) {
  const PlotArea& area = scale.area();
  AddLine(area.left, area.bottom, area.right, area.bottom, "c-axis", out);
  if (chart.points.empty()) return;
  const std::string sample =
      FormatPeriod(chart.points.front().start, chart.granularity);
  const size_t step =
      LabelStep(chart, scale.slot_width(), EstimateWidth(sample, kLabelSize));
  out->Open("g", {{"class", "c-periods"}});
  for (size_t i = 0; i < chart.points.size(); i += step) {
    const double x = scale.X(i);
    AddLine(x, area.bottom, x, area.bottom + 5, "c-axis", out);
    out->Leaf("text",
              {{"class", "c-tick"},
               {"x", Coordinate(x)},
               {"y", Coordinate(area.bottom + 20)},
               {"text-anchor", "middle"}},
              FormatPeriod(chart.points[i].start, chart.granularity));
  }
  out->Close();
}

void AddAxisTitles(const ChartModel& chart, const ChartScale& scale,
                   Markup* out) {
  const PlotArea& area = scale.area();
  const std::string name =
      chart.value_axis.empty() ? chart.title : chart.value_axis;
  std::string title = Shorten(name, kChartLabelMax);
  if (!chart.unit.empty()) {
    StrAppend(&title, title.empty() ? "" : ", ", chart.unit);
  }
  const double middle = (area.top + area.bottom) / 2;
  out->Leaf("text",
            {{"class", "c-axis-title"},
             {"x", "0"},
             {"y", "0"},
             {"text-anchor", "middle"},
             {"transform",
              StrCat("translate(14 ", Coordinate(middle), ") rotate(-90)")}},
            title);
  out->Leaf("text",
            {{"class", "c-axis-title"},
             {"x", Coordinate((area.left + area.right) / 2)},
             {"y", Coordinate(area.bottom + 40)},
             {"text-anchor", "middle"}},
            StrCat("start of the ", PeriodNoun(chart.granularity), ", UTC"));
}

}  // namespace csi::reporting::render
