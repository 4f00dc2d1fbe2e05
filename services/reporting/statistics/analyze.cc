#include "services/reporting/statistics/analyze.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "services/reporting/statistics/period_grid.h"
#include "services/reporting/statistics/series_csv.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// More breaks than these are a table, not a line.
constexpr size_t kBreaksInText = 12;

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

// What the context and the period starts tell about the season.
struct SeasonPlan {
  std::optional<size_t> periods;
  std::vector<size_t> slots;
  bool gaps = false;
};

SeasonPlan PlanSeason(const SeriesContext& context) {
  SeasonPlan plan;
  plan.periods = context.season_periods;
  std::optional<PeriodGrid> grid = FindPeriodGrid(context.starts);
  if (!grid.has_value()) return plan;
  if (!plan.periods.has_value()) plan.periods = grid->season_periods;
  plan.slots = std::move(grid->slots);
  plan.gaps = plan.slots.back() + 1 > plan.slots.size();
  return plan;
}

SeasonalMannKendall Seasonal(std::span<const double> values,
                             const SeasonPlan& plan) {
  if (plan.periods.has_value()) {
    return ComputeSeasonalMannKendall(values, *plan.periods, plan.slots);
  }
  SeasonalMannKendall none;
  none.reason =
      "the period starts follow no rhythm that tells a season: give its "
      "length in periods";
  return none;
}

Forecasts Forecasting(std::span<const double> values, const SeasonPlan& plan,
                      const TheilSen& line, size_t horizon) {
  ForecastOptions options;
  options.horizon = horizon;
  options.theil_sen = line;
  if (plan.gaps) {
    options.no_season_reason =
        "periods are missing, so the season would slip: give every period a "
        "value";
  } else {
    options.season_periods = plan.periods;
  }
  return ComputeForecasts(values, options);
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

void AddChartText(const AttributeChart& chart, std::string& text) {
  StrAppend(&text, "Chart ", chart.method, ": ");
  if (!chart.reason.empty()) {
    StrAppend(&text, chart.reason, "\n");
    return;
  }
  absl::StrAppendFormat(
      &text,
      "centre %.6g, sigma_z %.3f, %d of %d periods beyond their limits"
      ", %d hollow\n",
      *chart.centre, *chart.sigma_z, chart.beyond.size(), chart.lower.size(),
      chart.hollow.size());
}

// The tests that the first lines do not have, each only where it says more.
void AddFurtherText(const SeriesAnalysis& analysis, std::string& text) {
  const HamedRao& corrected = analysis.hamed_rao;
  if (corrected.trend.has_value()) {
    absl::StrAppendFormat(
        &text, "Trend, corrected for autocorrelation: %s (p = %.4g)\n",
        TrendName(*corrected.trend), *corrected.p);
  }
  const SeasonalMannKendall& seasonal = analysis.seasonal_mann_kendall;
  if (seasonal.trend.has_value()) {
    absl::StrAppendFormat(&text, "Trend within seasons of %d: %s (p = %.4g)\n",
                          seasonal.period, TrendName(*seasonal.trend),
                          *seasonal.p);
  }
  if (analysis.pettitt.has_value()) {
    absl::StrAppendFormat(&text,
                          "Likeliest change of level: %s after point %d "
                          "(Pettitt p = %.4g)\n",
                          analysis.pettitt->up ? "up" : "down",
                          analysis.pettitt->change_after, analysis.pettitt->p);
  }
  const std::vector<size_t>& breaks = analysis.change_points.breaks;
  if (!breaks.empty() && breaks.size() <= kBreaksInText) {
    StrAppend(&text, "New level from point ", absl::StrJoin(breaks, ", "), " (",
              analysis.change_points.method, ")\n");
  }
  const Forecasts& forecasts = analysis.forecasts;
  if (forecasts.choice.method.has_value()) {
    for (const Forecast& forecast : forecasts.methods) {
      if (forecast.method != *forecasts.choice.method) continue;
      absl::StrAppendFormat(&text, "Next period: %.6g", forecast.mean[0]);
      if (!forecast.pi95_low.empty()) {
        absl::StrAppendFormat(&text, " (95 %% interval %.6g to %.6g)",
                              forecast.pi95_low[0], forecast.pi95_high[0]);
      }
      StrAppend(&text, ", by ", ForecastMethodName(forecast.method),
                ", the best on the last ", forecasts.choice.hold_out, "\n");
    }
  }
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
                                             const SeriesContext& context) {
  if (values.empty()) {
    return absl::InvalidArgumentError(
        "the series has no points; give at least one");
  }
  if (context.horizon < 1 || context.horizon > kForecastHorizonMax) {
    return absl::InvalidArgumentError(StrCat(
        "a forecast of ", context.horizon,
        " periods: it must be at least 1 and at most ", kForecastHorizonMax));
  }
  const absl::Status status = CheckSeries(values);
  if (!status.ok()) return status;
  SeriesAnalysis analysis;
  analysis.n = values.size();
  analysis.improvement = context.improvement;
  analysis.xmr = ComputeXmr(values);
  analysis.mann_kendall = ComputeMannKendall(values);
  analysis.theil_sen = ComputeTheilSen(values);
  analysis.autocorrelation = ComputeAutocorrelation(values);
  SetDirection(analysis);
  analysis.rule_presets = ComputeRulePresets(values, analysis.xmr);
  const std::optional<TheilSenLine>& line = analysis.theil_sen.line;
  analysis.hamed_rao = ComputeHamedRao(values, analysis.mann_kendall,
                                       line.has_value() ? line->slope : 0);
  const SeasonPlan plan = PlanSeason(context);
  analysis.seasonal_mann_kendall = Seasonal(values, plan);
  analysis.pettitt = ComputePettitt(values);
  analysis.change_points = FindChangePoints(values);
  analysis.ols = ComputeOls(values);
  analysis.forecasts =
      Forecasting(values, plan, analysis.theil_sen, context.horizon);
  return analysis;
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
  if (analysis.attribute_chart.has_value()) {
    AddChartText(*analysis.attribute_chart, text);
  }
  AddFurtherText(analysis, text);
  StrAppend(&text, "Direction, where ", ImprovementName(analysis.improvement),
            " is better: ", DirectionName(analysis.direction), "\n");
  return text;
}

absl::StatusOr<std::string> RunAnalyze(const AnalyzeOptions& options) {
  const absl::StatusOr<Series> series = ReadSeries(options.path);
  if (!series.ok()) return series.status();
  absl::StatusOr<SeriesAnalysis> analysis =
      AnalyzeSeries(series->values, {options.improvement, series->starts,
                                     options.season_periods, options.horizon});
  if (!analysis.ok()) return analysis.status();
  if (options.chart.has_value()) {
    absl::StatusOr<AttributeChart> chart =
        MakeAttributeChart(*series, *options.chart, options.scale);
    if (!chart.ok()) return chart.status();
    analysis->attribute_chart = *std::move(chart);
  }
  return options.json ? ToJson(*analysis) : ToText(*analysis);
}

}  // namespace csi::statistics
