#include "services/reporting/statistics/hamed_rao.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/lagged_products.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// What is left when the slope is taken out. The first point counts as x = 1,
// as in the reference: rounding decides ties, so the terms must be the same.
std::vector<double> WithoutSlope(std::span<const double> values, double slope) {
  std::vector<double> rest(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    rest[i] = values[i] - static_cast<double>(i + 1) * slope;
  }
  return rest;
}

// Whether what is left is nothing but the rounding of the subtraction.
bool IsRounding(std::span<const double> values, std::span<const double> rest,
                double slope) {
  double size = std::fabs(slope) * static_cast<double>(values.size());
  for (double value : values) size = std::max(size, std::fabs(value));
  const auto [low, high] = std::minmax_element(rest.begin(), rest.end());
  constexpr double kUnitsOfRounding = 8;
  return *high - *low <=
         kUnitsOfRounding * std::numeric_limits<double>::epsilon() * size;
}

// Factor on the variance of S, from the autocorrelation of the ranks.
double Correction(std::span<const double> rest) {
  std::vector<double> ranks = MidRanks(rest);
  const double n = static_cast<double>(ranks.size());
  const double middle = (n + 1) / 2;
  for (double& rank : ranks) rank -= middle;
  const std::vector<double> products = LaggedProducts(ranks);
  const double bound = kNormal975 / std::sqrt(n);
  double sum = 0;
  for (size_t lag = 1; lag < products.size(); ++lag) {
    const double r = products[lag] / products[0];
    if (std::fabs(r) <= bound) continue;
    const double left = n - static_cast<double>(lag);
    sum += left * (left - 1) * (left - 2) * r;
  }
  return 1 + 2 / (n * (n - 1) * (n - 2)) * sum;
}

}  // namespace

HamedRao ComputeHamedRao(std::span<const double> values,
                         const MannKendall& test, double slope) {
  HamedRao result;
  if (!test.p.has_value()) {
    result.reason = test.reason;
    return result;
  }
  if (values.size() > kHamedRaoPointsMax) {
    result.reason = StrCat("the correction takes at most ", kHamedRaoPointsMax,
                           " points, there are ", values.size());
    return result;
  }
  if (test.var_s > 0) {
    const std::vector<double> rest = WithoutSlope(values, slope);
    if (IsRounding(values, rest, slope)) {
      result.reason =
          "the values lie on a straight line: nothing is left whose "
          "autocorrelation could be judged";
      return result;
    }
    result.var_s = test.var_s * Correction(rest);
  } else {
    result.var_s = 0;  // a constant series: S = 0, and no trend
  }
  if (test.s != 0 && !(*result.var_s > 0)) {
    result.reason =
        "the correction leaves no variance: the autocorrelation is negative "
        "at too many lags; see mann_kendall";
    return result;
  }
  const TrendScore score = ScoreTrend(test.s, *result.var_s);
  result.z = score.z;
  result.p = score.p;
  result.trend = score.trend;
  return result;
}

}  // namespace csi::statistics
