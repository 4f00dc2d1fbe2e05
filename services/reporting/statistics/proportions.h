// Comparing shares: pooled z test, Newcombe and Wilson intervals, and Laney's
// sigma_z, which tells whether shares vary more between periods than chance
// allows. Shares are fractions of 1. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_PROPORTIONS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_PROPORTIONS_H_

#include <optional>
#include <span>

namespace csi::statistics {

// `hits` of `n`; hits may be fractional where they come from rounded shares.
struct Share {
  double hits = 0;
  double n = 0;

  double Fraction() const { return hits / n; }
};

struct Interval {
  double low = 0;
  double high = 0;
};

// Wilson's (1927) 95 % interval. REQUIRES: n > 0, 0 <= hits <= n.
Interval WilsonInterval(const Share& share);

struct ShareDifference {
  double difference = 0;  // after minus before
  double z = 0;           // with the pooled share; 0 if that is 0 or 1
  double p = 1;
  Interval newcombe95;  // Newcombe (1998), method 10
};

// REQUIRES: n > 0 in both.
ShareDifference CompareShares(const Share& before, const Share& after);

// Mean moving range of the standardised shares over d2 (1.128): 1 where only
// chance varies. Absent below two periods with n > 0, or if all are 0 or 1.
std::optional<double> LaneySigmaZ(std::span<const Share> periods);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_PROPORTIONS_H_
