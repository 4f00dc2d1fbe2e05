// Which periods of a series are before a change, left out, and after it.
//
// The unit is the period [start, end). Windows follow the plan fixed before
// the change: the last whole periods that ended before its first actual
// start; periods that overlap it (or the wash-in) belong to neither side; then
// the declared number of periods. An instant on a boundary overlaps none.
// Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_PERIODS_H_
#define CSI_SERVICES_REPORTING_STATISTICS_PERIODS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/reporting/statistics/limits.h"

namespace csi::statistics {

struct Period {
  absl::Time start = {};
  absl::Time end = {};
  double value = 0;
  std::optional<int64_t> count = std::nullopt;  // what the value stands on
  // False for less than half of the median intake or outside the extract's
  // complete interval: shown, never used.
  bool complete = true;
};

// Half open: [start, end). A change at one instant has start == end.
struct TimeWindow {
  absl::Time start = {};
  absl::Time end = {};
};

enum class PeriodRole {
  kEarlier,  // before the baseline window
  kBaseline,
  kTriggered,  // the period that triggered the entry, and later ones
  kGap,        // after a frozen baseline, before the change
  kLeftOut,    // overlaps the change or its wash-in
  kAfter,
  kLater,       // beyond the after window
  kHollow,      // inside a window, stands on too few cases: not tested
  kIncomplete,  // inside a window, not complete
};

struct WindowPlan {
  std::vector<TimeWindow> changes = {};  // actual ones, at least one
  // Time, and then whole periods, left out after the last change.
  absl::Duration wash_in = absl::ZeroDuration();
  size_t wash_in_periods = 0;
  size_t baseline_periods = kBaselinePeriodsDefault;
  size_t after_periods = kAfterPeriodsDefault;
  // Periods in a season, 0 if none is declared; the baseline then takes whole
  // seasons.
  size_t season_periods = 0;
  std::optional<TimeWindow> frozen_baseline = std::nullopt;
  // When a threshold, breach or complaint triggered the entry.
  std::optional<absl::Time> trigger = std::nullopt;
  // Periods that end later are not known yet.
  absl::Time as_of = absl::InfiniteFuture();
  // Fewer cases make a period hollow; absent: counts are not looked at.
  std::optional<int64_t> count_min = std::nullopt;
  // 1 or 100 where values are shares of their counts, which also makes a
  // period hollow if n p or n (1 - p) < 5; 0 where they are not.
  double share_scale = 0;
};

// Moves the edges of both windows by whole periods, later when positive.
struct WindowShift {
  int baseline_start = 0;
  int baseline_end = 0;
  int after_start = 0;
  int after_end = 0;
};

struct WindowSelection {
  std::vector<PeriodRole> roles;  // one for each period
  // Indices of the periods used, ascending.
  std::vector<size_t> baseline;
  std::vector<size_t> after;
  TimeWindow change;  // first start to last end, without the wash-in
};

// Refuses periods that are out of order, overlap or have no length, values
// that are not finite, and a plan without a change (INVALID_ARGUMENT).
absl::Status CheckPeriods(std::span<const Period> periods);
absl::StatusOr<WindowSelection> SelectWindows(std::span<const Period> periods,
                                              const WindowPlan& plan);

// The same with moved edges; OUT_OF_RANGE if there are no such periods.
absl::StatusOr<WindowSelection> SelectShiftedWindows(
    std::span<const Period> periods, const WindowPlan& plan,
    const WindowShift& shift);

// Position of each period on the grid of periods, so that a missing one counts
// in distances: 0 for the first.
std::vector<double> PeriodPositions(std::span<const Period> periods);

std::string_view PeriodRoleName(PeriodRole role);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_PERIODS_H_
