// The worked case of incidents within their SLA: four weeks against four, too
// few for an answer. Weekly figures derived from the public incident log that
// the model names as its source.
#include <iterator>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

struct Week {
  int64_t closed;
  int64_t met;
};

// From 2016-03-21 on; met / closed as counted in the log.
constexpr Week kWeeks[] = {{4007, 1068}, {1877, 1158}, {2273, 1588},
                           {1988, 1440}, {2075, 1614}, {1426, 1000},
                           {2148, 1711}, {1775, 1428}, {1850, 1420},
                           {1923, 1350}, {1154, 890}};
constexpr size_t kFirstBefore = 1;
constexpr size_t kFirstAfter = 5;
constexpr size_t kEndAfter = 9;
constexpr char kOwner[] = "Sofia Marchetti";
constexpr char kIllustrative[] =
    "the date is illustrative; no real change is known";

PointUse UseOf(size_t week) {
  if (week < kFirstBefore) return PointUse::kIncomplete;
  if (week < kFirstAfter) return PointUse::kBaseline;
  return week < kEndAfter ? PointUse::kAfter : PointUse::kOutside;
}

ChartModel Chart() {
  ChartModel chart;
  chart.title = "Incidents that meet their SLA";
  chart.unit = "%";
  chart.value_axis = "Incidents within their SLA";
  chart.limit_rule =
      "Limits: mean \u00B1 3 \u00D7 mean moving range / d2 (preset exact).";
  chart.granularity = Granularity::kWeek;
  chart.sense = Sense::kHigher;
  const absl::Time first = DemoTime("2016-03-21 00:00");
  for (size_t i = 0; i < std::size(kWeeks); ++i) {
    ChartPoint point;
    point.start = first + absl::Hours(24 * 7) * static_cast<int64_t>(i);
    point.count = kWeeks[i].closed;
    point.value = 100.0 * static_cast<double>(kWeeks[i].met) /
                  static_cast<double>(kWeeks[i].closed);
    point.use = UseOf(i);
    if (i == 0) point.note = "bulk close of old incidents";
    chart.points.push_back(point);
  }
  chart.segments.push_back({.label = "Before",
                            .first = kFirstBefore,
                            .last = kFirstAfter - 1,
                            .centre = 70.44388735074503,
                            .lower = 56.18543581393968,
                            .upper = 84.70233888755038});
  chart.segments.push_back({.label = "After",
                            .first = kFirstAfter,
                            .last = kEndAfter - 1,
                            .centre = 76.74729541834604,
                            .lower = 64.3237901873294,
                            .upper = 89.17080064936269});
  chart.changes.push_back({.label = "RFC-502 (illustrative date)",
                           .start = DemoTime("2016-04-25 00:00"),
                           .end = DemoTime("2016-04-25 00:00")});
  return chart;
}

Verdict MakeVerdict() {
  Verdict verdict;
  verdict.value = VerdictValue::kInconclusive;
  verdict.reasons = {{"TOO_FEW",
                      "4 weeks before and 4 after; at least 12 and "
                      "6 are needed"}};
  verdict.review_date = absl::CivilDay(2016, 5, 23);
  verdict.computed_time = DemoTime("2016-05-23 06:00");
  verdict.difference_unit = "percentage points";
  verdict.figures = {
      {.name = "By incident",
       .basis = "5,800 of 8,213 before, 5,559 of 7,199 after",
       .before = 70.61974917813223,
       .after = 77.21905820252812,
       .difference = 6.599309024395894,
       .interval = Interval{5.217566564586173, 7.981051484205544, 0.95},
       .p = 1.625304347765316e-20,
       .test = "two proportions, z 9.28",
       .note = "counts single incidents as independent, which they are not: "
               "Laney sigma_z is 4.6 over the eight weeks"},
      {.name = "By week",
       .basis = "4 and 4 weekly values",
       .before = 70.44388735074503,
       .after = 76.74729541834604,
       .difference = 6.303408067601012,
       .interval = Interval{-21.597596556864534, 34.204412692066555, 0.95},
       .p = 0.2,
       .test = "Welch, n_eff 2 and 2; exact Mann-Whitney",
       .decides = true}};
  verdict.notes = {{"BASELINE_RISING",
                    "The baseline was already rising before the change (S 6, "
                    "exact p 0.083)."},
                   {"OVER_DISPERSED",
                    "Weeks differ by more than their counts explain (Laney "
                    "sigma_z 4.6)."},
                   {"DATE_ILLUSTRATIVE", ""}};
  verdict.after_state = AfterState::kStable;
  verdict.after_state_words = "No signal, but only 4 weeks.";
  verdict.target = TargetState::kNotMet;
  verdict.target_words = "80 % by 2016-06-30; the mean after is 76.7 %.";
  verdict.assurance = "inconsistent";
  verdict.attribution_words = kIllustrative;
  verdict.new_baseline = NewBaseline::kRefused;
  verdict.new_baseline_words = "At least 8 stable weeks are needed.";
  return verdict;
}

