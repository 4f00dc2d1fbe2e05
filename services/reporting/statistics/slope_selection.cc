#include "services/reporting/statistics/slope_selection.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/slope_bracket.h"
#include "services/reporting/statistics/slope_order.h"

namespace csi::statistics {
namespace {

using internal::Bracket;
using internal::kInfinity;
using internal::Nudge;
using internal::Sequence;
using internal::SlopeOrder;

int64_t PairCount(size_t n) {
  return static_cast<int64_t>(n) * (static_cast<int64_t>(n) - 1) / 2;
}

double Select(std::vector<double>& slopes, size_t rank) {
  std::nth_element(slopes.begin(), slopes.begin() + rank, slopes.end());
  return slopes[rank];
}

// One look at the pairs of a bracket: all of them if they are few, and else
// one random pair from each of equal parts.
struct Look {
  Bracket bracket;
  bool complete = false;
  std::vector<double> slopes;
};

class Selector {
 public:
  Selector(std::span<const double> values, double magnitude,
           const SlopeSelectionOptions& options)
      : values_(values), magnitude_(magnitude), options_(options) {
    counts_[-kInfinity] = 0;
    counts_[kInfinity] = PairCount(values.size());
    SampleAll();
  }

  // Brackets all ranks at once first: the interval of a long series is narrow.
  void Prepare(int64_t first_rank, int64_t last_rank) {
    Narrow(looks_.front(), first_rank, last_rank);
  }

  double Find(int64_t rank) {
    while (true) {
      const Bracket bracket = BracketOf(rank);
      Look& look = LookAt(bracket);
      if (look.complete) {
        return Select(look.slopes, static_cast<size_t>(rank - bracket.below));
      }
      if (bracket.IsCluster()) return SampledValue(look, rank);
      Narrow(look, rank, rank);
      const Bracket next = BracketOf(rank);
      if (next.Pairs() > bracket.Pairs() / 2) Split(next);
    }
  }

 private:
  // Looks kept: the shared one, and those of the rank being found.
  static constexpr size_t kLooksMax = 5;

  // The tightest known bracket around a rank.
  Bracket BracketOf(int64_t rank) const {
    Bracket bracket{-kInfinity, kInfinity, 0, PairCount(values_.size())};
    for (const auto& [t, count] : counts_) {
      if (count <= rank && t > bracket.low) {
        bracket.low = t;
        bracket.below = count;
      }
      if (count > rank && t < bracket.high) {
        bracket.high = t;
        bracket.upto = count;
      }
    }
    return bracket;
  }

  void SampleAll() {
    Look look{BracketOf(0), false, {}};
    look.bracket = {-kInfinity, kInfinity, 0, PairCount(values_.size())};
    const int64_t wanted =
        std::min<int64_t>(options_.samples_max, look.bracket.Pairs());
    while (static_cast<int64_t>(look.slopes.size()) < wanted) {
      const uint64_t i = sequence_.Below(values_.size());
      const uint64_t j = sequence_.Below(values_.size());
      if (i == j) continue;
      const auto [first, last] = std::minmax(i, j);
      look.slopes.push_back((values_[last] - values_[first]) /
                            static_cast<double>(last - first));
    }
    looks_.push_back(std::move(look));
  }

  // Counts the slopes up to both thresholds and looks at those between.
  Look& Turn(double low, double high, double pairs_expected) {
    auto stride = static_cast<uint64_t>(std::max(
        1.0, pairs_expected / static_cast<double>(options_.samples_max)));
    SlopeOrder order(values_, magnitude_);
    uint64_t below = 0;
    if (std::isfinite(low)) {
      order.Turn(low, [&](const SlopeOrder::Item*, size_t count,
                          const SlopeOrder::Item&) { below += count; });
    }
    std::vector<double> listed;
    std::vector<double> sampled;
    uint64_t seen = 0;
    uint64_t next = sequence_.Below(stride);
    order.Turn(high, [&](const SlopeOrder::Item* first, size_t count,
                         const SlopeOrder::Item& right) {
      const uint64_t end = seen + count;
      if (end <= options_.pairs_listed_max) {
        for (size_t i = 0; i < count; ++i) {
          listed.push_back(order.Slope(first[i].index, right.index));
        }
      }
      while (next < end) {
        sampled.push_back(order.Slope(first[next - seen].index, right.index));
        if (sampled.size() == 2 * options_.samples_max) {
          // More pairs than expected: half of the sample will do.
          for (size_t i = 0; 2 * i < sampled.size(); ++i) {
            sampled[i] = sampled[2 * i];
          }
          sampled.resize(options_.samples_max);
          stride *= 2;
        }
        next = sampled.size() * stride + sequence_.Below(stride);
      }
      seen = end;
    });
    counts_[low] = static_cast<int64_t>(below);
    counts_[high] = static_cast<int64_t>(below + seen);
    Look look;
    look.bracket = {low, high, counts_[low], counts_[high]};
    look.complete = seen <= options_.pairs_listed_max;
    look.slopes = look.complete ? std::move(listed) : std::move(sampled);
    // The oldest but the first gives way.
    if (looks_.size() == kLooksMax) looks_.erase(looks_.begin() + 1);
    looks_.push_back(std::move(look));
    return looks_.back();
  }

