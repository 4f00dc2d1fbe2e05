#include "services/reporting/statistics/slope_selection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/slope_order.h"

namespace csi::statistics {
namespace {

using internal::SlopeOrder;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

int64_t PairCount(size_t n) {
  return static_cast<int64_t>(n) * (static_cast<int64_t>(n) - 1) / 2;
}

double Select(std::vector<double>& slopes, size_t rank) {
  std::nth_element(slopes.begin(), slopes.begin() + rank, slopes.end());
  return slopes[rank];
}

// SplitMix64 with a fixed seed: the same series takes the same path always.
class Sequence {
 public:
  uint64_t Below(uint64_t bound) {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return static_cast<uint64_t>((static_cast<unsigned __int128>(x) * bound) >>
                                 64);
  }

 private:
  uint64_t state_ = 20160328;
};

// Steps over neighbours of x, so that rounded slopes stay inside a bracket.
double Nudge(double x, double towards) {
  return std::nextafter(std::nextafter(x, towards), towards);
}

class Selector {
 public:
  Selector(std::span<const double> values, double magnitude,
           const SlopeSelectionOptions& options)
      : values_(values), magnitude_(magnitude), options_(options) {
    counts_[-kInfinity] = 0;
    counts_[kInfinity] = PairCount(values.size());
  }

  // Brackets all ranks at once first: the interval of a long series is narrow.
  void Prepare(int64_t first_rank, int64_t last_rank) {
    Narrow(BracketOf(first_rank, last_rank), first_rank, last_rank);
  }

  double Find(int64_t rank) {
    while (true) {
      const Bracket bracket = BracketOf(rank, rank);
      if (bracket.Pairs() <= static_cast<int64_t>(options_.pairs_listed_max)) {
        // The two middle ranks share a bracket: listed once.
        if (bracket.low != listed_.low || bracket.high != listed_.high) {
          slopes_ = List(bracket);
          listed_ = bracket;
        }
        return Select(slopes_, static_cast<size_t>(rank - bracket.below));
      }
      if (Nudge(Nudge(bracket.low, kInfinity), kInfinity) >= bracket.high) {
        return SampledValue(bracket, rank);
      }
      Narrow(bracket, rank, rank);
      const Bracket next = BracketOf(rank, rank);
      if (next.Pairs() > bracket.Pairs() / 2) Split(next);
    }
  }

 private:
  // Slopes in (low, high]; `below` slopes are <= low, `upto` are <= high.
  struct Bracket {
    double low;
    double high;
    int64_t below;
    int64_t upto;
    int64_t Pairs() const { return upto - below; }
  };

  // The tightest known bracket around both ranks.
  Bracket BracketOf(int64_t first_rank, int64_t last_rank) const {
    Bracket bracket{-kInfinity, kInfinity, 0, PairCount(values_.size())};
    for (const auto& [t, count] : counts_) {
      if (count <= first_rank && t > bracket.low) {
        bracket.low = t;
        bracket.below = count;
      }
      if (count > last_rank && t < bracket.high) {
        bracket.high = t;
        bracket.upto = count;
      }
    }
    return bracket;
  }

  void Count(double t) {
    if (counts_.contains(t)) return;
    int64_t inverted = 0;
    SlopeOrder order(values_, magnitude_);
    order.Turn(t, [&](const SlopeOrder::Item*, size_t count,
                      const SlopeOrder::Item&) { inverted += count; });
    counts_[t] = inverted;
  }

  // Visits the pairs of a bracket.
  template <typename Visit>
  void ForPairs(const Bracket& bracket, SlopeOrder& order, Visit visit) const {
    if (std::isfinite(bracket.low)) {
      order.Turn(bracket.low, [](const SlopeOrder::Item*, size_t,
                                 const SlopeOrder::Item&) {});
    }
    order.Turn(bracket.high, visit);
  }

