// The percentile by nearest rank: a value that was seen, never one in between.
// Source: Hyndman and Fan, Sample Quantiles in Statistical Packages (1996),
// definition 1, the inverse of the empirical distribution function.
#ifndef CSI_COMMON_BASE_NEAREST_RANK_H_
#define CSI_COMMON_BASE_NEAREST_RANK_H_

#include <algorithm>
#include <cstddef>
#include <vector>

#include "common/base/check.h"

namespace csi {

// The smallest value that at least `percent` of all values do not exceed.
// REQUIRES: there are values, and 0 <= percent <= 100. The rank is counted in
// whole numbers: 0.07 of 100 in floating point would be the eighth value.
inline double NearestRank(std::vector<double> values, size_t percent) {
  CSI_CHECK(!values.empty(), "no percentile of nothing");
  CSI_CHECK(percent <= 100, "a percentile is from 0 to 100");
  const size_t rank = std::max<size_t>(1, (percent * values.size() + 99) / 100);
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace csi

#endif  // CSI_COMMON_BASE_NEAREST_RANK_H_
