#include "services/reporting/statistics/ols.h"

#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

struct Sums {
  double mean = 0;
  double scale = 0;    // largest distance from the mean
  long double xx = 0;  // of x about its mean
  long double xy = 0;  // y in units of `scale`
  long double yy = 0;
  long double y = 0;  // the rounding of the mean, summed
};

Sums SumsOf(std::span<const double> values) {
  Sums sums;
  sums.mean = Mean(values);
  for (double value : values) {
    sums.scale = std::max(sums.scale, std::fabs(value - sums.mean));
  }
  if (sums.scale == 0) sums.scale = 1;
  const long double middle = static_cast<long double>(values.size() - 1) / 2;
  for (size_t i = 0; i < values.size(); ++i) {
    const long double x = static_cast<long double>(i) - middle;
    const long double y =
        (static_cast<long double>(values[i]) - sums.mean) / sums.scale;
    sums.xx += x * x;
    sums.xy += x * y;
    sums.yy += y * y;
    sums.y += y;
  }
  sums.yy -= sums.y * sums.y / values.size();
  return sums;
}

// Squares about the line, in units of scale^2; from the residuals themselves,
// since yy - xy^2 / xx would cancel for a good fit.
double ResidualSquares(std::span<const double> values, const Sums& sums) {
  const long double slope = sums.xy / sums.xx;
  const long double level = sums.y / values.size();
  const long double middle = static_cast<long double>(values.size() - 1) / 2;
  long double squares = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const long double y =
        (static_cast<long double>(values[i]) - sums.mean) / sums.scale;
    const long double rest =
        y - level - slope * (static_cast<long double>(i) - middle);
    squares += rest * rest;
  }
  return static_cast<double>(squares);
}

}  // namespace

Ols ComputeOls(std::span<const double> values) {
  Ols fit;
  fit.n = values.size();
  if (fit.n < 2) {
    fit.reason = StrCat("a line takes at least 2 points, there ",
                        fit.n == 1 ? "is 1" : "are none");
    return fit;
  }
  const Sums sums = SumsOf(values);
  const double n = static_cast<double>(fit.n);
  fit.slope = static_cast<double>(sums.xy / sums.xx) * sums.scale;
  fit.intercept = sums.mean +
                  static_cast<double>(sums.y / values.size()) * sums.scale -
                  *fit.slope * ((n - 1) / 2);
  const bool constant = !(sums.yy > 0);
  if (!constant) {
    fit.r = std::clamp(
        static_cast<double>(sums.xy / std::sqrt(sums.xx * sums.yy)), -1.0, 1.0);
  }
  if (fit.n < 3) {
    fit.reason = "a test of the slope takes at least 3 points, there are 2";
    return fit;
  }
  const double degrees = n - 2;
  const double deviation = std::sqrt(ResidualSquares(values, sums) / degrees);
  const double error = deviation / std::sqrt(static_cast<double>(sums.xx));
  fit.residual_deviation = deviation * sums.scale;
  fit.stderr_slope = error * sums.scale;
  const double width =
      StudentQuantile(1 - kSignificance / 2, degrees) * *fit.stderr_slope;
  fit.ci95_low = *fit.slope - width;
  fit.ci95_high = *fit.slope + width;
  if (constant) {
    fit.reason = "all values are equal: nothing to test";
    return fit;
  }
  // An exact line has no error: t is infinite and p 0.
  fit.p =
      StudentTwoSidedP(static_cast<double>(sums.xy / sums.xx) / error, degrees);
  return fit;
}

}  // namespace csi::statistics
