#include "services/reporting/statistics/smoothing.h"

#include <algorithm>
#include <cmath>

#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// Takes values in one after the other and keeps the squares of its errors.
class Smoother {
 public:
  Smoother(Smoothing start, const SmoothingWeights& weights)
      : state_(std::move(start)), weights_(weights) {}

  // `counts`: whether the error tells how well the method forecasts.
  void Take(double value, bool counts) {
    const double season = state_.season.empty() ? 0 : state_.season[at_];
    const double expected = state_.level + state_.trend;
    const double error = value - (expected + season);
    const double level =
        weights_.alpha * (value - season) + (1 - weights_.alpha) * expected;
    state_.trend = weights_.beta * (level - state_.level) +
                   (1 - weights_.beta) * state_.trend;
    state_.level = level;
    if (!state_.season.empty()) {
      const double fresh =
          weights_.gamma * (value - expected) + (1 - weights_.gamma) * season;
      state_.season[at_] = fresh;
      at_ = (at_ + 1) % state_.season.size();
    }
    if (!counts) return;
    // In long double, whose range holds squares of any double in use.
    squares_ += static_cast<long double>(error) * error;
    ++count_;
  }

  Smoothing Finish() {
    // The season was kept as a ring: now the next period comes first.
    std::rotate(state_.season.begin(), state_.season.begin() + at_,
                state_.season.end());
    state_.deviation = static_cast<double>(std::sqrt(
        squares_ / static_cast<long double>(std::max<size_t>(count_, 1))));
    return std::move(state_);
  }

 private:
  Smoothing state_;
  SmoothingWeights weights_;
  size_t at_ = 0;
  long double squares_ = 0;
  size_t count_ = 0;
};

}  // namespace

double Smoothing::Ahead(size_t periods) const {
  const double line = level + static_cast<double>(periods) * trend;
  return season.empty() ? line : line + season[(periods - 1) % season.size()];
}

Smoothing Smooth(std::span<const double> values,
                 const SmoothingWeights& weights) {
  const bool has_trend = weights.beta > 0;
  Smoothing start;
  start.level = values[0];
  if (has_trend) start.trend = values[1] - values[0];
  Smoother smoother(std::move(start), weights);
  const size_t known = has_trend ? 2 : 1;
  for (size_t i = 0; i < values.size(); ++i) {
    smoother.Take(values[i], i >= known);
  }
  return smoother.Finish();
}

Smoothing SmoothSeason(std::span<const double> values, size_t season_periods,
                       const SmoothingWeights& weights) {
  const size_t m = season_periods;
  const double first = Mean(values.first(m));
  const double second = Mean(values.subspan(m, m));
  Smoothing start;
  start.trend = (second - first) / static_cast<double>(m);
  const double middle = static_cast<double>(m - 1) / 2;
  for (size_t i = 0; i < m; ++i) {
    const double line = first + start.trend * (static_cast<double>(i) - middle);
    start.season.push_back(values[i] - line);
  }
  start.level = first + start.trend * middle;
  Smoother smoother(std::move(start), weights);
  for (size_t i = m; i < values.size(); ++i) smoother.Take(values[i], true);
  return smoother.Finish();
}

std::vector<double> AheadDeviations(const Smoothing& smoothing,
                                    const SmoothingWeights& weights,
                                    size_t horizon) {
  std::vector<double> deviations;
  double squares = 1;
  const size_t m = smoothing.season.size();
  for (size_t ahead = 1; ahead <= horizon; ++ahead) {
    deviations.push_back(smoothing.deviation * std::sqrt(squares));
    // What an error `ahead` periods ago still adds.
    double kept =
        weights.alpha * (1 + weights.beta * static_cast<double>(ahead));
    if (m > 0 && ahead % m == 0) kept += weights.gamma;
    squares += kept * kept;
  }
  return deviations;
}

}  // namespace csi::statistics
