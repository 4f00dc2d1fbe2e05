#include "services/reporting/statistics/ratio_chart.h"

#include <algorithm>
#include <cmath>

namespace csi::statistics {
namespace {

double PooledShare(std::span<const Share> periods) {
  double hits = 0;
  double n = 0;
  for (const Share& share : periods) {
    hits += share.hits;
    n += share.n;
  }
  return n > 0 ? hits / n : 0;
}

bool IsHollow(const Share& share, double centre, int64_t count_min) {
  return share.n < static_cast<double>(count_min) ||
         share.n * std::min(centre, 1 - centre) < kExpectedCountMin;
}

}  // namespace

RatioChart ComputeRatioChart(std::span<const Share> periods,
                             int64_t count_min) {
  RatioChart chart;
  // Which counts suffice depends on the share, so on all periods together.
  const double overall = PooledShare(periods);
  std::vector<Share> tested;
  for (const Share& share : periods) {
    RatioPoint point;
    point.share = share.n > 0 ? share.Fraction() : 0;
    point.hollow = IsHollow(share, overall, count_min);
    if (!point.hollow) tested.push_back(share);
    chart.points.push_back(point);
  }
  if (tested.empty()) {
    chart.reason = "no period stands on enough cases";
    return chart;
  }
  const double centre = PooledShare(tested);
  chart.centre = centre;
  chart.sigma_z = LaneySigmaZ(tested);
  if (!chart.sigma_z.has_value()) {
    chart.reason = "the spread between periods takes at least 2 of them";
    return chart;
  }
  const bool laney = *chart.sigma_z > kOverDispersionMax;
  chart.method = laney ? RatioMethod::kLaneyP : RatioMethod::kP;
  const double factor = laney ? *chart.sigma_z : 1;
  for (size_t i = 0; i < periods.size(); ++i) {
    RatioPoint& point = chart.points[i];
    if (point.hollow) continue;
    const double width =
        3 * factor * std::sqrt(centre * (1 - centre) / periods[i].n);
    point.limits =
        Interval{std::max(0.0, centre - width), std::min(1.0, centre + width)};
    point.beyond =
        point.share < point.limits->low || point.share > point.limits->high;
  }
  return chart;
}

bool XmrSuitsShares(std::span<const Share> periods) {
  if (periods.empty()) return false;
  const auto [least, most] = std::minmax_element(
      periods.begin(), periods.end(),
      [](const Share& a, const Share& b) { return a.n < b.n; });
  return least->n > 0 && most->n <= kUnevenCountsMax * least->n;
}

}  // namespace csi::statistics
