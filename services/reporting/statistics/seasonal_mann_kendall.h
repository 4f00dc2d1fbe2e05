// Seasonal Mann-Kendall test (Hirsch, Slack 1984): S and its variance within
// each season alone, summed, so that a yearly or weekly wave is no trend.
//
// A value is compared only with values of the same place in the cycle. Agrees
// with pymannkendall.seasonal_test: tie-corrected, continuity-corrected,
// two-sided; the slope is the median of all within-season slopes, a whole
// cycle being its unit. Gaps keep their place by `slots`. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SEASONAL_MANN_KENDALL_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SEASONAL_MANN_KENDALL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "services/reporting/statistics/mann_kendall.h"

namespace csi::statistics {

struct SeasonalMannKendall {
  size_t period = 0;  // periods in a cycle
  // All absent, with `reason`, below kTrendPointsMin points or two cycles.
  std::optional<int64_t> s;
  std::optional<double> var_s;
  std::optional<double> z;
  std::optional<double> p;
  std::optional<double> tau;  // S / pairs within seasons
  std::optional<Trend> trend;
  std::string reason;
  // A cycle; intercept = median(y) - slope * median(slot) / period. Absent,
  // with `slope_reason`, where there are more than kSeasonalPairsMax pairs.
  std::optional<double> slope;
  std::optional<double> intercept;
  std::string slope_reason;
};

// `slots` is the place of each value in periods, ascending; empty: 0, 1, 2...
// REQUIRES: slots is empty or as long as values.
SeasonalMannKendall ComputeSeasonalMannKendall(
    std::span<const double> values, size_t period,
    std::span<const size_t> slots = {});

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SEASONAL_MANN_KENDALL_H_
