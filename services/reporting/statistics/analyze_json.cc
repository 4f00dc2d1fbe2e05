// The JSON of an analysis. What stood here first keeps its order and names;
// later figures follow.
#include "services/reporting/statistics/analyze.h"
#include "services/reporting/statistics/json_writer.h"

namespace csi::statistics {
namespace {

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

void WriteTrend(const std::optional<Trend>& trend, JsonWriter& json) {
  if (trend.has_value()) {
    json.String("trend", TrendName(*trend));
  } else {
    json.Null("trend");
  }
}

void WriteMannKendall(const MannKendall& test, JsonWriter& json) {
  json.OpenObject("mann_kendall");
  json.Integer("s", test.s);
  json.Number("var_s", test.var_s);
  json.Number("z", test.z);
  json.Number("p", test.p);
  json.Number("p_exact", test.p_exact);
  json.Number("tau", test.tau);
  WriteTrend(test.trend, json);
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

void WriteHamedRao(const HamedRao& test, JsonWriter& json) {
  json.OpenObject("hamed_rao");
  json.Number("p", test.p);
  json.Number("z", test.z);
  json.Number("var_s", test.var_s);
  WriteTrend(test.trend, json);
  json.Reason("reason", test.reason);
  json.CloseObject();
}

void WriteSeasonal(const SeasonalMannKendall& test, JsonWriter& json) {
  json.OpenObject("seasonal_mann_kendall");
  if (test.period > 0) {
    json.Integer("period", static_cast<int64_t>(test.period));
  } else {
    json.Null("period");
  }
  if (test.s.has_value()) {
    json.Integer("s", *test.s);
  } else {
    json.Null("s");
  }
  json.Number("var_s", test.var_s);
  json.Number("z", test.z);
  json.Number("p", test.p);
  json.Number("tau", test.tau);
  WriteTrend(test.trend, json);
  json.Number("slope", test.slope);
  json.Number("intercept", test.intercept);
  json.Reason("reason", test.reason);
  json.Reason("slope_reason", test.slope_reason);
  json.CloseObject();
}

void WritePettitt(const std::optional<Pettitt>& test, JsonWriter& json) {
  json.OpenObject("pettitt");
  if (test.has_value()) {
    json.Number("K", test->k);
    json.Number("p", test->p);
    json.Integer("change_after", static_cast<int64_t>(test->change_after));
    json.String("direction", test->up ? "up" : "down");
  } else {
    for (const char* key : {"K", "p", "change_after", "direction"}) {
      json.Null(key);
    }
    json.String("reason",
                "a change of level takes at least 2 points that differ");
  }
  json.CloseObject();
}

void WritePelt(const ChangePoints& found, JsonWriter& json) {
  json.OpenObject("pelt");
  json.Number("pen", found.penalty);
  json.Indices("breakpoints", found.breaks);
  json.String("method", found.method);
  json.Reason("reason", found.reason);
  json.CloseObject();
}

void WriteOls(const Ols& fit, JsonWriter& json) {
  json.OpenObject("ols");
  json.Number("slope", fit.slope);
  json.Number("intercept", fit.intercept);
  json.Number("r", fit.r);
  json.Number("p", fit.p);
  json.Number("stderr", fit.stderr_slope);
  json.Interval("ci95", fit.ci95_low, fit.ci95_high);
  json.Reason("reason", fit.reason);
  json.CloseObject();
}

void WriteForecasts(const Forecasts& forecasts, JsonWriter& json) {
  const auto numbers = [&json](const char* key, const std::vector<double>& of) {
    if (of.empty()) {
      json.Null(key);
    } else {
      json.Numbers(key, of);
    }
  };
  json.OpenObject("forecast");
  for (const Forecast& forecast : forecasts.methods) {
    json.OpenObject(ForecastMethodName(forecast.method));
    numbers("mean", forecast.mean);
    numbers("pi95_low", forecast.pi95_low);
    numbers("pi95_high", forecast.pi95_high);
    json.Reason("reason", forecast.reason);
    json.CloseObject();
  }
  json.CloseObject();
  const ForecastChoice& choice = forecasts.choice;
  json.OpenObject("forecast_choice");
  if (choice.method.has_value()) {
    json.String("method", ForecastMethodName(*choice.method));
  } else {
    json.Null("method");
  }
  json.Integer("hold_out", static_cast<int64_t>(choice.hold_out));
  json.OpenObject("mean_absolute_error");
  for (const HoldOutError& error : choice.errors) {
    json.Number(ForecastMethodName(error.method), error.mean_absolute);
  }
  json.CloseObject();
  json.Reason("reason", choice.reason);
  json.CloseObject();
}

}  // namespace

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
  WriteHamedRao(analysis.hamed_rao, json);
  WriteSeasonal(analysis.seasonal_mann_kendall, json);
  WritePettitt(analysis.pettitt, json);
  WritePelt(analysis.change_points, json);
  WriteOls(analysis.ols, json);
  WriteForecasts(analysis.forecasts, json);
  WriteRulePresets(analysis.rule_presets, json);
  if (analysis.attribute_chart.has_value()) {
    WriteAttributeChart(*analysis.attribute_chart, json);
  }
  json.CloseObject();
  return json.Take();
}

}  // namespace csi::statistics
