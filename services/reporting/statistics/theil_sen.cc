#include "services/reporting/statistics/theil_sen.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/slope_selection.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// Standard deviation of Kendall's S under no trend, corrected for ties.
double KendallDeviation(std::span<const double> values) {
  const auto term = [](size_t m) {
    const double count = static_cast<double>(m);
    return count * (count - 1) * (2 * count + 5);
  };
  double sum = term(values.size());
  for (size_t tie : TieGroups(values)) sum -= term(tie);
  return std::sqrt(std::max(0.0, sum / 18));
}

}  // namespace

TheilSen ComputeTheilSen(std::span<const double> values) {
  TheilSen result;
  const size_t n = values.size();
  if (n < 2) {
    result.reason = StrCat("a slope takes at least 2 points, there ",
                           n == 1 ? "is 1" : "are none");
    return result;
  }
  const int64_t pairs =
      static_cast<int64_t>(n) * (static_cast<int64_t>(n) - 1) / 2;
  const double spread = kNormal975 * KendallDeviation(values);
  // nearbyint rounds halves to even, as the reference does.
  const int64_t high = std::min(
      static_cast<int64_t>(std::nearbyint((pairs + spread) / 2)), pairs - 1);
  const int64_t low =
      std::max(static_cast<int64_t>(std::nearbyint((pairs - spread) / 2)) - 1,
               int64_t{0});
  const std::vector<int64_t> ranks = {(pairs - 1) / 2, pairs / 2, low, high};
  const std::vector<double> slopes = SelectSlopes(values, ranks);
  TheilSenLine line;
  // Adding 0 turns a negative zero into a plain one.
  line.slope = (slopes[0] + slopes[1]) / 2 + 0.0;
  line.intercept = Median({values.begin(), values.end()}) -
                   line.slope * (static_cast<double>(n - 1) / 2);
  line.ci95_low = slopes[2] + 0.0;
  line.ci95_high = slopes[3] + 0.0;
  result.line = line;
  return result;
}

}  // namespace csi::statistics
