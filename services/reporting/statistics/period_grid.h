// Reads the rhythm of a series off its period starts: the unit, how many units
// make a season, and the place of each period, so that gaps keep their slots.
//
// Only a rhythm that most steps follow counts; nothing is guessed for others.
// UTC. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_PERIOD_GRID_H_
#define CSI_SERVICES_REPORTING_STATISTICS_PERIOD_GRID_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace csi::statistics {

struct PeriodGrid {
  std::string_view unit;      // "hour", "day", "week", "month", "quarter"
  size_t season_periods = 0;  // 24, 7, 52, 12, 4
  // Units since the first start, ascending; consecutive where none is missing.
  std::vector<size_t> slots;
};

// Absent below two periods, and where less than half of the steps are one unit
// long or a step is no whole number of units (a change of the clock within).
// REQUIRES: ascending, distinct.
std::optional<PeriodGrid> FindPeriodGrid(std::span<const absl::Time> starts);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_PERIOD_GRID_H_
