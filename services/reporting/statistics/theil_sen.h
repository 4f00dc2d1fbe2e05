// Theil-Sen line: the median of all slopes between two points, per period,
// with Sen's (1968) 95 % interval for data with ties.
//
// x is 0, 1, 2, ...; the intercept is median(y) - slope * median(x). Agrees
// with scipy.stats.theilslopes (method "separate"). n log n, pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_THEIL_SEN_H_
#define CSI_SERVICES_REPORTING_STATISTICS_THEIL_SEN_H_

#include <optional>
#include <span>
#include <string>

namespace csi::statistics {

struct TheilSenLine {
  double slope = 0;
  double intercept = 0;
  double ci95_low = 0;
  double ci95_high = 0;

  double At(double x) const { return intercept + slope * x; }
};

struct TheilSen {
  std::optional<TheilSenLine> line;  // absent below two points
  std::string reason;
};

TheilSen ComputeTheilSen(std::span<const double> values);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_THEIL_SEN_H_
