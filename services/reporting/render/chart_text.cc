#include "services/reporting/render/chart_text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/render_limits.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

std::string Value(const ChartModel& chart, double value) {
  return FormatNumber(value, {.significant = 4, .unit = chart.unit});
}

struct RuleName {
  std::string_view rule;
  std::string_view words;
};

constexpr RuleName kRuleNames[] = {
    {"beyond_limit", "beyond a limit"},
    {"run_7", "7 in a row on one side"},
    {"run_8", "8 in a row on one side"},
    {"run_9", "9 in a row on one side"},
    {"trend_6", "6 in a row rising or falling"},
    {"trend_7", "7 in a row rising or falling"},
    {"two_of_three", "2 of 3 near the same limit"},
    {"four_of_five", "4 of 5 off the centre, same side"},
    {"alternating_14", "14 in a row up and down"},
    {"within_15", "15 in a row close to the centre"},
    {"outside_8", "8 in a row off the centre, both sides"},
};

// As in the labels at the lines: four digits, zeros kept.
std::string Limit(double value) {
  return FormatNumber(value, {.significant = 4, .keep_zeros = true});
}

void AddSignals(const ChartModel& chart, std::string* out) {
  size_t total = 0;
  std::string named;
  for (const ChartPoint& point : chart.points) {
    for (const Signal& signal : point.signals) {
      if (total++ >= kNamedSignalsMax) continue;
      StrAppend(&named, named.empty() ? "" : "; ",
                FormatPeriod(point.start, chart.granularity), " ",
                RuleWords(signal.rule));
      if (signal.side != SignalSide::kNeutral) {
        StrAppend(&named, " (", SideWords(signal.side), ")");
      }
    }
  }
  if (total == 0) {
    StrAppend(out, " No signals.");
    return;
  }
  StrAppend(out, " Signals: ", named);
  if (total > kNamedSignalsMax) {
    StrAppend(out, "; and ", total - kNamedSignalsMax, " more");
  }
  StrAppend(out, ".");
}

void AddPoints(const ChartModel& chart, std::string* out) {
  const auto& points = chart.points;
  StrAppend(out, FormatCount(static_cast<int64_t>(points.size())), " ",
            PeriodAdjective(chart.granularity),
            points.size() == 1 ? " value, " : " values, ",
            FormatPeriod(points.front().start, chart.granularity));
  if (points.size() > 1) {
    StrAppend(out, " to ",
              FormatPeriod(points.back().start, chart.granularity));
  }
  if (!chart.unit.empty()) StrAppend(out, ", in ", chart.unit);
  StrAppend(out, ".");
  const auto hollow =
      std::count_if(points.begin(), points.end(),
                    [](const ChartPoint& p) { return !IsTested(p.use); });
  if (hollow > 0) StrAppend(out, " ", hollow, " shown but not used.");
}

}  // namespace

std::string RuleWords(std::string_view rule) {
  for (const RuleName& name : kRuleNames) {
    if (name.rule == rule) return std::string(name.words);
  }
  return rule.empty() ? "signal" : std::string(rule);
}

std::string_view SideWords(SignalSide side) {
  switch (side) {
    case SignalSide::kGood:
      return "improvement";
    case SignalSide::kBad:
      return "concern";
    case SignalSide::kNeutral:
      return "";
  }
  return "";
}

std::string_view UseWords(PointUse use) {
  switch (use) {
    case PointUse::kSeries:
    case PointUse::kBaseline:
    case PointUse::kAfter:
      return "";
    case PointUse::kGap:
      return "not used: between the frozen baseline and the change";
    case PointUse::kLeftOut:
      return "not used: during the change or its wash-in";
    case PointUse::kTriggered:
      return "not used: the trigger of the entry, or later";
    case PointUse::kLowCount:
      return "not tested: too few counts";
    case PointUse::kIncomplete:
      return "not used: incomplete period";
    case PointUse::kOutside:
      return "not used: in neither window";
  }
  return "";
}

bool IsTested(PointUse use) { return UseWords(use).empty(); }

std::string PointWords(const ChartModel& chart, const ChartPoint& point) {
  std::string out = StrCat(FormatPeriod(point.start, chart.granularity), ": ");
  if (std::isfinite(point.value)) {
    StrAppend(&out, Value(chart, point.value));
  } else {
    StrAppend(&out, "no value");
  }
  if (point.count) StrAppend(&out, ", n ", FormatCount(*point.count));
  if (!IsTested(point.use)) StrAppend(&out, "; ", UseWords(point.use));
  for (const Signal& signal : point.signals) {
    StrAppend(&out, "; ", RuleWords(signal.rule));
    if (signal.side != SignalSide::kNeutral) {
      StrAppend(&out, " (", SideWords(signal.side), ")");
    }
  }
  if (!point.note.empty()) StrAppend(&out, "; ", point.note);
  return out;
}

std::string SegmentWords(const ChartModel& chart, const ChartSegment& segment) {
  std::string out = StrCat("mean ", Limit(segment.centre));
  if (segment.lower && segment.upper) {
    StrAppend(&out, ", limits ", Limit(*segment.lower), " to ",
              Limit(*segment.upper));
  } else if (segment.upper) {
    StrAppend(&out, ", upper limit ", Limit(*segment.upper));
  } else if (segment.lower) {
    StrAppend(&out, ", lower limit ", Limit(*segment.lower));
  }
  if (segment.lower_clipped || segment.upper_clipped) {
    StrAppend(&out, " (clipped to the indicator's bounds)");
  }
  return out;
}

std::string ChangeWords(const ChangeWindow& change) {
  std::string words = StrCat(change.label, ": ", FormatMinute(change.start));
  if (change.end && *change.end > change.start) {
    StrAppend(&words, " to ", FormatMinute(*change.end));
  }
  StrAppend(&words, " UTC");
  if (change.wash_in_end) {
    StrAppend(&words, ", wash-in to ", FormatMinute(*change.wash_in_end));
  }
  return words;
}

std::string ChartTitle(const ChartModel& chart) {
  return chart.title.empty() ? "Process behaviour chart"
                             : StrCat(chart.title, ": process behaviour chart");
}

std::string ChartDescription(const ChartModel& chart) {
  if (chart.points.empty()) return "No points yet.";
  std::string out;
  AddPoints(chart, &out);
  for (const ChartSegment& segment : chart.segments) {
    StrAppend(&out, " ", segment.label, ": ", SegmentWords(chart, segment),
              ".");
  }
  for (const ChangeWindow& change : chart.changes) {
    StrAppend(&out, " ", ChangeWords(change), ".");
  }
  if (chart.target) {
    StrAppend(&out, " Target ", Value(chart, chart.target->value), ".");
  }
  AddSignals(chart, &out);
  return out;
}

}  // namespace csi::reporting::render
