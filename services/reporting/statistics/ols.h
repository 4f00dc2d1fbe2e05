// Straight line by ordinary least squares, with the t test of its slope.
//
// x is 0, 1, 2, ...; slopes are per period. Agrees with scipy.stats.linregress.
// The test and the interval assume unrelated errors of one spread: read them
// beside the autocorrelation. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_OLS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_OLS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace csi::statistics {

struct Ols {
  size_t n = 0;
  // Absent below two points, with `reason`.
  std::optional<double> slope;
  std::optional<double> intercept;
  // Correlation of x and y; absent also for a constant series, which has none.
  std::optional<double> r;
  // Absent below three points: two always lie on a line. For a constant series
  // stderr is 0 and p is absent.
  std::optional<double> stderr_slope;
  std::optional<double> p;
  std::optional<double> ci95_low;  // of the slope
  std::optional<double> ci95_high;
  // Standard deviation of the values about the line, n - 2 degrees.
  std::optional<double> residual_deviation;
  std::string reason;

  double At(double x) const { return *intercept + *slope * x; }
};

Ols ComputeOls(std::span<const double> values);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_OLS_H_
