#include "services/reporting/statistics/hodges_lehmann.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "services/reporting/statistics/distributions.h"

namespace csi::statistics {
namespace {

// Doubles in the order of their values, as integers: neighbours differ by one.
int64_t OrderOf(double value) {
  const auto bits = std::bit_cast<int64_t>(value + 0.0);
  return bits >= 0 ? bits : INT64_MIN - bits;
}

double ValueOf(int64_t order) {
  return std::bit_cast<double>(order >= 0 ? order : INT64_MIN - order);
}

// Differences of two sorted groups. Rounding keeps the order of differences,
// so counting needs one walk along both groups.
class Differences {
 public:
  Differences(std::span<const double> before, std::span<const double> after)
      : before_(before.begin(), before.end()),
        after_(after.begin(), after.end()) {
    std::sort(before_.begin(), before_.end());
    std::sort(after_.begin(), after_.end());
  }

  int64_t Count() const {
    return static_cast<int64_t>(before_.size()) *
           static_cast<int64_t>(after_.size());
  }

  // The difference of this rank, from 0: halves the doubles between the least
  // and the greatest until one is left, in at most 64 walks.
  double At(int64_t rank) const {
    int64_t low = OrderOf(after_.front() - before_.back());
    int64_t high = OrderOf(after_.back() - before_.front());
    while (low < high) {
      const int64_t middle = std::midpoint(low, high);
      if (CountUpTo(ValueOf(middle)) > rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return ValueOf(low);
  }

 private:
  int64_t CountUpTo(double bound) const {
    int64_t count = 0;
    size_t first = 0;  // of `before`, from which on differences are small
    for (double value : after_) {
      while (first < before_.size() && value - before_[first] > bound) ++first;
      count += static_cast<int64_t>(before_.size() - first);
    }
    return count;
  }

  std::vector<double> before_;
  std::vector<double> after_;
};

}  // namespace

HodgesLehmann ComputeHodgesLehmann(std::span<const double> before,
                                   std::span<const double> after) {
  const Differences differences(before, after);
  const int64_t count = differences.Count();
  const double middle = static_cast<double>(count) / 2;
  const double spread =
      std::sqrt(static_cast<double>(count) *
                static_cast<double>(before.size() + after.size() + 1) / 12);
  const int64_t left_out = std::max<int64_t>(
      0, static_cast<int64_t>(std::floor(middle - kNormal975 * spread)) - 1);
  HodgesLehmann result;
  const double upper = differences.At(count / 2);
  result.shift = count % 2 == 1
                     ? upper
                     : std::midpoint(differences.At(count / 2 - 1), upper);
  result.ci95_low = differences.At(left_out);
  result.ci95_high = differences.At(count - 1 - left_out);
  return result;
}

}  // namespace csi::statistics
