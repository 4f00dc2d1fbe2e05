// Which forecast did best on periods it had not seen.
#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/statistics/forecast.h"

namespace csi::statistics {

ForecastChoice ChooseForecast(std::span<const double> values,
                              const ForecastOptions& options) {
  ForecastChoice choice;
  const size_t n = values.size();
  if (n < options.horizon + kForecastTrainingMin) {
    choice.reason =
        StrCat("a choice takes ", options.horizon, " periods held out and ",
               kForecastTrainingMin, " before them; points in all: ", n);
    return choice;
  }
  choice.hold_out = options.horizon;
  const auto held_out = values.last(choice.hold_out);
  const auto before = values.first(n - choice.hold_out);
  const auto known =
      before.last(std::min<size_t>(before.size(), kForecastTrainingMax));
  ForecastOptions unseen = options;
  unseen.theil_sen.reset();  // it has seen what is held out
  for (ForecastMethod method : kForecastMethods) {
    const Forecast forecast = ComputeForecast(known, method, unseen);
    if (forecast.mean.empty()) continue;
    long double sum = 0;
    for (size_t i = 0; i < held_out.size(); ++i) {
      sum +=
          std::fabs(static_cast<long double>(forecast.mean[i]) - held_out[i]);
    }
    choice.errors.push_back(
        {method, static_cast<double>(sum / held_out.size())});
  }
  // Naive has always one, so there is a best.
  double least = HUGE_VAL;
  for (const HoldOutError& error : choice.errors) {
    if (!(error.mean_absolute < least)) continue;
    least = error.mean_absolute;
    choice.method = error.method;
  }
  return choice;
}

Forecasts ComputeForecasts(std::span<const double> values,
                           const ForecastOptions& options) {
  Forecasts result;
  result.horizon = options.horizon;
  for (ForecastMethod method : kForecastMethods) {
    result.methods.push_back(ComputeForecast(values, method, options));
  }
  result.choice = ChooseForecast(values, options);
  return result;
}

}  // namespace csi::statistics
