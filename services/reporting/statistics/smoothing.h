// Exponential smoothing with additive trend and season: simple (SES), Holt and
// Holt-Winters are this with fewer parts. One value a period, no gaps.
//
//   level'  = alpha (y - season) + (1 - alpha) (level + trend)
//   trend'  = beta (level' - level) + (1 - beta) trend
//   season' = gamma (y - level - trend) + (1 - gamma) season
//
// Holt (1957), Winters (1960). How the parts start differs between programs
// and matters for short series; here: SES and Holt stand at the first value and
// the first step before the first value comes in (as in the published figures);
// Holt-Winters at the line through the means of the first two seasons, and
// starts after the first season, whose distances from it are the first season.
// Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_SMOOTHING_H_
#define CSI_SERVICES_REPORTING_STATISTICS_SMOOTHING_H_

#include <cstddef>
#include <span>
#include <vector>

namespace csi::statistics {

// The constants of the presets; 0 to 1, where 1 forgets at once.
struct SmoothingWeights {
  double alpha = 0.3;
  double beta = 0;   // 0: no trend
  double gamma = 0;  // 0: no season
};

struct Smoothing {
  double level = 0;
  double trend = 0;
  std::vector<double> season;  // of the periods ahead, in turn; may be empty
  // Standard deviation of the forecasts of one period ahead, in the unit of
  // the values; those that the start made exact are not counted.
  double deviation = 0;

  double Ahead(size_t periods) const;
};

// REQUIRES: at least 2 values, 3 with a trend.
Smoothing Smooth(std::span<const double> values,
                 const SmoothingWeights& weights);

// REQUIRES: two whole seasons and a value more; a season of at least 2.
Smoothing SmoothSeason(std::span<const double> values, size_t season_periods,
                       const SmoothingWeights& weights);

// Standard deviations of the forecasts 1 to `horizon` periods ahead, for errors
// that are independent and of one spread (Hyndman, Koehler, Ord, Snyder 2008):
// the error of one period moves all later ones by what the weights keep of it.
std::vector<double> AheadDeviations(const Smoothing& smoothing,
                                    const SmoothingWeights& weights,
                                    size_t horizon);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_SMOOTHING_H_
