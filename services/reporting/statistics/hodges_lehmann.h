// The Hodges-Lehmann shift between two groups: the median of all differences
// "after minus before", with its distribution-free 95 % interval.
//
// In the unit of the values. The interval takes the differences at the ranks
// that Mann-Whitney's normal approximation leaves out (Hodges, Lehmann 1963;
// Hollander, Wolfe); ties are not corrected for, which makes it rather wide.
// Selection in n log n without listing the differences. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_HODGES_LEHMANN_H_
#define CSI_SERVICES_REPORTING_STATISTICS_HODGES_LEHMANN_H_

#include <span>

namespace csi::statistics {

struct HodgesLehmann {
  double shift = 0;
  double ci95_low = 0;
  double ci95_high = 0;
};

// REQUIRES: neither group is empty; values are finite.
HodgesLehmann ComputeHodgesLehmann(std::span<const double> before,
                                   std::span<const double> after);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_HODGES_LEHMANN_H_