  // A look at just this bracket: an earlier one, the part of a wider one that
  // still says enough, or a new one.
  Look& LookAt(const Bracket& bracket) {
    const auto wanted =
        std::min<int64_t>(options_.samples_max, bracket.Pairs());
    const bool few =
        bracket.Pairs() <= static_cast<int64_t>(options_.pairs_listed_max);
    for (size_t i = looks_.size(); i-- > 0;) {
      Look& look = looks_[i];
      if (!look.bracket.Holds(bracket)) continue;
      const bool same = bracket.Holds(look.bracket);
      if (look.complete && same) return look;
      if (look.complete || few) continue;
      Look part{bracket, false, {}};
      for (double slope : look.slopes) {
        if (slope > bracket.low && slope <= bracket.high) {
          part.slopes.push_back(slope);
        }
      }
      if (static_cast<int64_t>(part.slopes.size()) <= wanted / 4) continue;
      part_ = std::move(part);
      return part_;
    }
    return Turn(bracket.low, bracket.high,
                static_cast<double>(bracket.Pairs()));
  }

  // Turns to two sampled slopes that most likely enclose both ranks.
  void Narrow(Look& look, int64_t first_rank, int64_t last_rank) {
    std::vector<double>& slopes = look.slopes;
    const Bracket bracket = look.bracket;
    const double size = static_cast<double>(slopes.size());
    const double pairs = static_cast<double>(bracket.Pairs());
    // Three standard deviations of the sampled rank, at its widest.
    const double margin = 1.5 * std::sqrt(size) + 1;
    const auto position = [&](int64_t rank) {
      return static_cast<double>(rank - bracket.below) / pairs * size;
    };
    const double from = position(first_rank) - margin;
    const double to = position(last_rank) + margin;
    double low = bracket.low;
    double high = bracket.high;
    if (from >= 0) {
      low = Nudge(Select(slopes, static_cast<size_t>(from)), -kInfinity);
    }
    if (to < size) {
      high = Nudge(Select(slopes, static_cast<size_t>(to)), kInfinity);
    }
    if (low == bracket.low && high == bracket.high) return;
    Turn(low, high, pairs * (std::min(to, size) - std::max(from, 0.0)) / size);
  }

  // The way out where sampling finds the same few clusters of equal slopes
  // again and again: shrinks the bracket to them, or halves it.
  void Split(const Bracket& bracket) {
    const std::vector<double>& slopes = LookAt(bracket).slopes;
    const auto [least, most] =
        std::minmax_element(slopes.begin(), slopes.end());
    const double low = Nudge(*least, -kInfinity);
    const double high = Nudge(*most, kInfinity);
    const double pairs = static_cast<double>(bracket.Pairs());
    // Written so that an open bracket counts as infinitely wider.
    if (!(high - low >= (bracket.high - bracket.low) / 2)) {
      Turn(std::max(low, bracket.low), std::min(high, bracket.high), pairs);
      return;
    }
    const double middle = bracket.low + (bracket.high - bracket.low) / 2;
    if (middle <= bracket.low || middle >= bracket.high) return;
    Turn(bracket.low, middle, pairs / 2);
  }

  // For a cluster that holds too many pairs to list: they are equal but for
  // rounding.
  static double SampledValue(Look& look, int64_t rank) {
    const double share = static_cast<double>(rank - look.bracket.below) /
                         static_cast<double>(look.bracket.Pairs());
    const double last = static_cast<double>(look.slopes.size() - 1);
    return Select(look.slopes, static_cast<size_t>(share * last));
  }

  std::span<const double> values_;
  double magnitude_;
  SlopeSelectionOptions options_;
  Sequence sequence_;
  std::map<double, int64_t> counts_;
  std::vector<Look> looks_;
  Look part_;
};

std::vector<double> ListAll(std::span<const double> values,
                            std::span<const int64_t> ranks) {
  std::vector<double> slopes;
  slopes.reserve(static_cast<size_t>(PairCount(values.size())));
  for (size_t j = 1; j < values.size(); ++j) {
    for (size_t i = 0; i < j; ++i) {
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  std::vector<double> selected;
  for (int64_t rank : ranks) {
    selected.push_back(Select(slopes, static_cast<size_t>(rank)));
  }
  return selected;
}

}  // namespace

SlopeSelectionOptions DefaultSlopeSelection() {
  return {kSlopeListPointsMax, kSlopePairsListedMax, kSlopeSamplesMax};
}

std::vector<double> SelectSlopes(std::span<const double> values,
                                 std::span<const int64_t> ranks,
                                 const SlopeSelectionOptions& options) {
  if (ranks.empty()) return {};
  if (values.size() <= options.list_points_max) return ListAll(values, ranks);
  double magnitude = 0;
  for (double value : values) magnitude = std::max(magnitude, std::fabs(value));
  // Scaled by a power of two, which is exact, the error terms of the exact
  // comparison stay out of the range of subnormal numbers.
  const int exponent = magnitude == 0 ? 0 : std::ilogb(magnitude);
  std::vector<double> scaled(values.begin(), values.end());
  for (double& value : scaled) value = std::scalbn(value, -exponent);
  Selector selector(scaled, 2, options);
  const auto [first, last] = std::minmax_element(ranks.begin(), ranks.end());
  selector.Prepare(*first, *last);
  std::vector<double> selected;
  for (int64_t rank : ranks) {
    selected.push_back(std::scalbn(selector.Find(rank), exponent));
  }
  return selected;
}

}  // namespace csi::statistics
