// Rules 3 to 5 of the verdict: the value from the points of both windows
// alone. Internal to this library and its simulation; pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_VERDICT_VALUE_H_
#define CSI_SERVICES_REPORTING_STATISTICS_VERDICT_VALUE_H_

#include <cstddef>
#include <span>

#include "services/reporting/statistics/verdict.h"

namespace csi::statistics::internal {

// REQUIRES: at least two values.
MeanEffect EffectByMeans(std::span<const double> before,
                         std::span<const double> after);

// `sense` is +1 where a rise is asked for, -1 for a fall: the drift bound that
// explains most of such a change is taken. REQUIRES: two baseline values.
MedianEffect EffectByMedians(const WindowFigures& before,
                             const WindowFigures& after, double distance,
                             int sense);

// After points on the side of the baseline given by `sense`.
struct SideCounts {
  size_t good = 0;         // beyond the centre
  size_t beyond = 0;       // beyond the limit
  bool last_back = false;  // all of the last three on the other side
};
SideCounts CountSides(const WindowFigures& before, const WindowFigures& after,
                      int sense);

struct GradeInput {
  const WindowFigures& before;
  const WindowFigures& after;
  const MeanEffect& effect;
  double distance = 0;
  size_t season_periods = 0;
};

enum class Grade { kNone, kLikely, kProven };

// How well a change to the side of `sense` is shown.
Grade GradeChange(const GradeInput& input, int sense);

SeasonRuling RuleOnSeason(const GradeInput& input, int sense);

}  // namespace csi::statistics::internal

#endif  // CSI_SERVICES_REPORTING_STATISTICS_VERDICT_VALUE_H_
