#include "services/reporting/statistics/proportions.h"

#include <cmath>
#include <numbers>

#include "services/reporting/statistics/distributions.h"

namespace csi::statistics {

Interval WilsonInterval(const Share& share) {
  const double z2 = kNormal975 * kNormal975;
  const double p = share.Fraction();
  const double middle = (share.hits + z2 / 2) / (share.n + z2);
  const double width =
      kNormal975 / (share.n + z2) * std::sqrt(share.n * p * (1 - p) + z2 / 4);
  return {middle - width, middle + width};
}

ShareDifference CompareShares(const Share& before, const Share& after) {
  ShareDifference result;
  const double p1 = before.Fraction();
  const double p2 = after.Fraction();
  result.difference = p2 - p1;
  const double pooled = (before.hits + after.hits) / (before.n + after.n);
  const double variance = pooled * (1 - pooled) * (1 / before.n + 1 / after.n);
  if (variance > 0) {
    result.z = result.difference / std::sqrt(variance);
    result.p = NormalTwoSidedP(result.z);
  }
  const Interval one = WilsonInterval(before);
  const Interval two = WilsonInterval(after);
  result.newcombe95 = {
      result.difference - std::hypot(p2 - two.low, one.high - p1),
      result.difference + std::hypot(two.high - p2, p1 - one.low)};
  return result;
}

std::optional<double> LaneySigmaZ(std::span<const Share> periods) {
  double hits = 0;
  double n = 0;
  for (const Share& share : periods) {
    hits += share.hits;
    n += share.n;
  }
  if (!(n > 0)) return std::nullopt;
  const double mean = hits / n;
  const double spread = std::sqrt(mean * (1 - mean));
  if (!(spread > 0)) return std::nullopt;
  double ranges = 0;
  size_t count = 0;
  std::optional<double> previous;
  for (const Share& share : periods) {
    if (!(share.n > 0)) continue;
    const double z = (share.Fraction() - mean) / (spread / std::sqrt(share.n));
    if (previous.has_value()) {
      ranges += std::fabs(z - *previous);
      ++count;
    }
    previous = z;
  }
  if (count == 0) return std::nullopt;
  return ranges / static_cast<double>(count) / (2 * std::numbers::inv_sqrtpi);
}

}  // namespace csi::statistics
