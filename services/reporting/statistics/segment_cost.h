// The l2 cost of change point search and its penalty for a break. Internal to
// this library; values only, thread-safe once made.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SEGMENT_COST_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SEGMENT_COST_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include "services/reporting/statistics/summary.h"

namespace csi::statistics::internal {

// Squared distances of any stretch from its mean, in constant time.
class SquaredCost {
 public:
  explicit SquaredCost(std::span<const double> values) {
    const double mean = Mean(values);  // centred, or the squares would cancel
    sums_.push_back(0);
    squares_.push_back(0);
    for (double value : values) {
      const long double x = static_cast<long double>(value) - mean;
      sums_.push_back(sums_.back() + x);
      squares_.push_back(squares_.back() + x * x);
    }
  }

  // Of the points [first, last). REQUIRES: first < last.
  double operator()(size_t first, size_t last) const {
    const long double sum = sums_[last] - sums_[first];
    const long double squares = squares_[last] - squares_[first];
    return static_cast<double>(
        std::max(0.0L, squares - sum * sum / (last - first)));
  }

 private:
  std::vector<long double> sums_;
  std::vector<long double> squares_;
};

// 2 log(n) sigma^2, sigma from the moving ranges. REQUIRES: two values.
inline double DefaultPenalty(std::span<const double> values) {
  double ranges = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    ranges += std::fabs(values[i] - values[i - 1]);
  }
  const double d2 = 2 * std::numbers::inv_sqrtpi;
  const double sigma = ranges / static_cast<double>(values.size() - 1) / d2;
  return 2 * std::log(static_cast<double>(values.size())) * sigma * sigma;
}

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SEGMENT_COST_H_
