// The legend names what occurs in this chart and nothing else.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr double kRow = 21;
constexpr double kSymbol = 30;
constexpr double kItemGap = 18;

struct Item {
  enum class Kind { kPoint, kHollow, kMark, kLine };
  Kind kind = Kind::kPoint;
  std::string text;
  MarkShape shape = MarkShape::kCircle;
  SignalSide side = SignalSide::kNeutral;
  std::string_view style = {};
};

void AddOnce(Item item, std::vector<Item>* items) {
  const auto same = [&item](const Item& other) {
    return other.text == item.text;
  };
  if (std::none_of(items->begin(), items->end(), same)) {
    items->push_back(std::move(item));
  }
}

void AddPointItems(const ChartModel& chart, std::vector<Item>* items) {
  std::vector<Item> marks;
  std::vector<Item> hollow;
  for (const ChartPoint& point : chart.points) {
    if (!IsTested(point.use)) {
      AddOnce({.kind = Item::Kind::kHollow,
               .text = std::string(UseWords(point.use))},
              &hollow);
    }
    if (point.signals.empty()) continue;
    const Signal& signal = point.signals.front();
    std::string text = RuleWords(signal.rule);
    if (signal.side != SignalSide::kNeutral) {
      StrAppend(&text, " (", SideWords(signal.side), ")");
    }
    AddOnce({.kind = Item::Kind::kMark,
             .text = Shorten(text, kChartLabelMax),
             .shape = ShapeOf(signal.rule),
             .side = signal.side},
            &marks);
  }
  items->insert(items->end(), marks.begin(), marks.end());
  items->insert(items->end(), hollow.begin(), hollow.end());
}

std::vector<Item> ItemsOf(const ChartModel& chart) {
  std::vector<Item> items;
  if (chart.points.empty()) return items;
  items.push_back(
      {.kind = Item::Kind::kPoint,
       .text = StrCat("one ", PeriodNoun(chart.granularity), ", no signal")});
  AddPointItems(chart, &items);
  bool limits = false;
  bool extended = false;
  for (const ChartSegment& segment : chart.segments) {
    limits = limits || segment.lower || segment.upper;
    extended = extended || segment.extend_to.has_value();
  }
  const auto line = [&items](std::string text, std::string_view style) {
    items.push_back(
        {.kind = Item::Kind::kLine, .text = std::move(text), .style = style});
  };
  if (!chart.segments.empty()) line("mean", "c-centre");
  if (limits) line("process limits", "c-limit");
  if (extended) line("lines of before, carried on", "c-extended");
  if (chart.target) line("target", "c-target");
  if (!chart.changes.empty()) line("change", "c-change");
  return items;
}

void AddSymbol(const Item& item, double x, double y, Markup* out) {
  switch (item.kind) {
    case Item::Kind::kPoint:
    case Item::Kind::kHollow:
      out->Empty(
          "circle",
          {{"class", item.kind == Item::Kind::kPoint ? "c-point" : "c-hollow"},
           {"cx", Coordinate(x + kSymbol / 2)},
           {"cy", Coordinate(y)},
           {"r", "4.5"}});
      return;
    case Item::Kind::kMark:
      AddMark(item.shape, item.side, x + kSymbol / 2, y, 4.6, "", out);
      return;
    case Item::Kind::kLine:
      AddLine(x + 2, y, x + kSymbol - 2, y, item.style, out);
      return;
  }
}

double ItemWidth(const Item& item) {
  return kSymbol + 4 + EstimateWidth(item.text, kLabelSize) + kItemGap;
}

// Calls `place(item, x, row)` for each item and returns the number of rows.
template <typename Place>
int Flow(const std::vector<Item>& items, double width, const Place& place) {
  double x = 0;
  int row = 0;
  for (const Item& item : items) {
    const double item_width = ItemWidth(item);
    if (x > 0 && x + item_width > width) {
      x = 0;
      ++row;
    }
    place(item, x, row);
    x += item_width;
  }
  return items.empty() ? 0 : row + 1;
}

}  // namespace

double LegendHeight(const ChartModel& chart, double width) {
  return kRow * Flow(ItemsOf(chart), width, [](const Item&, double, int) {});
}

void AddLegend(const ChartModel& chart, double left, double top, double width,
               Markup* out) {
  out->Open("g", {{"class", "c-legend"}});
  Flow(ItemsOf(chart), width, [&](const Item& item, double x, int row) {
    const double y = top + kRow * row + kRow / 2;
    AddSymbol(item, left + x, y, out);
    out->Leaf("text",
              {{"class", "c-note"},
               {"x", Coordinate(left + x + kSymbol + 4)},
               {"y", Coordinate(y + 4.5)}},
              item.text);
  });
  out->Close();
}

}  // namespace csi::reporting::render