TrendAnswers Trend() {
  TrendAnswers trend;
  trend.window = "before the change, 2016-W13 to 2016-W16";
  trend.direction = {.answer = "positive",
                     .words =
                         "rising by 5.4 percentage points a week (95 % "
                         "interval 2.6 to 8.2)",
                     .method = "Theil-Sen slope with interval",
                     .n = 4};
  trend.significance = {.answer = "not significant, p\u00A0=\u00A00.083",
                        .words = "S 6, exact",
                        .method = "Mann-Kendall, exact p",
                        .n = 4};
  trend.likely_impact = {.answer = "cannot be told",
                         .words = "four weeks are no basis for a forecast",
                         .method = "none",
                         .n = 4};
  trend.predictability = {.answer = "cannot be judged",
                          .words = "limits from 4 values are a sketch",
                          .method = "Process behaviour chart, exact d2",
                          .n = 4};
  trend.caveats = {"Fewer than 10 values: autocorrelation cannot be judged."};
  return trend;
}

std::vector<WorkedFigure> Figures() {
  const char xmr[] = "XmR, preset exact";
  return {{.name = "Periods", .before = 4, .after = 4, .method = "whole weeks"},
          {.name = "Incidents closed",
           .before = 8213,
           .after = 7199,
           .method = "sum of the counts"},
          {.name = "Pooled share",
           .before = 70.61974917813223,
           .after = 77.21905820252812,
           .unit = "%",
           .method = "sum of numerators / sum of denominators"},
          {.name = "Mean of the weeks (centre line)",
           .before = 70.44388735074503,
           .after = 76.74729541834604,
           .unit = "%",
           .method = "mean of the period values"},
          {.name = "Lower limit",
           .before = 56.18543581393968,
           .after = 64.3237901873294,
           .unit = "%",
           .method = xmr,
           .constants = "3 / d2 = 2.658681"},
          {.name = "Upper limit",
           .before = 84.70233888755038,
           .after = 89.17080064936269,
           .unit = "%",
           .method = xmr,
           .constants = "3 / d2 = 2.658681"},
          {.name = "Mann-Kendall S",
           .before = 6,
           .after = 2,
           .method = "tie-corrected"}};
}

Act MakeAct(std::string_view time, std::string person, std::string act,
            std::string step, std::string letter, std::string role) {
  return {.time = DemoTime(time),
          .person = std::move(person),
          .act = std::move(act),
          .step = std::move(step),
          .letter = std::move(letter),
          .role = std::move(role),
          .matrix = "seven-step, federated, version 1"};
}

}  // namespace

Improvement DemoSla() {
  Improvement improvement;
  improvement.entry = {.number = "OPP-0002",
                       .title = "More incidents solved within their SLA",
                       .state = EntryState::kInProgress,
                       .accountable = kOwner,
                       .due = absl::CivilDay(2025, 6, 30),
                       .step = "7 Implement improvement",
                       .verdict = VerdictValue::kInconclusive,
                       .verdict_reasons = {"TOO_FEW"}};
  improvement.facts = {{"Service", "Service desk"},
                       {"Primary KPI", "Incidents within their SLA, weekly"},
                       {"Target", "80 % by 2016-06-30"},
                       {"Baseline", "SERIES, 2016-W13 to 2016-W16"}};
  improvement.indicator = "The weekly share of incidents within their SLA";
  improvement.change = "RFC-502";
  improvement.chart = Chart();
  improvement.verdict = MakeVerdict();
  improvement.trends = {Trend()};
  improvement.figures = Figures();
  improvement.acts = {
      MakeAct("2016-04-04 08:30", kOwner, "logged the opportunity", "", "",
              "service owner, service desk"),
      MakeAct("2016-04-18 10:00", kOwner, "approved the step",
              "5 Analyse the information and data", "A",
              "service owner, service desk"),
      MakeAct("2016-04-22 15:10", kOwner, "raised RFC-502",
              "7 Implement improvement", "R", "service owner, service desk")};
  improvement.rfcs = {
      {.id = "RFC-502",
       .title = "Dispatch rules for the service desk",
       .status = "IMPLEMENTED",
       .raised_by = kOwner,
       .actual_start = DemoTime("2016-04-25 00:00"),
       .actual_end = DemoTime("2016-04-25 00:00"),
       .history = {{.status = "IMPLEMENTED",
                    .raw_status = "Done",
                    .occurred_time = DemoTime("2016-04-25 00:00"),
                    .received_time = DemoTime("2016-04-25 00:01")}}}};
  return improvement;
}

}  // namespace csi::reporting::render
