#include "services/reporting/statistics/autocorrelation.h"

#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {

Autocorrelation ComputeAutocorrelation(std::span<const double> values) {
  Autocorrelation result;
  const size_t n = values.size();
  if (n == 0) {
    result.reason = "no points";
    return result;
  }
  result.bound = 1.96 / std::sqrt(static_cast<double>(n));
  const double mean = Mean(values);
  double scale = 0;
  for (double value : values) scale = std::max(scale, std::fabs(value - mean));
  if (n < 2 || scale == 0) {
    result.reason = n < 2 ? "one point has no neighbour"
                          : "all values are equal: cannot be judged";
    return result;
  }
  long double squares = 0;
  long double products = 0;
  // Scaled, so that squares of tiny or huge values stay in range.
  long double previous = 0;
  for (double value : values) {
    const long double distance =
        (static_cast<long double>(value) - mean) / scale;
    squares += distance * distance;
    products += previous * distance;
    previous = distance;
  }
  result.r1 = static_cast<double>(products / squares);
  if (n < kAutocorrelationPointsMin) {
    result.reason =
        StrCat("cannot be judged from ", n, " points: it takes at least ",
               kAutocorrelationPointsMin);
  } else {
    result.flag = std::fabs(*result.r1) > *result.bound;
  }
  return result;
}

}  // namespace csi::statistics
