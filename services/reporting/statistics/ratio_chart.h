// Process behaviour chart of shares: p chart, or Laney's p' where periods vary
// more than chance within them allows. Limits follow each period's count.
//
// A period that stands on too few cases is hollow: shown, and neither tested
// nor used for the centre. Shares are fractions of 1. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_RATIO_CHART_H_
#define CSI_SERVICES_REPORTING_STATISTICS_RATIO_CHART_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/proportions.h"

namespace csi::statistics {

enum class RatioMethod { kP, kLaneyP };  // "p" and "p'"

struct RatioPoint {
  double share = 0;
  bool hollow = false;
  // Limits for this count, inside 0 and 1; absent where the chart has none.
  std::optional<Interval> limits;
  bool beyond = false;
};

struct RatioChart {
  std::optional<double> centre;   // pooled over the tested periods
  std::optional<double> sigma_z;  // Laney's
  RatioMethod method = RatioMethod::kP;
  std::vector<RatioPoint> points;  // one a period
  std::string reason;              // why there are no limits
};

// REQUIRES: 0 <= hits <= n for every period; n may be 0 (then hollow).
RatioChart ComputeRatioChart(std::span<const Share> periods,
                             int64_t count_min = kDenominatorMinDefault);

// Whether counts are even enough for an XmR chart of the shares: the largest
// at most 1.5 times the smallest. False for no periods or an empty one.
bool XmrSuitsShares(std::span<const Share> periods);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_RATIO_CHART_H_
