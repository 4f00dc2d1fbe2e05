// The order of a series' points seen along a direction of slope t, and the
// pairs whose order changes between two directions: the counting step of
// slope selection. Internal to this library. Not thread-safe: one per call.
//
// Sorted by y_i - t i, equal keys by descending i, exactly the pairs i < j
// with slope <= t stand inverted. Keys are compared in double where the
// difference exceeds their rounding error, else exactly.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SLOPE_ORDER_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SLOPE_ORDER_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace csi::statistics::internal {

class SlopeOrder {
 public:
  struct Item {
    double key;
    uint32_t index;
  };

  // `values` outlive this object and have magnitude up to `magnitude`.
  SlopeOrder(std::span<const double> values, double magnitude)
      : values_(values), magnitude_(magnitude) {
    items_.resize(values.size());
    buffer_.resize(values.size());
    for (size_t i = 0; i < items_.size(); ++i) {
      items_[i].index = static_cast<uint32_t>(i);
    }
  }

  // Sorts for direction t and calls visit(first, count, right) for blocks of
  // pairs that this inverts: items first[0..count) each with `right`. `count`
  // is often 0: counting then needs no branch, which halves its time.
  template <typename Visit>
  void Turn(double t, Visit visit) {
    SetDirection(t);
    const size_t n = items_.size();
    for (size_t i = 0; i < n; i += kRunLength) {
      SortRun(items_.data() + i, items_.data() + std::min(n, i + kRunLength),
              visit);
    }
    for (size_t width = kRunLength; width < n; width *= 2) {
      for (size_t i = 0; i < n; i += 2 * width) {
        const size_t middle = std::min(n, i + width);
        const size_t last = std::min(n, i + 2 * width);
        Merge(items_.data() + i, items_.data() + middle, items_.data() + last,
              buffer_.data() + i, visit);
      }
      std::swap(items_, buffer_);
    }
  }

  double Slope(uint32_t i, uint32_t j) const {
    if (i > j) std::swap(i, j);
    return (values_[j] - values_[i]) / static_cast<double>(j - i);
  }

 private:
  static constexpr size_t kRunLength = 8;

  void SetDirection(double t) {
    t_ = t;
    // Beyond every slope the order is that of the indices, or its reverse.
    if (std::isinf(t)) {
      tolerance_ = -1;
      for (Item& item : items_) {
        item.key = t > 0 ? -static_cast<double>(item.index) : item.index;
      }
      return;
    }
    for (Item& item : items_) item.key = values_[item.index] - t * item.index;
    tolerance_ = 4 * std::numeric_limits<double>::epsilon() *
                 (magnitude_ + std::fabs(t) * items_.size());
  }

  // Whether `b` comes before `a` in direction t.
  bool Before(const Item& b, const Item& a) const {
    const double difference = a.key - b.key;
    if (std::fabs(difference) <= tolerance_) [[unlikely]] {
      return b.index > a.index ? SlopeUpTo(a.index, b.index)
                               : !SlopeUpTo(b.index, a.index);
    }
    return difference > 0;
  }

  // Exactly whether (y_j - y_i) / (j - i) <= t for i < j: both sides of
  // y_j - y_i <= t (j - i) as unevaluated sums of two doubles without error.
  bool SlopeUpTo(uint32_t i, uint32_t j) const {
    const double yi = values_[i];
    const double yj = values_[j];
    if (yi == yj) return t_ >= 0;
    const double rise = yj - yi;
    const double part = rise - yj;
    const double rise_rest = (yj - (rise - part)) - (yi + part);
    const double run = j - i;
    const double line = t_ * run;
    if (rise != line) return rise < line;
    return rise_rest <= std::fma(t_, run, -line);
  }

  template <typename Visit>
  void SortRun(Item* first, Item* last, Visit& visit) {
    for (Item* i = first + 1; i < last; ++i) {
      const Item item = *i;
      Item* hole = i;
      for (; hole > first && Before(item, hole[-1]); --hole) *hole = hole[-1];
      *hole = item;
      if (hole < i) visit(hole + 1, static_cast<size_t>(i - hole), item);
    }
  }

  template <typename Visit>
  void Merge(const Item* left, const Item* middle, const Item* last, Item* out,
             Visit& visit) {
    const Item* right = middle;
    if (left == middle || right == last || !Before(*right, middle[-1])) {
      std::copy(left, last, out);  // in order already
      return;
    }
    while (left < middle && right < last) {
      const bool take_right = Before(*right, *left);
      visit(left, take_right ? static_cast<size_t>(middle - left) : 0, *right);
      *out++ = *(take_right ? right : left);
      right += take_right;
      left += !take_right;
    }
    out = std::copy(left, middle, out);
    std::copy(right, last, out);
  }

  std::span<const double> values_;
  double magnitude_;
  double t_ = 0;
  double tolerance_ = 0;
  std::vector<Item> items_;
  std::vector<Item> buffer_;
};

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SLOPE_ORDER_H_
