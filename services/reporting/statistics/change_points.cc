#include "services/reporting/statistics/change_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// Squared distances of any stretch from its mean, in constant time.
class SquaredCost {
 public:
  explicit SquaredCost(std::span<const double> values) {
    const double mean = Mean(values);  // centred, or the squares would cancel
    sums_.push_back(0);
    squares_.push_back(0);
    for (double value : values) {
      const long double x = static_cast<long double>(value) - mean;
      sums_.push_back(sums_.back() + x);
      squares_.push_back(squares_.back() + x * x);
    }
  }

  // Of the points [first, last). REQUIRES: first < last.
  double operator()(size_t first, size_t last) const {
    const long double sum = sums_[last] - sums_[first];
    const long double squares = squares_[last] - squares_[first];
    return static_cast<double>(
        std::max(0.0L, squares - sum * sum / (last - first)));
  }

 private:
  std::vector<long double> sums_;
  std::vector<long double> squares_;
};

double DefaultPenalty(std::span<const double> values) {
  double ranges = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    ranges += std::fabs(values[i] - values[i - 1]);
  }
  const double d2 = 2 * std::numbers::inv_sqrtpi;
  const double sigma = ranges / static_cast<double>(values.size() - 1) / d2;
  return 2 * std::log(static_cast<double>(values.size())) * sigma * sigma;
}

}  // namespace

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
               kChangePointPointsMax, "; aggregate to longer periods"));
  }
  const size_t shortest = std::max<size_t>(1, options.segment_min);
  if (n < 2 * shortest) return std::vector<size_t>();
  const double penalty = options.penalty.value_or(DefaultPenalty(values));
  const SquaredCost cost(values);
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

}  // namespace csi::statistics
