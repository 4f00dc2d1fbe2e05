#include "services/reporting/statistics/seasonal_mann_kendall.h"

#include <numeric>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// The values of one place in the cycle, with the cycle each belongs to.
struct Season {
  std::vector<double> values;
  std::vector<double> cycles;
};

std::vector<Season> Split(std::span<const double> values,
                          std::span<const size_t> slots, size_t period) {
  std::vector<Season> seasons(period);
  for (size_t i = 0; i < values.size(); ++i) {
    Season& season = seasons[slots[i] % period];
    const size_t cycle = slots[i] / period;
    season.values.push_back(values[i]);
    season.cycles.push_back(static_cast<double>(cycle));
  }
  return seasons;
}

std::vector<double> SlopesWithin(const std::vector<Season>& seasons) {
  std::vector<double> slopes;
  for (const Season& season : seasons) {
    for (size_t j = 1; j < season.values.size(); ++j) {
      for (size_t i = 0; i < j; ++i) {
        slopes.push_back((season.values[j] - season.values[i]) /
                         (season.cycles[j] - season.cycles[i]));
      }
    }
  }
  return slopes;
}

void SetSlope(const std::vector<Season>& seasons, int64_t pairs,
              std::span<const double> values, std::span<const size_t> slots,
              SeasonalMannKendall& result) {
  if (pairs > static_cast<int64_t>(kSeasonalPairsMax)) {
    result.slope_reason = StrCat("there are ", pairs,
                                 " slopes within seasons, the median is taken "
                                 "of at most ",
                                 kSeasonalPairsMax);
    return;
  }
  // Adding 0 turns a negative zero into a plain one.
  result.slope = Median(SlopesWithin(seasons)) + 0.0;
  const double middle = Median({slots.begin(), slots.end()});
  result.intercept =
      Median({values.begin(), values.end()}) -
      middle / static_cast<double>(result.period) * *result.slope;
}

}  // namespace

SeasonalMannKendall ComputeSeasonalMannKendall(std::span<const double> values,
                                               size_t period,
                                               std::span<const size_t> slots) {
  SeasonalMannKendall result;
  result.period = period;
  std::vector<size_t> plain;
  if (slots.empty()) {
    plain.resize(values.size());
    std::iota(plain.begin(), plain.end(), size_t{0});
    slots = plain;
  }
  const size_t covered = values.empty() ? 0 : slots.back() + 1;
  if (period < 2 || period > kSeasonPeriodsMax) {
    result.reason = StrCat("a season has at least 2 periods and at most ",
                           kSeasonPeriodsMax);
    return result;
  }
  if (values.size() < kTrendPointsMin || covered / 2 < period) {
    result.reason =
        StrCat("a seasonal trend test takes at least ", kTrendPointsMin,
               " points over two cycles of ", period, " periods; there are ",
               values.size(), " over ", covered, " periods");
    return result;
  }
  const std::vector<Season> seasons = Split(values, slots, period);
  int64_t s = 0;
  int64_t pairs = 0;
  double var_s = 0;
  for (const Season& season : seasons) {
    const MannKendall test = ComputeMannKendall(season.values);
    const auto n = static_cast<int64_t>(season.values.size());
    s += test.s;
    var_s += test.var_s;
    pairs += n * (n - 1) / 2;
  }
  if (pairs == 0) {
    result.reason = "no place in the cycle has two values to compare";
    return result;
  }
  result.s = s;
  result.var_s = var_s;
  const TrendScore score = ScoreTrend(s, var_s);
  result.z = score.z;
  result.p = score.p;
  result.trend = score.trend;
  result.tau = static_cast<double>(s) / static_cast<double>(pairs);
  SetSlope(seasons, pairs, values, slots, result);
  return result;
}

}  // namespace csi::statistics
