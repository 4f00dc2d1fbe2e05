// The worked case of the release bypass: 12 months before, 8 after.
#include <iterator>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

constexpr double kMonthly[] = {80, 82, 79, 81, 78, 83, 80, 79, 82, 80,
                               81, 78, 60, 58, 55, 52, 50, 47, 45, 44};
constexpr size_t kBefore = 12;
constexpr char kOwner[] = "Maren Lindqvist";
constexpr char kStepOwner[] = "Ruth Adeyemi";

ChartModel Chart() {
  ChartModel chart;
  chart.title = "Releases that bypass release management";
  chart.unit = "%";
  chart.value_axis = "Releases bypassing the process";
  chart.limit_rule =
      "Limits: mean \u00B1 3 \u00D7 mean moving range / d2 (preset exact).";
  chart.granularity = Granularity::kMonth;
  chart.sense = Sense::kLower;
  for (size_t i = 0; i < std::size(kMonthly); ++i) {
    ChartPoint point;
    point.start = absl::FromCivil(
        absl::CivilMonth(2024, 1) + static_cast<int>(i), absl::UTCTimeZone());
    point.value = kMonthly[i];
    point.count = 100;
    point.use = i < kBefore ? PointUse::kBaseline : PointUse::kAfter;
    if (i >= kBefore) {
      point.signals.push_back({"beyond_limit", SignalSide::kGood});
    }
    if (i >= kBefore + 5) {
      point.signals.push_back({"trend_6", SignalSide::kGood});
    }
    chart.points.push_back(point);
  }
  chart.segments.push_back({.label = "Before",
                            .first = 0,
                            .last = kBefore - 1,
                            .centre = 80.25,
                            .lower = 73.48244893290621,
                            .upper = 87.01755106709379,
                            .extend_to = std::size(kMonthly) - 1});
  chart.segments.push_back({.label = "After",
                            .first = kBefore,
                            .last = std::size(kMonthly) - 1,
                            .centre = 51.375,
                            .lower = 45.298015368323945,
                            .upper = 57.451984631676055});
  chart.changes.push_back({.label = "RFC-501",
                           .start = DemoTime("2025-01-01 00:00"),
                           .end = DemoTime("2025-01-01 00:00")});
  chart.target = TargetLine{.value = 40, .label = "target"};
  return chart;
}

Verdict MakeVerdict() {
  Verdict verdict;
  verdict.value = VerdictValue::kImproved;
  verdict.review_date = absl::CivilDay(2025, 9, 1);
  verdict.computed_time = DemoTime("2025-09-01 06:00");
  verdict.accepted_by = kStepOwner;
  verdict.accepted_time = DemoTime("2025-09-03 13:20");
  verdict.difference_unit = "percentage points";
  verdict.minimum_worthwhile = 5;
  verdict.figures = {
      {.name = "By means",
       .basis = "12 and 8 monthly values",
       .before = 80.25,
       .after = 51.375,
       .difference = -28.875,
       .interval = Interval{-33.878514949408334, -23.871485050591666, 0.95},
       .test = "Welch, n_eff 12 and 8",
       .decides = true},
      {.name = "By medians",
       .basis = "12 and 8 monthly values",
       .before = 80,
       .after = 51,
       .difference = -29,
       .note = "still \u221224.0 after the steepest credible drift of the "
               "baseline, \u22120.5 a month \u00D7 10 months"}};
  verdict.notes = {
      {"AUTOCORRELATED",
       "The months before alternate (r1 \u22120.577): their limits are about "
       "41 % too wide."},
      {"SEASON_RULED_OUT",
       "All eight months after lie beyond the limits of a baseline "
       "that covers a whole year, so season does not explain it."}};
  verdict.after_state = AfterState::kStillChanging;
  verdict.after_state_words =
      "Falling by 2.5 a month (Mann-Kendall p 0.00084); fitted last value "
      "42.25 %.";
  verdict.target = TargetState::kTooEarly;
  verdict.target_words = "40 % by 2025-12-31; 44 % in 2025-08.";
  verdict.assurance = "cannot be judged while the level moves";
  verdict.attribution = Attribution::kOnlyChange;
  verdict.attribution_words = "RFC-501 alone falls into the window.";
  verdict.guards = GuardState::kHeld;
  verdict.guards_words = "Lead time of a release: no signal.";
  verdict.new_baseline = NewBaseline::kRefused;
  verdict.new_baseline_words = "The new level is still changing.";
  return verdict;
}

