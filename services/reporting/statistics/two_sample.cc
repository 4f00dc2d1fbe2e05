#include "services/reporting/statistics/two_sample.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <vector>

#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

MeanDifference FromGroups(double difference,
                          std::initializer_list<const Group*> groups) {
  MeanDifference result;
  result.difference = difference;
  double squares = 0;
  double largest = 0;
  for (const Group* group : groups) {
    squares += group->variance / group->n;
    largest = std::max(largest, group->variance / group->n);
  }
  result.standard_error = std::sqrt(squares);
  if (largest == 0) {
    result.ci95_low = result.ci95_high = difference;
    result.p = difference == 0 ? 1 : 0;
    return result;
  }
  // In units of the largest term, so that squares stay in range.
  double denominator = 0;
  for (const Group* group : groups) {
    const double term = group->variance / group->n / largest;
    denominator += term * term / (group->n - 1);
  }
  const double total = squares / largest;
  result.degrees = total * total / denominator;
  result.t = difference / result.standard_error;
  result.p = StudentTwoSidedP(result.t, result.degrees);
  const double width = StudentQuantile(1 - kSignificance / 2, result.degrees) *
                       result.standard_error;
  result.ci95_low = difference - width;
  result.ci95_high = difference + width;
  return result;
}

// Number of arrangements of two groups without ties, by U; up to a common
// factor, which cancels.
std::vector<double> RankSumCounts(size_t n1, size_t n2) {
  // Coefficients of the Gaussian binomial: products of (1 - q^(n2+i)) divided
  // by those of (1 - q^i), one i at a time; all intermediate ones are whole.
  const size_t last = n1 * n2;
  std::vector<double> counts(last + 1);
  counts[0] = 1;
  for (size_t i = 1; i <= n1; ++i) {
    for (size_t u = last; u >= n2 + i; --u) counts[u] -= counts[u - n2 - i];
    for (size_t u = i; u <= last; ++u) counts[u] += counts[u - i];
  }
  return counts;
}

double ExactRankP(size_t n1, size_t n2, double u) {
  const std::vector<double> counts = RankSumCounts(n1, n2);
  const double extreme = std::max(u, static_cast<double>(n1 * n2) - u);
  double all = 0;
  double beyond = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    all += counts[i];
    if (static_cast<double>(i) >= extreme) beyond += counts[i];
  }
  return std::min(1.0, 2 * beyond / all);
}

double NormalRankP(double n1, double n2, double u,
                   const std::vector<size_t>& ties) {
  const double n = n1 + n2;
  double tied = 0;
  for (size_t tie : ties) {
    const double size = static_cast<double>(tie);
    tied += size * size * size - size;
  }
  const double variance =
      n1 * n2 / 12 * ((n + 1) - (n > 1 ? tied / (n * (n - 1)) : 0));
  if (!(variance > 0)) return 1;
  const double distance = std::fabs(u - n1 * n2 / 2) - 0.5;
  // Below the centre the correction would turn the sign: no evidence at all.
  if (distance <= 0) return 1;
  return NormalTwoSidedP(distance / std::sqrt(variance));
}

}  // namespace

MeanDifference CompareMeans(const Group& before, const Group& after) {
  return FromGroups(after.mean - before.mean, {&before, &after});
}

MeanDifference CompareDifferences(const Group& before, const Group& after,
                                  const Group& comparison_before,
                                  const Group& comparison_after) {
  return FromGroups((after.mean - before.mean) -
                        (comparison_after.mean - comparison_before.mean),
                    {&before, &after, &comparison_before, &comparison_after});
}

Group GroupOf(std::span<const double> values) {
  return {Mean(values), SampleVariance(values),
          static_cast<double>(values.size())};
}

RankSum CompareRanks(std::span<const double> before,
                     std::span<const double> after) {
  std::vector<double> all(after.begin(), after.end());
  all.insert(all.end(), before.begin(), before.end());
  const std::vector<double> ranks = MidRanks(all);
  const double n1 = static_cast<double>(after.size());
  const double n2 = static_cast<double>(before.size());
  RankSum result;
  double sum = 0;
  for (size_t i = 0; i < after.size(); ++i) sum += ranks[i];
  result.u = sum - n1 * (n1 + 1) / 2;
  result.cliffs_delta = 2 * result.u / (n1 * n2) - 1;
  const std::vector<size_t> ties = TieGroups(all);
  result.exact = ties.empty() && std::max(before.size(), after.size()) <=
                                     kExactRankSumPointsMax;
  result.p_normal = NormalRankP(n1, n2, result.u, ties);
  result.p = result.exact ? ExactRankP(after.size(), before.size(), result.u)
                          : result.p_normal;
  return result;
}

}  // namespace csi::statistics
