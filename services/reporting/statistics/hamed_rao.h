// Mann-Kendall test with its variance corrected for autocorrelation (Hamed and
// Rao 1998, Journal of Hydrology 204).
//
// Neighbours that are related make S vary more than the plain test assumes.
// The series is freed of its Theil-Sen slope and ranked; every lag of the
// ranks' autocorrelation outside +/- 1.96 / sqrt(n) enters the correction
//   1 + 2 / (n (n-1) (n-2)) sum (n-k) (n-k-1) (n-k-2) r_k.
// Agrees with pymannkendall.hamed_rao_modification_test (all lags). n log n,
// pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_HAMED_RAO_H_
#define CSI_SERVICES_REPORTING_STATISTICS_HAMED_RAO_H_

#include <optional>
#include <span>
#include <string>

#include "services/reporting/statistics/mann_kendall.h"

namespace csi::statistics {

struct HamedRao {
  // The corrected variance; it is kept where the correction drives it below
  // zero, and z, p and trend are then absent. Absent itself, with `reason`,
  // below kTrendPointsMin points, above kHamedRaoPointsMax, and for values on
  // a straight line, which leave nothing to be correlated.
  std::optional<double> var_s;
  std::optional<double> z;
  std::optional<double> p;
  std::optional<Trend> trend;
  std::string reason;
};

// `test` and `slope` (Theil-Sen, a period) are those of the same values.
HamedRao ComputeHamedRao(std::span<const double> values,
                         const MannKendall& test, double slope);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_HAMED_RAO_H_