TrendAnswers Trend() {
  TrendAnswers trend;
  trend.window = "after the change, 2025-01 to 2025-08";
  trend.direction = {.answer = "positive",
                     .words =
                         "\u22122.5 percentage points a month (95 % "
                         "interval \u22122.667 to \u22122.0); lower is "
                         "better",
                     .method = "Theil-Sen slope with interval",
                     .n = 8};
  trend.significance = {.answer = "significant, p\u00A0=\u00A00.00084",
                        .words = "S \u221228, Z \u22123.340, exact p 0.0000496",
                        .method =
                            "Mann-Kendall, tie- and "
                            "continuity-corrected, with exact p",
                        .n = 8};
  trend.likely_impact = {.answer = "target 40 % within reach",
                         .words = "at this slope in 2025-09 to 2025-10",
                         .method = "Theil-Sen line carried on",
                         .n = 8,
                         .caveats = {"A straight line cannot go on: the share "
                                     "is bounded at 0 %."}};
  trend.predictability = {.answer = "not predictable yet",
                          .words =
                              "points outside the own limits 45.30 to "
                              "57.45",
                          .method = "Process behaviour chart, exact d2",
                          .n = 8};
  trend.caveats = {
      "Autocorrelation cannot be judged from fewer than 10 "
      "values."};
  return trend;
}

TrendAnswers BaselineTrend() {
  TrendAnswers trend;
  trend.window = "before the change, 2024-01 to 2024-12";
  trend.direction = {.answer = "none",
                     .words =
                         "\u22120.056 percentage points a month (95 % "
                         "interval \u22120.5 to 0.25)",
                     .method = "Theil-Sen slope with interval",
                     .n = 12};
  trend.significance = {.answer = "not significant, p\u00A0=\u00A00.68",
                        .words = "S \u22127, Z \u22120.419",
                        .method =
                            "Mann-Kendall, tie- and "
                            "continuity-corrected",
                        .n = 12};
  trend.likely_impact = {.answer = "none expected",
                         .words =
                             "about 80 % would bypass the process in the "
                             "next months too",
                         .method = "Process behaviour chart, exact d2",
                         .n = 12};
  trend.predictability = {.answer = "predictable",
                          .words =
                              "no signal; next months between 73.5 % and "
                              "87.0 %",
                          .method = "Process behaviour chart, exact d2",
                          .n = 12};
  trend.caveats = {
      "Months alternate (r1 \u22120.577, bound 0.566): the limits "
      "are too wide."};
  return trend;
}

std::vector<WorkedFigure> Figures() {
  const char xmr[] = "XmR, preset exact";
  const char factor[] = "3 / d2 = 2.658681";
  return {
      {.name = "Periods", .before = 12, .after = 8, .method = "whole months"},
      {.name = "Mean (centre line)",
       .before = 80.25,
       .after = 51.375,
       .unit = "%",
       .method = "mean of the period values"},
      {.name = "Median",
       .before = 80,
       .after = 51,
       .unit = "%",
       .method = "median of the period values"},
      {.name = "Mean moving range",
       .before = 2.5454545454545454,
       .after = 2.2857142857142856,
       .method = xmr},
      {.name = "Lower limit",
       .before = 73.48244893290621,
       .after = 45.298015368323945,
       .unit = "%",
       .method = xmr,
       .constants = factor},
      {.name = "Upper limit",
       .before = 87.01755106709379,
       .after = 57.451984631676055,
       .unit = "%",
       .method = xmr,
       .constants = factor},
      {.name = "Mann-Kendall S",
       .before = -7,
       .after = -28,
       .method = "tie-corrected"},
      {.name = "Mann-Kendall p",
       .before = 0.6751736149271245,
       .after = 0.0008366271311193047,
       .is_p_value = true,
       .method = "normal approximation, continuity-corrected, two-sided"},
      {.name = "Mann-Kendall exact p",
       .after = 0.0000496031746031746,
       .before_text = "ties",
       .is_p_value = true,
       .method = "all orders, n at most 10, no ties"},
      {.name = "Theil-Sen slope a month",
       .before = -0.05555555555555555,
       .after = -2.5,
       .method = "median of pairwise slopes"},
      {.name = "Autocorrelation r1",
       .before = -0.577433628318584,
       .after_text = "cannot be judged",
       .method = "lag 1, flagged outside the bound",
       .constants = "1.96 / \u221An = 0.566"},
  };
}

}  // namespace

Improvement DemoBypass() {
  Improvement improvement;
  improvement.entry = {.number = "OPP-0001",
                       .title = "Releases go round release management",
                       .state = EntryState::kClosed,
                       .accountable = kOwner,
                       .due = absl::CivilDay(2025, 9, 30),
                       .step = "7 Implement improvement",
                       .verdict = VerdictValue::kImproved};
  improvement.description =
      "Four of five releases reach production without passing release "
      "management; RFC-501 puts a gate into the deployment pipeline.";
  improvement.facts = {
      {"Process", "Release management"},
      {"Primary KPI", "Share of releases that bypass the process, monthly"},
      {"Target", "40 % by 2025-12-31"},
      {"Baseline", "SERIES, 2024-01 to 2024-12, frozen 2024-12-31"},
      {"Raised by", "Maren Lindqvist, 2024-11-18"}};
  improvement.indicator =
      "The monthly share of releases that bypass the "
      "process";
  improvement.change = "RFC-501";
  improvement.chart = Chart();
  improvement.verdict = MakeVerdict();
  improvement.trends = {BaselineTrend(), Trend()};
  improvement.figures = Figures();
  AddDemoBypassRecord(&improvement);
  return improvement;
}

}  // namespace csi::reporting::render
