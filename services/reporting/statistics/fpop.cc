// FPOP keeps, for every level mu the next segment could have, the start of
// segment that is cheapest for it: a row of pieces [low, high) of mu, each with
// the start whose parabola is lowest there. A start that is lowest nowhere is
// gone for good, which leaves few pieces however long the series.
#include <algorithm>
#include <cmath>
#include <limits>

#include "services/reporting/statistics/change_points.h"
#include "services/reporting/statistics/segment_cost.h"

namespace csi::statistics {
namespace {

// Costs are measured from the series' mean, so that squares do not cancel.
class Fpop {
 public:
  Fpop(std::span<const double> values, double penalty)
      : penalty_(penalty), mean_(Mean(values)) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    pieces_.push_back({*low - mean_, *high - mean_, 0});
    sums_.push_back(0);
    squares_.push_back(0);
    best_.push_back(-penalty);
    previous_.push_back(0);
    for (double value : values) Add(value - mean_);
  }

  std::vector<size_t> Breaks() const {
    std::vector<size_t> breaks;
    for (size_t t = previous_.back(); t > 0; t = previous_[t]) {
      breaks.push_back(t);
    }
    std::reverse(breaks.begin(), breaks.end());
    return breaks;
  }

 private:
  struct Piece {
    double low;
    double high;
    size_t start;
  };

  // The parabola of a start: constant - 2 sum mu + count mu^2.
  struct Parabola {
    double count;
    double sum;
    double constant;
  };

  Parabola Of(size_t start) const {
    const size_t t = sums_.size() - 1;
    return {static_cast<double>(t - start),
            static_cast<double>(sums_[t] - sums_[start]),
            static_cast<double>(squares_[t] - squares_[start]) + best_[start] +
                penalty_};
  }

  void Add(double value) {
    sums_.push_back(sums_.back() + value);
    squares_.push_back(squares_.back() +
                       static_cast<long double>(value) * value);
    const size_t t = sums_.size() - 1;
    double least = std::numeric_limits<double>::infinity();
    size_t start = 0;
    for (const Piece& piece : pieces_) {
      const Parabola p = Of(piece.start);
      const double mu = std::clamp(p.sum / p.count, piece.low, piece.high);
      const double cost = p.constant - 2 * p.sum * mu + p.count * mu * mu;
      if (cost < least) {
        least = cost;
        start = piece.start;
      }
    }
    best_.push_back(least);
    previous_.push_back(start);
    Prune(t, least + penalty_);
  }

  // Gives the new start t every mu at which all others cost more than `level`.
  void Prune(size_t t, double level) {
    next_.clear();
    for (const Piece& piece : pieces_) {
      const Parabola p = Of(piece.start);
      // Roots of the parabola at that level: it is lower between them.
      const double middle = p.sum / p.count;
      const double rest = middle * middle - (p.constant - level) / p.count;
      if (!(rest > 0)) {
        Push({piece.low, piece.high, t});
        continue;
      }
      const double width = std::sqrt(rest);
      const double low = std::clamp(middle - width, piece.low, piece.high);
      const double high = std::clamp(middle + width, piece.low, piece.high);
      Push({piece.low, low, t});
      Push({low, high, piece.start});
      Push({high, piece.high, t});
    }
    std::swap(pieces_, next_);
  }

  void Push(const Piece& piece) {
    if (!(piece.low < piece.high)) return;
    if (!next_.empty() && next_.back().start == piece.start) {
      next_.back().high = piece.high;
    } else {
      next_.push_back(piece);
    }
  }

  double penalty_;
  double mean_;
  std::vector<long double> sums_;
  std::vector<long double> squares_;
  std::vector<double> best_;
  std::vector<size_t> previous_;
  std::vector<Piece> pieces_;
  std::vector<Piece> next_;
};

}  // namespace

std::vector<size_t> ComputeFpop(std::span<const double> values,
                                std::optional<double> penalty) {
  if (values.size() < 2) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (*low == *high) return {};
  return Fpop(values, penalty.value_or(internal::DefaultPenalty(values)))
      .Breaks();
}

}  // namespace csi::statistics
