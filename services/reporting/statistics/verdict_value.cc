#include "services/reporting/statistics/verdict_value.h"

#include <algorithm>
#include <cmath>

#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics::internal {
namespace {

double EffectiveCount(size_t n, double r) {
  const double count = static_cast<double>(n);
  return std::max(kEffectiveCountMin, count * (1 - r) / (1 + r));
}

// Both bounds of the interval on the side of `sense`, zero excluded.
bool LiesOnSide(const MeanDifference& difference, int sense) {
  return sense * difference.ci95_low > 0 && sense * difference.ci95_high > 0;
}

}  // namespace

MeanEffect EffectByMeans(std::span<const double> before,
                         std::span<const double> after) {
  MeanEffect effect;
  const double n = static_cast<double>(before.size());
  const double r1 = ComputeAutocorrelation(before).r1.value_or(0);
  effect.r = std::max(0.0, r1 + 1 / n);
  Group one = GroupOf(before);
  Group two = GroupOf(after);
  effect.n_before = one.n = EffectiveCount(before.size(), effect.r);
  effect.n_after = two.n = EffectiveCount(after.size(), effect.r);
  effect.welch = CompareMeans(one, two);
  return effect;
}

MedianEffect EffectByMedians(const WindowFigures& before,
                             const WindowFigures& after, double distance,
                             int sense) {
  MedianEffect effect;
  effect.difference = *after.median - *before.median;
  const TheilSenLine& line = *before.line.line;
  effect.drift = sense > 0 ? line.ci95_high : line.ci95_low;
  effect.distance = distance;
  effect.corrected = effect.difference - effect.drift * distance;
  return effect;
}

SideCounts CountSides(const WindowFigures& before, const WindowFigures& after,
                      int sense) {
  SideCounts counts;
  const Limits& limits = *before.chart.limits;
  size_t back = 0;
  const size_t n = after.values.size();
  for (size_t i = 0; i < n; ++i) {
    const double value = after.values[i];
    const double distance = sense * (value - limits.centre);
    counts.good += distance > 0;
    counts.beyond += sense > 0 ? value > limits.upper : value < limits.lower;
    back += i + kLastPointsChecked >= n && distance < 0;
  }
  counts.last_back = back == kLastPointsChecked;
  return counts;
}

SeasonRuling RuleOnSeason(const GradeInput& input, int sense) {
  const size_t season = input.season_periods;
  const size_t before = input.before.values.size();
  const size_t after = input.after.values.size();
  if (season == 0) return SeasonRuling::kNoneDeclared;
  if (before >= season && before % season == 0 && after >= season &&
      after % season == 0) {
    return SeasonRuling::kWholeSeasons;
  }
  const size_t beyond = CountSides(input.before, input.after, sense).beyond;
  if (before >= season &&
      static_cast<double>(beyond) >= kGoodShareMin * after) {
    return SeasonRuling::kBeyondLimits;
  }
  return SeasonRuling::kOpen;
}

Grade GradeChange(const GradeInput& input, int sense) {
  const double n = static_cast<double>(input.after.values.size());
  const SideCounts counts = CountSides(input.before, input.after, sense);
  const bool all_good = static_cast<double>(counts.good) == n;
  if (!LiesOnSide(input.effect.welch, sense) ||
      static_cast<double>(counts.good) < kGoodShareMin * n ||
      (counts.beyond < kBeyondLimitMin && !all_good) || counts.last_back) {
    return Grade::kNone;
  }
  const MedianEffect medians =
      EffectByMedians(input.before, input.after, input.distance, sense);
  const bool drift_ruled_out = sense * medians.corrected > 0;
  const bool season_ruled_out =
      RuleOnSeason(input, sense) != SeasonRuling::kOpen;
  return drift_ruled_out && season_ruled_out ? Grade::kProven : Grade::kLikely;
}

}  // namespace csi::statistics::internal
