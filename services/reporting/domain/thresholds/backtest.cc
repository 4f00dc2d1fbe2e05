#include "services/reporting/domain/thresholds/backtest.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/domain/series.h"
#include "services/reporting/domain/thresholds/episode_machine.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/statistics/change_points.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::reporting {
namespace {

void AddFinding(std::string rule, std::string message, v1::Backtest& backtest) {
  common::v1::Finding& finding = *backtest.add_findings();
  finding.set_rule(std::move(rule));
  finding.set_severity(common::v1::SEVERITY_WARNING);
  finding.set_message(std::move(message));
}

bool IsWorse(const v1::Threshold& threshold, double before, double after) {
  if (threshold.side() == v1::THRESHOLD_SIDE_ABOVE) return after > before;
  if (threshold.side() == v1::THRESHOLD_SIDE_BELOW) return after < before;
  return after != before;
}

// Segments that are worse than the one before.
std::vector<Stretch> DetectedProblems(const v1::Indicator& indicator,
                                      const v1::Threshold& threshold,
                                      const std::vector<StoredPoint>& figures,
                                      std::string& method) {
  const std::vector<double> values = ValuesOf(figures);
  const statistics::ChangePoints found =
      statistics::FindChangePoints(values, limits::kCommandPeltPointsMax);
  method = std::string(found.method);
  std::vector<size_t> edges = {0};
  edges.insert(edges.end(), found.breaks.begin(), found.breaks.end());
  edges.push_back(values.size());
  std::vector<Stretch> problems;
  for (size_t i = 2; i < edges.size(); ++i) {
    const std::span<const double> all(values);
    const double before = statistics::Mean(
        all.subspan(edges[i - 2], edges[i - 1] - edges[i - 2]));
    const double after =
        statistics::Mean(all.subspan(edges[i - 1], edges[i] - edges[i - 1]));
    if (!IsWorse(threshold, before, after)) continue;
    problems.push_back(
        {figures[edges[i - 1]].period_us,
         PeriodEnd(indicator.frequency(), figures[edges[i] - 1].period_us)});
  }
  return problems;
}

bool Overlaps(const Episode& episode, const Stretch& problem) {
  return episode.opened.period_us < problem.to_us &&
         (!episode.close_us || *episode.close_us > problem.from_us);
}

// Figures with from <= period < to.
int64_t Between(const std::vector<StoredPoint>& figures, int64_t from_us,
                int64_t to_us) {
  const auto at = [&](int64_t time_us) {
    return std::lower_bound(figures.begin(), figures.end(), time_us,
                            [](const StoredPoint& point, int64_t time) {
                              return point.period_us < time;
                            });
  };
  return std::max<int64_t>(0, at(to_us) - at(from_us));
}

void FillAlerts(const std::vector<Episode>& episodes,
                const std::vector<Stretch>& problems, v1::Backtest& backtest) {
  backtest.set_alert_count(static_cast<int32_t>(episodes.size()));
  for (const Episode& episode : episodes) {
    const bool right = std::any_of(
        problems.begin(), problems.end(),
        [&](const Stretch& each) { return Overlaps(episode, each); });
    if (!right) backtest.set_false_count(backtest.false_count() + 1);
    if (backtest.alerts_size() >= limits::kBacktestListedMax) continue;
    v1::BacktestAlert& alert = *backtest.add_alerts();
    *alert.mutable_open_period_time() = TimestampOf(episode.opened.period_us);
    alert.set_value(episode.opened.value);
    if (episode.opened.limit) alert.set_limit(*episode.opened.limit);
    alert.set_rule(episode.opened.rule);
    if (episode.close_us) {
      *alert.mutable_close_period_time() = TimestampOf(*episode.close_us);
    }
    alert.set_is_false(!right);
  }
  if (!episodes.empty()) {
    backtest.set_false_share(static_cast<double>(backtest.false_count()) /
                             static_cast<double>(episodes.size()));
  }
}

void FillProblems(const std::vector<StoredPoint>& figures,
                  const std::vector<Episode>& episodes,
                  const std::vector<Stretch>& problems,
                  v1::Backtest& backtest) {
  backtest.set_problem_count(static_cast<int32_t>(problems.size()));
  int64_t inside = 0;
  double delays = 0;
  for (const Stretch& problem : problems) {
    inside += Between(figures, problem.from_us, problem.to_us);
    const auto first = std::find_if(
        episodes.begin(), episodes.end(),
        [&](const Episode& each) { return Overlaps(each, problem); });
    const bool missed = first == episodes.end();
    const int64_t delay =
        missed ? 0 : Between(figures, problem.from_us, first->opened.period_us);
    if (missed) backtest.set_missed_count(backtest.missed_count() + 1);
    delays += static_cast<double>(delay);
    if (backtest.problems_size() >= limits::kBacktestListedMax) continue;
    v1::BacktestProblem& out = *backtest.add_problems();
    *out.mutable_window()->mutable_start_time() = TimestampOf(problem.from_us);
    *out.mutable_window()->mutable_end_time() = TimestampOf(problem.to_us);
    out.set_missed(missed);
    if (!missed) out.set_delay(static_cast<int32_t>(delay));
  }
  const int found = backtest.problem_count() - backtest.missed_count();
  if (found > 0) backtest.set_mean_delay(delays / found);
  if (backtest.false_count() > 0) {
    backtest.set_average_run_length(
        static_cast<double>(static_cast<int64_t>(figures.size()) - inside) /
        backtest.false_count());
  }
}

void FillFindings(const v1::Threshold& threshold, v1::Backtest& backtest) {
  const auto least = static_cast<int>(statistics::kBaselinePeriodsMin);
  if (backtest.figure_count() < least) {
    AddFinding("TOO_FEW",
               StrCat("With ", backtest.figure_count(),
                      " figures little is known; at least ", least,
                      " tell something."),
               backtest);
  }
  if (backtest.corrected_count() > 0) {
    AddFinding("CORRECTED",
               StrCat(backtest.corrected_count(),
                      " figures were corrected since; on the day the "
                      "threshold would have seen the old ones."),
               backtest);
  }
  if (backtest.judged_by() == "DETECTED_CHANGES") {
    AddFinding("NO_LABELS",
               "No known problems were given: alerts are held against changes "
               "found in the same figures, which flatters a threshold. Give "
               "the stretches that were problems.",
               backtest);
  }
  if (!threshold.baseline().empty()) {
    AddFinding("BASELINE",
               StrCat("The limits come from ", threshold.baseline(),
                      "; over its own window few alerts are to be expected."),
               backtest);
  }
}

void FillSentence(const v1::Indicator& indicator, v1::Backtest& backtest) {
  std::string text = absl::StrFormat(
      "Over %d %ss it would have raised %d alerts", backtest.figure_count(),
      PeriodWord(indicator.frequency()), backtest.alert_count());
  if (backtest.has_false_share()) {
    absl::StrAppendFormat(&text, ", %d of them false (%.0f %%)",
                          backtest.false_count(), 100 * backtest.false_share());
  }
  absl::StrAppendFormat(
      &text, "; of %d %s it would have missed %d", backtest.problem_count(),
      backtest.judged_by() == "LABELS" ? "known problems" : "detected changes",
      backtest.missed_count());
  if (backtest.has_mean_delay()) {
    absl::StrAppendFormat(&text, ", the others found after %.3g figures",
                          backtest.mean_delay());
  }
  backtest.set_sentence(text + ".");
}

absl::StatusOr<std::vector<Stretch>> LabelsOf(
    const google::protobuf::RepeatedPtrField<csi::common::v1::Interval>&
        problems) {
  if (problems.size() > limits::kBacktestListedMax) {
    return FieldError("problems",
                      StrCat("at most ", limits::kBacktestListedMax,
                             " stretches; there are ", problems.size(), "."));
  }
  std::vector<Stretch> labels;
  for (int i = 0; i < problems.size(); ++i) {
    const csi::common::v1::Interval& each = problems.at(i);
    const Stretch label{MicrosOf(each.start_time()), MicrosOf(each.end_time())};
    if (!each.has_start_time() || !each.has_end_time() ||
        label.to_us <= label.from_us) {
      return FieldError(StrCat("problems[", i, "]"),
                        "a problem has a start and an end behind it.");
    }
    labels.push_back(label);
  }
  std::sort(
      labels.begin(), labels.end(),
      [](const Stretch& a, const Stretch& b) { return a.from_us < b.from_us; });
  for (size_t i = 1; i < labels.size(); ++i) {
    if (labels[i].from_us >= labels[i - 1].to_us) continue;
    return FieldError("problems", StrCat("two of them overlap at ",
                                         TimeWords(labels[i].from_us),
                                         "; give them as one."));
  }
  return labels;
}

}  // namespace

