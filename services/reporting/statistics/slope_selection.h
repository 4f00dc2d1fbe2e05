// Order statistics of all n (n-1) / 2 slopes between the points of a series,
// without listing them: expected n log n time, linear memory.
//
// Slopes are (y_j - y_i) / (j - i), computed in double like a plain double
// loop would. Short series are simply listed. Longer ones count the slopes up
// to a threshold by sorting (with exact comparisons, so ties are counted
// right) and narrow a bracket by sampled slopes until the rest can be listed,
// after Matousek (1991) and Dillencourt, Mount, Netanyahu (1992). Sampling has
// a fixed seed and never affects the result, only the time; the one exception
// are clusters of over kSlopePairsListedMax slopes that differ by rounding
// alone, where the last bit may differ from the listed order. Thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SLOPE_SELECTION_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SLOPE_SELECTION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace csi::statistics {

// How a selection may spend memory; the defaults suit all callers but tests,
// which force the narrowing on short series.
struct SlopeSelectionOptions {
  size_t list_points_max;   // list all slopes up to this many points
  size_t pairs_listed_max;  // list the bracket up to this many pairs
  size_t samples_max;       // sampled slopes per narrowing
};
SlopeSelectionOptions DefaultSlopeSelection();

// The slopes of the given 0-based ranks in ascending order of slopes.
// REQUIRES: at least two values, all finite; ranks < n (n-1) / 2.
std::vector<double> SelectSlopes(
    std::span<const double> values, std::span<const int64_t> ranks,
    const SlopeSelectionOptions& options = DefaultSlopeSelection());

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SLOPE_SELECTION_H_
