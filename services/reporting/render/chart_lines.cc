// Limits, centre lines, target and change windows of a chart.
#include <algorithm>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/chart_text.h"

namespace csi::reporting::render {
namespace {

constexpr double kArrow = 5;
// A change shorter than this on paper is drawn as one line.
constexpr double kBandMin = 2;

void AddBand(double x1, double x2, double y1, double y2, std::string_view style,
             Markup* out) {
  out->Empty("rect", {{"class", style},
                      {"x", Coordinate(x1)},
                      {"y", Coordinate(y1)},
                      {"width", Coordinate(std::max(0.0, x2 - x1))},
                      {"height", Coordinate(std::max(0.0, y2 - y1))}});
}

// A small arrow where a line lies outside the plot.
void AddEdgeArrow(double x, bool up, const PlotArea& area, Markup* out) {
  const double base = up ? area.top + 2 * kArrow : area.bottom - 2 * kArrow;
  const double tip = up ? area.top + 1 : area.bottom - 1;
  out->Empty("path", {{"class", "c-arrow"},
                      {"d", StrCat("M", Coordinate(x - kArrow), " ",
                                   Coordinate(base), "L", Coordinate(x), " ",
                                   Coordinate(tip), "L", Coordinate(x + kArrow),
                                   " ", Coordinate(base), "Z")}});
}

void AddLimitLine(const ChartScale& scale, double x1, double x2, double value,
                  std::string_view style, Markup* out) {
  if (scale.Contains(value)) {
    AddLine(x1, scale.Y(value), x2, scale.Y(value), style, out);
  } else {
    const bool up = scale.Y(value) <= scale.area().top;
    AddEdgeArrow((x1 + x2) / 2, up, scale.area(), out);
  }
}

void AddExtension(const ChartSegment& segment, const ChartScale& scale,
                  double x1, double x2, Markup* out) {
  for (const auto& value :
       {segment.lower, std::optional<double>(segment.centre), segment.upper}) {
    if (!value || !scale.Contains(*value)) continue;
    AddLine(x1, scale.Y(*value), x2, scale.Y(*value), "c-extended", out);
  }
}

void AddSegment(const ChartModel& chart, const ChartSegment& segment,
                const ChartScale& scale, Markup* out) {
  const double x1 = scale.LeftEdge(segment.first);
  const double x2 = scale.RightEdge(segment.last);
  out->Open("g", {}).Leaf(
      "title", StrCat(segment.label, ": ", SegmentWords(chart, segment)));
  AddLimitLine(scale, x1, x2, segment.centre, "c-centre", out);
  if (segment.lower) {
    AddLimitLine(scale, x1, x2, *segment.lower, "c-limit", out);
  }
  if (segment.upper) {
    AddLimitLine(scale, x1, x2, *segment.upper, "c-limit", out);
  }
  out->Close();
  if (segment.extend_to && *segment.extend_to > segment.last &&
      *segment.extend_to < chart.points.size()) {
    AddExtension(segment, scale, x2, scale.RightEdge(*segment.extend_to), out);
  }
}

bool Fits(const ChartModel& chart, const ChartSegment& segment) {
  return segment.first <= segment.last && segment.last < chart.points.size();
}

}  // namespace

void AddChangeWindows(const ChartModel& chart, const ChartScale& scale,
                      Markup* out) {
  const PlotArea& area = scale.area();
  for (const ChangeWindow& change : chart.changes) {
    const double x1 = scale.XOf(change.start);
    const double x2 = change.end ? std::max(x1, scale.XOf(*change.end)) : x1;
    const double x3 =
        change.wash_in_end ? std::max(x2, scale.XOf(*change.wash_in_end)) : x2;
    out->Open("g", {}).Leaf("title", ChangeWords(change));
    if (x3 - x2 >= kBandMin) {
      AddBand(x2, x3, area.top, area.bottom, "c-wash-in", out);
    }
    if (x2 - x1 >= kBandMin) {
      AddBand(x1, x2, area.top, area.bottom, "c-change-band", out);
      AddLine(x2, area.top, x2, area.bottom, "c-change", out);
    }
    AddLine(x1, area.top - 8, x1, area.bottom, "c-change", out);
    out->Close();
  }
}

// The field between the limits, under everything else.
void AddInside(const ChartModel& chart, const ChartScale& scale, Markup* out) {
  for (const ChartSegment& segment : chart.segments) {
    if (!Fits(chart, segment) || !segment.lower || !segment.upper) continue;
    AddBand(scale.LeftEdge(segment.first), scale.RightEdge(segment.last),
            scale.Y(*segment.upper), scale.Y(*segment.lower), "c-inside", out);
  }
}

void AddLimits(const ChartModel& chart, const ChartScale& scale, Markup* out) {
  for (const ChartSegment& segment : chart.segments) {
    if (Fits(chart, segment)) AddSegment(chart, segment, scale, out);
  }
}

void AddTarget(const ChartModel& chart, const ChartScale& scale, Markup* out) {
  if (!chart.target) return;
  AddLimitLine(scale, scale.area().left, scale.area().right,
               chart.target->value, "c-target", out);
}

}  // namespace csi::reporting::render
