#include "services/reporting/statistics/multiple_testing.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace csi::statistics {
namespace {

std::vector<size_t> Ascending(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return p[a] < p[b]; });
  return order;
}

}  // namespace

std::vector<double> HolmAdjusted(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  double highest = 0;
  size_t left = p.size();
  for (size_t i : Ascending(p)) {
    highest = std::max(highest, std::min(1.0, p[i] * left--));
    adjusted[i] = highest;
  }
  return adjusted;
}

std::vector<double> BenjaminiHochbergAdjusted(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  const std::vector<size_t> order = Ascending(p);
  double lowest = 1;
  for (size_t rank = order.size(); rank > 0; --rank) {
    const size_t i = order[rank - 1];
    lowest = std::min(lowest, p[i] * static_cast<double>(p.size()) / rank);
    adjusted[i] = lowest;
  }
  return adjusted;
}

}  // namespace csi::statistics