  std::vector<double> List(const Bracket& bracket) const {
    std::vector<double> slopes;
    slopes.reserve(static_cast<size_t>(bracket.Pairs()));
    SlopeOrder order(values_, magnitude_);
    ForPairs(bracket, order,
             [&](const SlopeOrder::Item* first, size_t count,
                 const SlopeOrder::Item& right) {
               for (size_t i = 0; i < count; ++i) {
                 slopes.push_back(order.Slope(first[i].index, right.index));
               }
             });
    return slopes;
  }

  // One random pair from each of equal parts of the bracket's pairs, sorted by
  // slope. An earlier sample of a wider bracket is used as far as it goes.
  std::span<const double> Sample(const Bracket& bracket) {
    const auto inside = [&] {
      const auto first =
          std::upper_bound(samples_.begin(), samples_.end(), bracket.low);
      const auto last = std::upper_bound(first, samples_.end(), bracket.high);
      return std::span<const double>(first, last);
    };
    const int64_t pairs = bracket.Pairs();
    const int64_t wanted = std::min<int64_t>(options_.samples_max, pairs);
    if (sampled_.low <= bracket.low && sampled_.high >= bracket.high &&
        static_cast<int64_t>(inside().size()) > wanted / 4) {
      return inside();
    }
    samples_.clear();
    sampled_ = bracket;
    const int64_t part = pairs / wanted;
    int64_t seen = 0;
    int64_t next = static_cast<int64_t>(sequence_.Below(part));
    SlopeOrder order(values_, magnitude_);
    ForPairs(bracket, order,
             [&](const SlopeOrder::Item* first, size_t count,
                 const SlopeOrder::Item& right) {
               const int64_t end = seen + static_cast<int64_t>(count);
               for (; next < end;) {
                 samples_.push_back(
                     order.Slope(first[next - seen].index, right.index));
                 const int64_t stratum = samples_.size();
                 next = stratum * part +
                        static_cast<int64_t>(sequence_.Below(part));
               }
               seen = end;
             });
    std::sort(samples_.begin(), samples_.end());
    return samples_;
  }

  // Counts at two sampled slopes that most likely enclose both ranks.
  void Narrow(const Bracket& bracket, int64_t first_rank, int64_t last_rank) {
    const std::span<const double> sample = Sample(bracket);
    const double size = static_cast<double>(sample.size());
    // Four standard deviations of the sampled rank, at its widest.
    const double margin = 2 * std::sqrt(size) + 1;
    const auto position = [&](int64_t rank) {
      return static_cast<double>(rank - bracket.below) / bracket.Pairs() * size;
    };
    const double low = position(first_rank) - margin;
    const double high = position(last_rank) + margin;
    if (low >= 0) Count(Nudge(sample[static_cast<size_t>(low)], -kInfinity));
    if (high < size) Count(Nudge(sample[static_cast<size_t>(high)], kInfinity));
  }

  // Halves the range of values: the way out where sampling finds the same two
  // clusters of equal slopes again and again. An open end is closed first.
  void Split(const Bracket& bracket) {
    const std::span<const double> sample = Sample(bracket);
    if (std::isinf(bracket.low)) {
      Count(Nudge(sample.front(), -kInfinity));
    } else if (std::isinf(bracket.high)) {
      Count(Nudge(sample.back(), kInfinity));
    } else {
      const double middle = bracket.low + (bracket.high - bracket.low) / 2;
      if (middle > bracket.low && middle < bracket.high) Count(middle);
    }
  }

  // For a bracket a few neighbouring doubles wide that holds too many pairs to
  // list: they are equal but for rounding.
  double SampledValue(const Bracket& bracket, int64_t rank) {
    const std::span<const double> sample = Sample(bracket);
    const double share =
        static_cast<double>(rank - bracket.below) / bracket.Pairs();
    return sample[static_cast<size_t>(share * (sample.size() - 1))];
  }

  std::span<const double> values_;
  double magnitude_;
  SlopeSelectionOptions options_;
  Sequence sequence_;
  std::map<double, int64_t> counts_;
  std::vector<double> samples_;
  Bracket sampled_{kInfinity, -kInfinity, 0, 0};
  std::vector<double> slopes_;
  Bracket listed_{kInfinity, -kInfinity, 0, 0};
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
