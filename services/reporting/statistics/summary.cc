#include "services/reporting/statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"

namespace csi::statistics {

absl::Status CheckSeries(std::span<const double> values) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && std::fabs(values[i]) <= kMagnitudeMax) {
      continue;
    }
    return absl::InvalidArgumentError(
        StrCat("point ", i, " (counted from 0) is ", values[i],
               ": a value must be a finite number of magnitude up to ",
               kMagnitudeMax, "; correct the source or leave the period out"));
  }
  return absl::OkStatus();
}

double Mean(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (*low == *high) return *low;
  long double sum = 0;
  for (double value : values) sum += value;
  const double mean = static_cast<double>(sum / values.size());
  return std::clamp(mean, *low, *high);
}

double SampleVariance(std::span<const double> values) {
  const double mean = Mean(values);
  long double sum = 0;
  long double rest = 0;
  for (double value : values) {
    const long double distance = static_cast<long double>(value) - mean;
    sum += distance * distance;
    rest += distance;
  }
  // The second term takes out the rounding of the mean itself.
  const long double n = values.size();
  return static_cast<double>(std::max(0.0L, sum - rest * rest / n) / (n - 1));
}

double Median(std::vector<double> values) {
  const size_t half = values.size() / 2;
  const auto middle = values.begin() + half;
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

std::vector<double> MidRanks(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (size_t first = 0; first < order.size();) {
    size_t last = first + 1;
    while (last < order.size() && values[order[last]] == values[order[first]]) {
      ++last;
    }
    const double rank = (static_cast<double>(first + 1) + last) / 2;
    for (size_t i = first; i < last; ++i) ranks[order[i]] = rank;
    first = last;
  }
  return ranks;
}

std::vector<size_t> TieGroups(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<size_t> groups;
  for (size_t first = 0; first < sorted.size();) {
    size_t last = first + 1;
    while (last < sorted.size() && sorted[last] == sorted[first]) ++last;
    if (last - first > 1) groups.push_back(last - first);
    first = last;
  }
  return groups;
}

}  // namespace csi::statistics
