#include "services/reporting/statistics/count_chart.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"

namespace csi::statistics {
namespace {

double PooledRate(std::span<const EventCount> periods) {
  double events = 0;
  double exposure = 0;
  for (const EventCount& count : periods) {
    events += count.events;
    exposure += count.exposure;
  }
  return exposure > 0 ? events / exposure : 0;
}

// Mean moving range of the standardised rates over d2. REQUIRES: two periods,
// a centre above 0.
double SigmaZ(std::span<const EventCount> periods, double centre) {
  const auto z = [centre](const EventCount& count) {
    return (count.Rate() - centre) / std::sqrt(centre / count.exposure);
  };
  double ranges = 0;
  for (size_t i = 1; i < periods.size(); ++i) {
    ranges += std::fabs(z(periods[i]) - z(periods[i - 1]));
  }
  return ranges / static_cast<double>(periods.size() - 1) /
         (2 * std::numbers::inv_sqrtpi);
}

}  // namespace

CountChart ComputeCountChart(std::span<const EventCount> periods) {
  CountChart chart;
  // How many are expected depends on the rate, so on all periods together.
  const double overall = PooledRate(periods);
  std::vector<EventCount> tested;
  for (const EventCount& count : periods) {
    CountPoint point;
    point.rate = count.exposure > 0 ? count.Rate() : 0;
    point.hollow = !(count.exposure * overall >= kExpectedCountMin);
    if (!point.hollow) tested.push_back(count);
    chart.points.push_back(point);
  }
  if (tested.empty()) {
    chart.reason = StrCat("in no period are ", kExpectedCountMin,
                          " events expected: take longer periods");
    return chart;
  }
  const double centre = PooledRate(tested);
  chart.centre = centre;
  if (tested.size() < 2 || !(centre > 0)) {
    chart.reason =
        "the spread between periods takes at least 2 of them with events";
    return chart;
  }
  chart.sigma_z = SigmaZ(tested, centre);
  chart.laney = *chart.sigma_z > kOverDispersionMax;
  const double factor = chart.laney ? *chart.sigma_z : 1;
  for (size_t i = 0; i < periods.size(); ++i) {
    CountPoint& point = chart.points[i];
    if (point.hollow) continue;
    const double width = 3 * factor * std::sqrt(centre / periods[i].exposure);
    point.limits = Interval{std::max(0.0, centre - width), centre + width};
    point.beyond =
        point.rate < point.limits->low || point.rate > point.limits->high;
  }
  return chart;
}

}  // namespace csi::statistics