v1::Backtest RunBacktest(const v1::Indicator& indicator,
                         const v1::Threshold& threshold,
                         const std::vector<StoredPoint>& points,
                         const std::vector<Stretch>* labels) {
  v1::Backtest backtest;
  const std::vector<StoredPoint> figures = JudgeablePoints(indicator, points);
  backtest.set_figure_count(static_cast<int32_t>(figures.size()));
  backtest.set_skipped_count(
      static_cast<int32_t>(points.size() - figures.size()));
  for (const StoredPoint& each : figures) {
    if (each.revision > 1) {
      backtest.set_corrected_count(backtest.corrected_count() + 1);
    }
  }
  const std::vector<Episode> episodes =
      EpisodesOf(threshold, JudgeFigures(threshold, figures, 0));
  std::string method;
  const std::vector<Stretch> problems =
      labels != nullptr
          ? *labels
          : DetectedProblems(indicator, threshold, figures, method);
  backtest.set_judged_by(labels != nullptr ? "LABELS" : "DETECTED_CHANGES");
  FillAlerts(episodes, problems, backtest);
  FillProblems(figures, episodes, problems, backtest);
  if (labels == nullptr) {
    backtest.add_methods(
        StrCat("changes=", method,
               ", l2, penalty 2 ln(n) (mean moving range / d2)^2"));
  }
  backtest.add_methods(
      "false_share=1 - precision; missed=1 - recall; delay=detection time: The "
      "Site Reliability Workbook (2018), Alerting on SLOs");
  backtest.add_methods(
      "average_run_length=figures outside of problems / false alerts, after "
      "Page (1954)");
  FillFindings(threshold, backtest);
  FillSentence(indicator, backtest);
  return backtest;
}

