// Labels of lines, segments and changes, kept from covering one another.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr double kLineHeight = 15;
constexpr double kPillRow = 65;  // above the plot, top of change labels
constexpr double kPillHeight = 21;
constexpr double kPillBaseline = 15;
constexpr double kSegmentRow = 20;  // above the plot, second line
constexpr double kPillPadding = 7;

std::string Labelled(std::string_view name, double value) {
  return StrCat(name, " ", FormatNumber(value, {.keep_zeros = true}));
}

struct Placed {
  double y = 0;
  const LineLabel* label = nullptr;
};

// Moves labels apart, downwards first, then up from the bottom edge.
void Spread(double top, double bottom, std::vector<Placed>* placed) {
  std::stable_sort(placed->begin(), placed->end(),
                   [](const Placed& a, const Placed& b) { return a.y < b.y; });
  double free = top;
  for (Placed& label : *placed) {
    label.y = std::max(label.y, free);
    free = label.y + kLineHeight;
  }
  double limit = bottom;
  for (auto label = placed->rbegin(); label != placed->rend(); ++label) {
    label->y = std::min(label->y, limit);
    limit = label->y - kLineHeight;
  }
}

std::string CountedLabel(const ChartModel& chart, const ChartSegment& segment) {
  const auto used = std::count_if(
      chart.points.begin() + static_cast<ptrdiff_t>(segment.first),
      chart.points.begin() + static_cast<ptrdiff_t>(segment.last) + 1,
      [](const ChartPoint& point) { return IsTested(point.use); });
  return StrCat(Shorten(segment.label, kChartLabelMax), " \u00B7 ", used, " ",
                PeriodNoun(chart.granularity), used == 1 ? "" : "s");
}

}  // namespace

std::vector<LineLabel> LineLabelsOf(const ChartModel& chart) {
  std::vector<LineLabel> labels;
  // Beside the plot only where the lines end there; the numbers of any
  // segment stand above it as well.
  if (!chart.segments.empty() &&
      chart.segments.back().last + 1 == chart.points.size()) {
    const ChartSegment& last = chart.segments.back();
    if (last.upper) {
      labels.push_back({*last.upper, Labelled("upper", *last.upper), "c-note"});
    }
    labels.push_back({last.centre, Labelled("mean", last.centre), "c-strong"});
    if (last.lower) {
      labels.push_back({*last.lower, Labelled("lower", *last.lower), "c-note"});
    }
  }
  if (chart.target) {
    const std::string name = chart.target->label.empty()
                                 ? "target"
                                 : Shorten(chart.target->label, 14);
    labels.push_back({chart.target->value,
                      StrCat(name, " ", FormatNumber(chart.target->value)),
                      "c-target-text"});
  }
  return labels;
}

void AddLineLabels(const std::vector<LineLabel>& labels,
                   const ChartScale& scale, Markup* out) {
  const PlotArea& area = scale.area();
  std::vector<Placed> placed;
  for (const LineLabel& label : labels) {
    placed.push_back({scale.Y(label.value) + 4.5, &label});
  }
  Spread(area.top + 4.5, area.bottom + 4.5, &placed);
  out->Open("g", {{"class", "c-line-labels"}});
  for (const Placed& place : placed) {
    std::string text = place.label->text;
    if (!scale.Contains(place.label->value)) {
      const bool above = scale.Y(place.label->value) <= area.top;
      StrAppend(&text, above ? " \u2191" : " \u2193");
    }
    out->Leaf("text",
              {{"class", place.label->style},
               {"x", Coordinate(area.right + 8)},
               {"y", Coordinate(place.y)}},
              text);
  }
  out->Close();
}

void AddSegmentLabels(const ChartModel& chart, const ChartScale& scale,
                      Markup* out) {
  const double y = scale.area().top - kSegmentRow;
  for (const ChartSegment& segment : chart.segments) {
    if (segment.first > segment.last || segment.last >= chart.points.size()) {
      continue;
    }
    const double x1 = scale.LeftEdge(segment.first);
    const double x2 = scale.RightEdge(segment.last);
    const std::string middle = Coordinate((x1 + x2) / 2);
    const std::string head = CountedLabel(chart, segment);
    const double width = x2 - x1;
    if (EstimateWidth(head, kLabelSize) > width) continue;
    out->Leaf("text",
              {{"class", "c-strong c-over"},
               {"x", middle},
               {"y", Coordinate(y)},
               {"text-anchor", "middle"}},
              head);
    const std::string words = SegmentWords(chart, segment);
    if (EstimateWidth(words, kLabelSize) > width) continue;
    out->Leaf("text",
              {{"class", "c-note c-over"},
               {"x", middle},
               {"y", Coordinate(y + kLineHeight)},
               {"text-anchor", "middle"}},
              words);
  }
}

void AddChangeLabels(const ChartModel& chart, const ChartScale& scale,
                     Markup* out) {
  const double top = scale.area().top - kPillRow;
  double free = 0;
  for (const ChangeWindow& change : chart.changes) {
    if (change.label.empty()) continue;
    const std::string text = Shorten(change.label, kChartLabelMax);
    const double width = EstimateWidth(text, kLabelSize) + 2 * kPillPadding;
    const double x = scale.XOf(change.start);
    const double left =
        std::clamp(x - width / 2, 0.0, std::max(0.0, kChartWidth - width));
    if (left < free) continue;  // no room; the line and its words remain
    free = left + width + 4;
    out->Open("g", {{"class", "c-change-label"}});
    out->Leaf("title", ChangeWords(change));
    out->Empty("rect", {{"class", "c-pill"},
                        {"x", Coordinate(left)},
                        {"y", Coordinate(top)},
                        {"width", Coordinate(width)},
                        {"height", Coordinate(kPillHeight)},
                        {"rx", Coordinate(kPillHeight / 2)}});
    out->Leaf("text",
              {{"class", "c-pill-text"},
               {"x", Coordinate(left + width / 2)},
               {"y", Coordinate(top + kPillBaseline)},
               {"text-anchor", "middle"}},
              text);
    AddLine(x, top + kPillHeight, x, scale.area().top - 8, "c-change", out);
    out->Close();
  }
}

}  // namespace csi::reporting::render
