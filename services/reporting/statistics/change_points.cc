#include "services/reporting/statistics/change_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/segment_cost.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
std::optional<Pettitt> ComputePettitt(std::span<const double> values) {
  const size_t n = values.size();
  if (n < 2) return std::nullopt;
  const std::vector<double> ranks = MidRanks(values);
  Pettitt result;
  double sum = 0;
  double deciding = 0;
  for (size_t t = 1; t < n; ++t) {
    sum += ranks[t - 1];
    const double u = 2 * sum - static_cast<double>(t) * (n + 1);
    if (std::fabs(u) > std::fabs(deciding)) {
      deciding = u;
      result.change_after = t - 1;
    }
  }
  if (deciding == 0) return std::nullopt;
  result.k = std::fabs(deciding);
  result.up = deciding < 0;  // low ranks came first
  const double cube = static_cast<double>(n) * n * (n + 1);
  result.p = std::min(1.0, 2 * std::exp(-6 * result.k * result.k / cube));
  return result;
}

absl::StatusOr<std::vector<size_t>> ComputePelt(std::span<const double> values,
                                                const PeltOptions& options) {
  const size_t n = values.size();
  if (n > kChangePointPointsMax) {
    return absl::InvalidArgumentError(
        StrCat("change points of ", n, " points: at most ",
               kChangePointPointsMax, "; use FPOP or longer periods"));
  }
  const size_t shortest = std::max<size_t>(1, options.segment_min);
  if (n < 2 * shortest) return std::vector<size_t>();
  const double penalty =
      options.penalty.value_or(internal::DefaultPenalty(values));
  const internal::SquaredCost cost(values);
  constexpr double kNever = std::numeric_limits<double>::infinity();
  // best[t]: least cost of the first t points; previous[t]: its last break.
  std::vector<double> best(n + 1, kNever);
  std::vector<size_t> previous(n + 1, 0);
  best[0] = -penalty;
  // A start that a break at t beats may still be best for the next points,
  // whose segment from t would be too short: it goes `shortest` points later.
  struct Candidate {
    size_t start;
    size_t gone_at;
  };
  std::vector<Candidate> candidates;
  for (size_t t = shortest; t <= n; ++t) {
    const size_t start = t - shortest;
    if (start == 0 || start >= shortest) candidates.push_back({start, n + 1});
    std::erase_if(candidates,
                  [t](const Candidate& c) { return c.gone_at <= t; });
    for (const Candidate& c : candidates) {
      const double total = best[c.start] + cost(c.start, t) + penalty;
      if (total < best[t]) {
        best[t] = total;
        previous[t] = c.start;
      }
    }
    for (Candidate& c : candidates) {
      if (best[c.start] + cost(c.start, t) > best[t]) {
        c.gone_at = std::min(c.gone_at, t + shortest);
      }
    }
  }
  std::vector<size_t> breaks;
  for (size_t t = previous[n]; t > 0; t = previous[t]) breaks.push_back(t);
  std::reverse(breaks.begin(), breaks.end());
  return breaks;
}

ChangePoints FindChangePoints(std::span<const double> values,
                              size_t pelt_points_max) {
  ChangePoints found;
  const bool long_series =
      values.size() > std::min(pelt_points_max, kChangePointPointsMax);
  found.method = long_series ? "FPOP" : "PELT";
  if (values.size() < 2) {
    found.reason = "change points take at least 2 points";
    return found;
  }
  found.penalty = internal::DefaultPenalty(values);
  found.breaks = long_series ? ComputeFpop(values, found.penalty)
                             : ComputePelt(values, {.penalty = found.penalty})
                                   .value_or(std::vector<size_t>());
  return found;
}

}  // namespace csi::statistics