absl::StatusOr<v1::Backtest> BacktestOf(
    const KvReader& state, std::string_view tenant,
    const v1::Indicator& indicator, const v1::Threshold& threshold,
    const csi::common::v1::Interval& window,
    const google::protobuf::RepeatedPtrField<csi::common::v1::Interval>&
        problems) {
  ASSIGN_OR_RETURN(const std::vector<Stretch> labels, LabelsOf(problems));
  const std::string series = SeriesText(threshold.dimensions());
  const std::vector<StoredPoint> points = ReadPoints(
      state, {tenant, LastPart(indicator.name()), series},
      window.has_start_time() ? MicrosOf(window.start_time()) : kTimeMin,
      window.has_end_time() ? MicrosOf(window.end_time()) : kTimeMax,
      limits::kAnalysisPointsMax);
  if (JudgeablePoints(indicator, points).empty()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat(indicator.name(),
                          " has no figures to judge in this window and "
                          "breakdown. Record some, or choose another window."),
                   {{"rule", "NO_POINTS"}});
  }
  v1::Backtest backtest = RunBacktest(indicator, threshold, points,
                                      labels.empty() ? nullptr : &labels);
  *backtest.mutable_window()->mutable_start_time() =
      TimestampOf(points.front().period_us);
  *backtest.mutable_window()->mutable_end_time() =
      TimestampOf(PeriodEnd(indicator.frequency(), points.back().period_us));
  v1::Threshold rule = threshold;
  rule.clear_backtest();
  backtest.set_input_sha256(Hex(Sha256(
      {ToBytes(rule),
       ToBytes(EncodePoints(points, RatioFactor(indicator.aggregation())))})));
  return backtest;
}

}  // namespace csi::reporting
