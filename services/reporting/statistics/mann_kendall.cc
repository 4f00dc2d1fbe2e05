#include "services/reporting/statistics/mann_kendall.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/statistics/distributions.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// Runs up to this length are sorted by insertion before merging starts.
constexpr size_t kRunLength = 16;

int64_t SortRunCounting(double* first, double* last) {
  int64_t inversions = 0;
  for (double* i = first + 1; i < last; ++i) {
    const double value = *i;
    double* hole = i;
    while (hole > first && hole[-1] > value) {
      *hole = hole[-1];
      --hole;
    }
    *hole = value;
    inversions += i - hole;
  }
  return inversions;
}

int64_t MergeCounting(const double* first, const double* middle,
                      const double* last, double* out) {
  int64_t inversions = 0;
  const double* left = first;
  const double* right = middle;
  while (left < middle && right < last) {
    const bool take_right = *right < *left;
    *out++ = take_right ? *right : *left;
    inversions += take_right ? middle - left : 0;
    right += take_right;
    left += !take_right;
  }
  out = std::copy(left, middle, out);
  std::copy(right, last, out);
  return inversions;
}

// Number of permutations of n distinct values by their inversions.
std::vector<double> InversionCounts(size_t n) {
  std::vector<double> counts = {1};
  for (size_t m = 2; m <= n; ++m) {
    std::vector<double> next(counts.size() + m - 1);
    for (size_t i = 0; i < counts.size(); ++i) {
      for (size_t moved = 0; moved < m; ++moved) next[i + moved] += counts[i];
    }
    counts = std::move(next);
  }
  return counts;
}

// P(|S| >= |s|) when every order of n distinct values is equally likely.
double ExactP(size_t n, int64_t s) {
  const std::vector<double> counts = InversionCounts(n);
  const int64_t pairs = static_cast<int64_t>(n * (n - 1) / 2);
  double all = 0;
  double extreme = 0;
  for (size_t inversions = 0; inversions < counts.size(); ++inversions) {
    all += counts[inversions];
    const int64_t other = pairs - 2 * static_cast<int64_t>(inversions);
    if (std::llabs(other) >= std::llabs(s)) extreme += counts[inversions];
  }
  return extreme / all;
}

void SetExactP(size_t n, bool has_ties, MannKendall& result) {
  if (n < kTrendPointsMin) {
    result.exact_reason = result.reason;
  } else if (n > kExactTrendPointsMax) {
    result.exact_reason =
        StrCat("given for up to ", kExactTrendPointsMax, " points");
  } else if (has_ties) {
    result.exact_reason = "given for values without ties";
  } else {
    result.p_exact = ExactP(n, result.s);
  }
}

}  // namespace

int64_t CountInversions(std::span<const double> values) {
  std::vector<double> from(values.begin(), values.end());
  std::vector<double> to(values.size());
  const size_t n = values.size();
  int64_t inversions = 0;
  for (size_t i = 0; i < n; i += kRunLength) {
    inversions += SortRunCounting(from.data() + i,
                                  from.data() + std::min(n, i + kRunLength));
  }
  for (size_t width = kRunLength; width < n; width *= 2) {
    for (size_t i = 0; i < n; i += 2 * width) {
      const size_t middle = std::min(n, i + width);
      const size_t last = std::min(n, i + 2 * width);
      inversions += MergeCounting(from.data() + i, from.data() + middle,
                                  from.data() + last, to.data() + i);
    }
    std::swap(from, to);
  }
  return inversions;
}

double TrendVariance(size_t n, std::span<const size_t> ties) {
  // Sums of integers below 2^127 are exact; a double would round at a million.
  const auto term = [](size_t m) {
    return static_cast<__int128>(m) * (static_cast<__int128>(m) - 1) *
           (2 * static_cast<__int128>(m) + 5);
  };
  __int128 sum = n == 0 ? 0 : term(n);
  for (size_t tie : ties) sum -= term(tie);
  return static_cast<double>(sum) / 18;
}

TrendScore ScoreTrend(int64_t s, double var_s) {
  TrendScore score;
  if (s == 0) return score;
  const double nearer = static_cast<double>(s) + (s > 0 ? -1 : 1);
  score.z = nearer / std::sqrt(var_s);
  score.p = NormalTwoSidedP(score.z);
  if (score.p < kSignificance) {
    score.trend = s > 0 ? Trend::kIncreasing : Trend::kDecreasing;
  }
  return score;
}

MannKendall ComputeMannKendall(std::span<const double> values) {
  MannKendall result;
  const size_t n = values.size();
  const std::vector<size_t> ties = TieGroups(values);
  int64_t tied_pairs = 0;
  for (size_t tie : ties)
    tied_pairs += static_cast<int64_t>(tie * (tie - 1) / 2);
  const int64_t pairs = n < 2 ? 0 : static_cast<int64_t>(n * (n - 1) / 2);
  result.s = pairs - tied_pairs - 2 * CountInversions(values);
  result.var_s = TrendVariance(n, ties);
  if (n >= 2) result.tau = static_cast<double>(result.s) / pairs;
  if (n < kTrendPointsMin) {
    result.reason = StrCat("a trend test takes at least ", kTrendPointsMin,
                           " points, there are ", n);
  } else {
    // A constant series has no variance and S = 0: z = 0, p = 1.
    const TrendScore score = ScoreTrend(result.s, result.var_s);
    result.z = score.z;
    result.p = score.p;
    result.trend = score.trend;
  }
  SetExactP(n, !ties.empty(), result);
  return result;
}

std::optional<double> BestP(const MannKendall& test) {
  return test.p_exact.has_value() ? test.p_exact : test.p;
}

const char* TrendName(Trend trend) {
  switch (trend) {
    case Trend::kNone:
      return "no trend";
    case Trend::kIncreasing:
      return "increasing";
    case Trend::kDecreasing:
      return "decreasing";
  }
  return "no trend";
}

}  // namespace csi::statistics
