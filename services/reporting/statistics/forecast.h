// Forecasts of a series by several plain methods, each with 95 % prediction
// intervals, and which of them did best on the last periods.
//
// The methods and their stated constants (x is 0, 1, 2, ...):
//   naive            the last value; spread of the steps times sqrt(h)
//   drift            the line through the first and the last value
//   ses_..., holt_..., holt_winters_...   smoothing.h, weights in the name
//   theil_sen_line   theil_sen.h;  ols   ols.h; Student's t about the line
// Intervals assume errors that are independent and of one spread (Hyndman,
// Athanasopoulos 2021, chapters 5 and 8); they know nothing of a change of
// level. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_FORECAST_H_
#define CSI_SERVICES_REPORTING_STATISTICS_FORECAST_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/theil_sen.h"

namespace csi::statistics {

enum class ForecastMethod {
  kNaive,
  kDrift,
  kSes,
  kHolt,
  kHoltWinters,
  kTheilSenLine,
  kOls,
};

// In this order they are tried; of equally good ones the first is chosen.
inline constexpr ForecastMethod kForecastMethods[] = {
    ForecastMethod::kNaive,       ForecastMethod::kDrift,
    ForecastMethod::kSes,         ForecastMethod::kHolt,
    ForecastMethod::kHoltWinters, ForecastMethod::kTheilSenLine,
    ForecastMethod::kOls};

// "naive", "ses_alpha0.3_init_first" and so on: the names of the output.
std::string_view ForecastMethodName(ForecastMethod method);

struct Forecast {
  ForecastMethod method = ForecastMethod::kNaive;
  // One element a period ahead. `mean` is empty where the method has too few
  // points, the limits where there is no spread to be had; `reason` says why.
  std::vector<double> mean;
  std::vector<double> pi95_low;
  std::vector<double> pi95_high;
  std::string reason;
};

struct ForecastOptions {
  size_t horizon = kForecastHorizonDefault;
  // Periods in a season; absent: no season is known, or periods are missing.
  std::optional<size_t> season_periods = std::nullopt;
  // Why there is no season, for the reason of Holt-Winters.
  std::string no_season_reason = {};
  // The line of the same values where it is at hand: it takes longest.
  std::optional<TheilSen> theil_sen = std::nullopt;
};

// REQUIRES: at least one value, 1 <= horizon <= kForecastHorizonMax.
Forecast ComputeForecast(std::span<const double> values, ForecastMethod method,
                         const ForecastOptions& options);

struct HoldOutError {
  ForecastMethod method;
  double mean_absolute = 0;  // over the periods held out
};

struct ForecastChoice {
  size_t hold_out = 0;  // the last periods, as many as are forecast
  std::vector<HoldOutError> errors;
  // The least error. Absent, with `reason`, where less than
  // kForecastTrainingMin points would be left.
  std::optional<ForecastMethod> method;
  std::string reason;
};

// The methods learn from at most kForecastTrainingMax points before those held
// out. REQUIRES as ComputeForecast.
ForecastChoice ChooseForecast(std::span<const double> values,
                              const ForecastOptions& options);

struct Forecasts {
  size_t horizon = 0;
  std::vector<Forecast> methods;
  ForecastChoice choice;
};

// All methods and the choice. REQUIRES as ComputeForecast.
Forecasts ComputeForecasts(std::span<const double> values,
                           const ForecastOptions& options);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_FORECAST_H_
