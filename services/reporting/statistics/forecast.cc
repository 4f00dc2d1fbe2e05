#include "services/reporting/statistics/forecast.h"

#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/ols.h"
#include "services/reporting/statistics/smoothing.h"

namespace csi::statistics {
namespace {

using Values = std::span<const double>;

constexpr SmoothingWeights kSesWeights = {0.3, 0, 0};
constexpr SmoothingWeights kHoltWeights = {0.3, 0.1, 0};
constexpr SmoothingWeights kHoltWintersWeights = {0.3, 0.1, 0.1};

std::string TooFew(size_t wanted, size_t n, std::string_view what) {
  return StrCat(what, " takes at least ", wanted, " points, there ",
                n == 1 ? "is 1" : StrCat("are ", n));
}

// Adds the limits at each mean, `deviations` times the quantile away.
void SetLimits(const std::vector<double>& deviations, double quantile,
               Forecast& forecast) {
  for (size_t i = 0; i < forecast.mean.size(); ++i) {
    forecast.pi95_low.push_back(forecast.mean[i] - quantile * deviations[i]);
    forecast.pi95_high.push_back(forecast.mean[i] + quantile * deviations[i]);
  }
}

// Root mean square of (step - drift), over `degrees`.
double StepDeviation(Values values, double drift, size_t degrees) {
  long double squares = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    const long double rest =
        static_cast<long double>(values[i]) - values[i - 1] - drift;
    squares += rest * rest;
  }
  return static_cast<double>(
      std::sqrt(squares / static_cast<long double>(degrees)));
}

void Naive(Values values, size_t horizon, Forecast& forecast) {
  forecast.mean.assign(horizon, values.back());
  if (values.size() < 2) {
    forecast.reason = TooFew(2, values.size(), "a spread of the steps");
    return;
  }
  const double step = StepDeviation(values, 0, values.size() - 1);
  std::vector<double> deviations;
  for (size_t h = 1; h <= horizon; ++h) {
    deviations.push_back(step * std::sqrt(static_cast<double>(h)));
  }
  SetLimits(deviations, kNormal975, forecast);
}

void Drift(Values values, size_t horizon, Forecast& forecast) {
  const size_t n = values.size();
  if (n < 2) {
    forecast.reason = TooFew(2, n, "a drift");
    return;
  }
  const double steps = static_cast<double>(n - 1);
  const double drift = (values.back() - values.front()) / steps;
  for (size_t h = 1; h <= horizon; ++h) {
    forecast.mean.push_back(values.back() + static_cast<double>(h) * drift);
  }
  if (n < 3) {
    forecast.reason = TooFew(3, n, "a spread about the drift");
    return;
  }
  const double step = StepDeviation(values, drift, n - 2);
  std::vector<double> deviations;
  for (size_t h = 1; h <= horizon; ++h) {
    const double ahead = static_cast<double>(h);
    // The second term is the error of the drift itself.
    deviations.push_back(step * std::sqrt(ahead * (1 + ahead / steps)));
  }
  SetLimits(deviations, kNormal975, forecast);
}

void Follow(const Smoothing& smoothing, const SmoothingWeights& weights,
            size_t horizon, Forecast& forecast) {
  for (size_t h = 1; h <= horizon; ++h) {
    forecast.mean.push_back(smoothing.Ahead(h));
  }
  SetLimits(AheadDeviations(smoothing, weights, horizon), kNormal975, forecast);
}

void HoltWinters(Values values, const ForecastOptions& options,
                 Forecast& forecast) {
  if (!options.season_periods.has_value()) {
    forecast.reason = options.no_season_reason.empty()
                          ? "no season is known: give its length in periods"
                          : options.no_season_reason;
    return;
  }
  const size_t season = *options.season_periods;
  if (season < 2 || season > kSeasonPeriodsMax) {
    forecast.reason = StrCat("a season has at least 2 periods and at most ",
                             kSeasonPeriodsMax);
  } else if (values.size() < 2 * season + 1) {
    forecast.reason =
        TooFew(2 * season + 1, values.size(),
               StrCat("a season of ", season, " periods, seen twice,"));
  } else {
    Follow(SmoothSeason(values, season, kHoltWintersWeights),
           kHoltWintersWeights, options.horizon, forecast);
  }
}

// A line with errors of standard deviation `deviation` about it, whose own
// position is uncertain too (the formula for least squares; near enough for
// the Theil-Sen line, whose errors about it are never smaller).
template <typename Line>
void FollowLine(const Line& line, size_t n, double deviation, size_t horizon,
                Forecast& forecast) {
  const double count = static_cast<double>(n);
  const double middle = (count - 1) / 2;
  const double squares = count * (count * count - 1) / 12;  // of x - middle
  std::vector<double> deviations;
  for (size_t h = 0; h < horizon; ++h) {
    const double x = count + static_cast<double>(h);
    forecast.mean.push_back(line.At(x));
    const double distance = x - middle;
    deviations.push_back(
        deviation * std::sqrt(1 + 1 / count + distance * distance / squares));
  }
  if (n < 3) {
    forecast.reason = TooFew(3, n, "a spread about the line");
    return;
  }
  SetLimits(deviations, StudentQuantile(1 - kSignificance / 2, count - 2),
            forecast);
}

void TheilSenForecast(Values values, const ForecastOptions& options,
                      Forecast& forecast) {
  const TheilSen fit = options.theil_sen.has_value() ? *options.theil_sen
                                                     : ComputeTheilSen(values);
  if (!fit.line.has_value()) {
    forecast.reason = fit.reason;
    return;
  }
  long double squares = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const long double rest = static_cast<long double>(values[i]) -
                             fit.line->At(static_cast<double>(i));
    squares += rest * rest;
  }
  const auto degrees = static_cast<long double>(values.size()) - 2;
  const double deviation =
      degrees > 0 ? static_cast<double>(std::sqrt(squares / degrees)) : 0;
  FollowLine(*fit.line, values.size(), deviation, options.horizon, forecast);
}

