#include "services/reporting/statistics/analyze.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "services/reporting/statistics/json_writer.h"
#include "services/reporting/statistics/series_csv.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

void SetDirection(SeriesAnalysis& analysis) {
  const MannKendall& test = analysis.mann_kendall;
  if (!test.trend.has_value()) {
    analysis.direction_reason = test.reason;
    return;
  }
  if (*test.trend == Trend::kNone) return;
  const int way = *test.trend == Trend::kIncreasing ? 1 : -1;
  analysis.direction = way == Sense(analysis.improvement)
                           ? Direction::kPositive
                           : Direction::kNegative;
}

void WriteXmr(const XmrChart& chart, JsonWriter& json) {
  const auto limit = [&](double Limits::*member) -> std::optional<double> {
    if (!chart.limits.has_value()) return std::nullopt;
    return (*chart.limits).*member;
  };
  json.OpenObject("xmr");
  json.Number("centre", chart.centre);
  json.Number("lower", limit(&Limits::lower));
  json.Number("upper", limit(&Limits::upper));
  json.Number("mr_bar", chart.mr_bar);
  json.Number("sigma", chart.sigma);
  json.Reason("reason", chart.reason);
  json.OpenArray("signals");
  for (const Signal& signal : chart.signals) {
    json.OpenObject();
    json.String("rule", RuleName(signal.rule));
    json.Indices("points", signal.points);
    json.CloseObject();
  }
  json.CloseArray();
  json.CloseObject();
}

void WriteMannKendall(const MannKendall& test, JsonWriter& json) {
  json.OpenObject("mann_kendall");
  json.Integer("s", test.s);
  json.Number("var_s", test.var_s);
  json.Number("z", test.z);
  json.Number("p", test.p);
  json.Number("p_exact", test.p_exact);
  json.Number("tau", test.tau);
  if (test.trend.has_value()) {
    json.String("trend", TrendName(*test.trend));
  } else {
    json.Null("trend");
  }
  json.Reason("reason", test.reason);
  json.Reason("p_exact_reason", test.exact_reason);
  json.CloseObject();
}

void WriteTheilSen(const TheilSen& fit, JsonWriter& json) {
  const auto member = [&](double TheilSenLine::*m) -> std::optional<double> {
    if (!fit.line.has_value()) return std::nullopt;
    return (*fit.line).*m;
  };
  json.OpenObject("theil_sen");
  json.Number("slope", member(&TheilSenLine::slope));
  json.Number("intercept", member(&TheilSenLine::intercept));
  json.Number("ci95_low", member(&TheilSenLine::ci95_low));
  json.Number("ci95_high", member(&TheilSenLine::ci95_high));
  json.Reason("reason", fit.reason);
  json.CloseObject();
}

std::string SignalText(const XmrChart& chart) {
  if (chart.signals.empty()) return "none";
  return absl::StrJoin(
      chart.signals, "; ", [](std::string* out, const Signal& signal) {
        constexpr size_t kShown = 12;
        const size_t shown = std::min(kShown, signal.points.size());
        StrAppend(out, RuleName(signal.rule), " at ",
                  absl::StrJoin(signal.points.begin(),
                                signal.points.begin() + shown, ", "),
                  shown < signal.points.size()
                      ? StrCat(" and ", signal.points.size() - shown, " more")
                      : "");
      });
}

}  // namespace

std::string_view DirectionName(Direction direction) {
  switch (direction) {
    case Direction::kNone:
      return "none";
    case Direction::kPositive:
      return "positive";
    case Direction::kNegative:
      return "negative";
  }
  return "none";
}

absl::StatusOr<SeriesAnalysis> AnalyzeSeries(std::span<const double> values,
                                             Improvement improvement) {
  if (values.empty()) {
    return absl::InvalidArgumentError(
        "the series has no points; give at least one");
  }
  const absl::Status status = CheckSeries(values);
  if (!status.ok()) return status;
  SeriesAnalysis analysis;
  analysis.n = values.size();
  analysis.improvement = improvement;
  analysis.xmr = ComputeXmr(values);
  analysis.mann_kendall = ComputeMannKendall(values);
  analysis.theil_sen = ComputeTheilSen(values);
  analysis.autocorrelation = ComputeAutocorrelation(values);
  SetDirection(analysis);
  return analysis;
}

std::string ToJson(const SeriesAnalysis& analysis) {
  JsonWriter json;
  json.OpenObject();
  json.Integer("n", static_cast<int64_t>(analysis.n));
  WriteXmr(analysis.xmr, json);
  WriteMannKendall(analysis.mann_kendall, json);
  WriteTheilSen(analysis.theil_sen, json);
  json.OpenObject("autocorrelation");
  json.Number("r1", analysis.autocorrelation.r1);
  json.Number("bound", analysis.autocorrelation.bound);
  json.Boolean("flag", analysis.autocorrelation.flag);
  json.Reason("reason", analysis.autocorrelation.reason);
  json.CloseObject();
  json.String("direction", DirectionName(analysis.direction));
  json.Reason("direction_reason", analysis.direction_reason);
  json.CloseObject();
  return json.Take();
}

std::string ToText(const SeriesAnalysis& analysis) {
  std::string text = StrCat("Points: ", analysis.n, "\n");
  const XmrChart& chart = analysis.xmr;
  if (chart.limits.has_value()) {
    absl::StrAppendFormat(&text, "Centre %.6g, limits %.6g to %.6g\n",
                          *chart.centre, chart.limits->lower,
                          chart.limits->upper);
    StrAppend(&text, "Signals: ", SignalText(chart), "\n");
  } else {
    StrAppend(&text, "Limits: ", chart.reason, "\n");
  }
  const MannKendall& test = analysis.mann_kendall;
  if (test.trend.has_value()) {
    absl::StrAppendFormat(&text, "Trend: %s (S = %d, p = %.4g)\n",
                          TrendName(*test.trend), test.s, *test.p);
  } else {
    StrAppend(&text, "Trend: ", test.reason, "\n");
  }
  if (analysis.theil_sen.line.has_value()) {
    const TheilSenLine& line = *analysis.theil_sen.line;
    absl::StrAppendFormat(
        &text, "Slope a period: %.6g (95 %% interval %.6g to %.6g)\n",
        line.slope, line.ci95_low, line.ci95_high);
  }
  const Autocorrelation& related = analysis.autocorrelation;
  if (related.flag.value_or(false)) {
    absl::StrAppendFormat(
        &text,
        "Caution: neighbours are related (r1 = %.3f), the limits are too %s\n",
        *related.r1, *related.r1 > 0 ? "narrow" : "wide");
  } else if (!related.reason.empty()) {
    StrAppend(&text, "Autocorrelation: ", related.reason, "\n");
  }
  StrAppend(&text, "Direction, where ", ImprovementName(analysis.improvement),
            " is better: ", DirectionName(analysis.direction), "\n");
  return text;
}

absl::StatusOr<std::string> RunAnalyze(const AnalyzeOptions& options) {
  const absl::StatusOr<Series> series = ReadSeries(options.path);
  if (!series.ok()) return series.status();
  const absl::StatusOr<SeriesAnalysis> analysis =
      AnalyzeSeries(series->values, options.improvement);
  if (!analysis.ok()) return analysis.status();
  return options.json ? ToJson(*analysis) : ToText(*analysis);
}

}  // namespace csi::statistics