void OlsForecast(Values values, size_t horizon, Forecast& forecast) {
  const Ols fit = ComputeOls(values);
  if (!fit.slope.has_value()) {
    forecast.reason = fit.reason;
    return;
  }
  FollowLine(fit, values.size(), fit.residual_deviation.value_or(0), horizon,
             forecast);
}

}  // namespace

std::string_view ForecastMethodName(ForecastMethod method) {
  switch (method) {
    case ForecastMethod::kNaive:
      return "naive";
    case ForecastMethod::kDrift:
      return "drift";
    case ForecastMethod::kSes:
      return "ses_alpha0.3_init_first";
    case ForecastMethod::kHolt:
      return "holt_alpha0.3_beta0.1_init_first_diff";
    case ForecastMethod::kHoltWinters:
      return "holt_winters_alpha0.3_beta0.1_gamma0.1_additive";
    case ForecastMethod::kTheilSenLine:
      return "theil_sen_line";
    case ForecastMethod::kOls:
      return "ols";
  }
  return "unknown";
}

Forecast ComputeForecast(std::span<const double> values, ForecastMethod method,
                         const ForecastOptions& options) {
  Forecast forecast;
  forecast.method = method;
  const size_t n = values.size();
  switch (method) {
    case ForecastMethod::kNaive:
      Naive(values, options.horizon, forecast);
      break;
    case ForecastMethod::kDrift:
      Drift(values, options.horizon, forecast);
      break;
    case ForecastMethod::kSes:
      if (n < 2) {
        forecast.reason = TooFew(2, n, "smoothing");
      } else {
        Follow(Smooth(values, kSesWeights), kSesWeights, options.horizon,
               forecast);
      }
      break;
    case ForecastMethod::kHolt:
      if (n < 3) {
        forecast.reason = TooFew(3, n, "smoothing with a trend");
      } else {
        Follow(Smooth(values, kHoltWeights), kHoltWeights, options.horizon,
               forecast);
      }
      break;
    case ForecastMethod::kHoltWinters:
      HoltWinters(values, options, forecast);
      break;
    case ForecastMethod::kTheilSenLine:
      TheilSenForecast(values, options, forecast);
      break;
    case ForecastMethod::kOls:
      OlsForecast(values, options.horizon, forecast);
      break;
  }
  return forecast;
}

}  // namespace csi::statistics
