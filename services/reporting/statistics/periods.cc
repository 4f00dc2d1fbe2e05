#include "services/reporting/statistics/periods.h"

#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "services/reporting/statistics/summary.h"

namespace csi::statistics {
namespace {

// Candidates of both windows, in order of time.
struct Sides {
  std::vector<size_t> before;
  std::vector<size_t> after;
};

// A range [first, last) of positions among candidates.
struct Range {
  size_t first = 0;
  size_t last = 0;
};

// Whether a period stands on too few cases to be tested.
class HollowTest {
 public:
  HollowTest(std::span<const Period> periods, const WindowPlan& plan)
      : plan_(plan) {
    if (plan.share_scale <= 0) return;
    double hits = 0;
    double cases = 0;
    for (const Period& period : periods) {
      if (!period.count.has_value() || !period.complete) continue;
      const double count = static_cast<double>(*period.count);
      hits += period.value / plan.share_scale * count;
      cases += count;
    }
    if (cases > 0) share_ = std::clamp(hits / cases, 0.0, 1.0);
  }

  bool operator()(const Period& period) const {
    if (!plan_.count_min.has_value() || !period.count.has_value()) return false;
    if (*period.count < *plan_.count_min) return true;
    if (!share_.has_value()) return false;
    // By the share over all periods: one of its own at 0 or 1 says nothing
    // about the cases expected.
    const double count = static_cast<double>(*period.count);
    return count * std::min(*share_, 1 - *share_) < kExpectedCountMin;
  }

 private:
  const WindowPlan& plan_;
  std::optional<double> share_;
};

TimeWindow Span(const std::vector<TimeWindow>& changes) {
  TimeWindow span = changes.front();
  for (const TimeWindow& change : changes) {
    span.start = std::min(span.start, change.start);
    span.end = std::max(span.end, change.end);
  }
  return span;
}

Sides Split(std::span<const Period> periods, const WindowPlan& plan,
            const TimeWindow& change, std::vector<PeriodRole>& roles) {
  Sides sides;
  const absl::Time settled = change.end + plan.wash_in;
  size_t washing_in = plan.wash_in_periods;
  for (size_t i = 0; i < periods.size(); ++i) {
    const Period& period = periods[i];
    if (period.start < settled && period.end > change.start) {
      roles[i] = PeriodRole::kLeftOut;
    } else if (period.end <= change.start) {
      sides.before.push_back(i);
    } else if (washing_in > 0) {
      roles[i] = PeriodRole::kLeftOut;
      --washing_in;
    } else if (period.end > plan.as_of) {
      roles[i] = PeriodRole::kIncomplete;
    } else {
      roles[i] = PeriodRole::kLater;
      sides.after.push_back(i);
    }
  }
  return sides;
}

size_t BaselineLength(const WindowPlan& plan) {
  const size_t season = plan.season_periods;
  if (season == 0) return plan.baseline_periods;
  return (plan.baseline_periods + season - 1) / season * season;
}

// Position of the first candidate that ends after the trigger: from there on
// the series was looked at because it was extreme.
size_t TriggerPosition(std::span<const Period> periods, const WindowPlan& plan,
                       const std::vector<size_t>& before) {
  size_t position = 0;
  while (position < before.size() &&
         (!plan.trigger.has_value() ||
          periods[before[position]].end <= *plan.trigger)) {
    ++position;
  }
  return position;
}

Range BaselineRange(std::span<const Period> periods, const WindowPlan& plan,
                    const std::vector<size_t>& before, size_t trigger) {
  Range range;
  if (plan.frozen_baseline.has_value()) {
    const auto inside = [&](size_t i) {
      return periods[i].start >= plan.frozen_baseline->start &&
             periods[i].end <= plan.frozen_baseline->end;
    };
    while (range.first < before.size() && !inside(before[range.first])) {
      ++range.first;
    }
    range.last = range.first;
    while (range.last < before.size() && inside(before[range.last])) {
      ++range.last;
    }
  } else {
    const size_t length = BaselineLength(plan);
    range.last = before.size();
    range.first = range.last - std::min(length, range.last);
    // With enough periods ahead of it the trigger may stay in the window.
    if (trigger < range.last && trigger < range.first + kBaselinePeriodsMin) {
      range.last = trigger;
      range.first = range.last - std::min(length, range.last);
    }
  }
  if (trigger < range.last && trigger < range.first + kBaselinePeriodsMin) {
    range.last = std::max(trigger, range.first);
  }
  return range;
}

absl::StatusOr<Range> Shifted(const Range& range, int start, int end,
                              size_t count) {
  const auto first = static_cast<int64_t>(range.first) + start;
  const auto last = static_cast<int64_t>(range.last) + end;
  if (first < 0 || last > static_cast<int64_t>(count) || first >= last) {
    return absl::OutOfRangeError("no such periods");
  }
  return Range{static_cast<size_t>(first), static_cast<size_t>(last)};
}

void LabelBefore(const WindowPlan& plan, const std::vector<size_t>& before,
                 const Range& range, size_t trigger,
                 std::vector<PeriodRole>& roles) {
  for (size_t k = 0; k < before.size(); ++k) {
    PeriodRole role = PeriodRole::kEarlier;
    if (k >= range.first && k < range.last) {
      role = PeriodRole::kBaseline;
    } else if (k >= range.last) {
      role = plan.trigger.has_value() && k >= trigger ? PeriodRole::kTriggered
                                                      : PeriodRole::kGap;
    }
    roles[before[k]] = role;
  }
}

void Use(std::span<const Period> periods, const HollowTest& is_hollow,
         std::span<const size_t> window, PeriodRole role,
         std::vector<PeriodRole>& roles, std::vector<size_t>& used) {
  for (size_t i : window) {
    if (!periods[i].complete) {
      roles[i] = PeriodRole::kIncomplete;
    } else if (is_hollow(periods[i])) {
      roles[i] = PeriodRole::kHollow;
    } else {
      roles[i] = role;
      used.push_back(i);
    }
  }
}

absl::Status CheckPlan(const WindowPlan& plan) {
  if (plan.changes.empty()) {
    return absl::InvalidArgumentError(
        "no change is given; a before/after comparison needs its actual start "
        "and end");
  }
  for (const TimeWindow& change : plan.changes) {
    if (change.end < change.start) {
      return absl::InvalidArgumentError(
          StrCat("a change ends at ", absl::FormatTime(change.end),
                 ", before its start at ", absl::FormatTime(change.start)));
    }
  }
  if (plan.wash_in < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("the wash-in is negative");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPeriods(std::span<const Period> periods) {
  std::vector<double> values;
  values.reserve(periods.size());
  for (size_t i = 0; i < periods.size(); ++i) {
    values.push_back(periods[i].value);
    if (periods[i].end <= periods[i].start) {
      return absl::InvalidArgumentError(
          StrCat("period ", i, " (counted from 0) ends at or before its start ",
                 absl::FormatTime(periods[i].start)));
    }
    if (i > 0 && periods[i].start < periods[i - 1].end) {
      return absl::InvalidArgumentError(
          StrCat("period ", i, " (counted from 0) starts at ",
                 absl::FormatTime(periods[i].start),
                 ", before the one ahead of it ends; give periods in order and "
                 "without overlap"));
    }
  }
  return CheckSeries(values);
}

absl::StatusOr<WindowSelection> SelectShiftedWindows(
    std::span<const Period> periods, const WindowPlan& plan,
    const WindowShift& shift) {
  for (const absl::Status& status : {CheckPeriods(periods), CheckPlan(plan)}) {
    if (!status.ok()) return status;
  }
  WindowSelection selection;
  selection.roles.assign(periods.size(), PeriodRole::kEarlier);
  selection.change = Span(plan.changes);
  const Sides sides = Split(periods, plan, selection.change, selection.roles);
  const size_t trigger = TriggerPosition(periods, plan, sides.before);
  Range before = BaselineRange(periods, plan, sides.before, trigger);
  Range after{0, std::min(plan.after_periods, sides.after.size())};
  const bool moved_before =
      shift.baseline_start != 0 || shift.baseline_end != 0;
  const bool moved_after = shift.after_start != 0 || shift.after_end != 0;
  if (moved_before) {
    // What the trigger shut out stays out.
    const size_t end = before.last <= trigger ? trigger : sides.before.size();
    const auto moved =
        Shifted(before, shift.baseline_start, shift.baseline_end, end);
    if (!moved.ok()) return moved.status();
    before = *moved;
  }
  if (moved_after) {
    const auto moved =
        Shifted(after, shift.after_start, shift.after_end, sides.after.size());
    if (!moved.ok()) return moved.status();
    after = *moved;
  }
  LabelBefore(plan, sides.before, before, trigger, selection.roles);
  const HollowTest is_hollow(periods, plan);
  const std::span<const size_t> all_before(sides.before);
  const std::span<const size_t> all_after(sides.after);
  Use(periods, is_hollow,
      all_before.subspan(before.first, before.last - before.first),
      PeriodRole::kBaseline, selection.roles, selection.baseline);
  Use(periods, is_hollow,
      all_after.subspan(after.first, after.last - after.first),
      PeriodRole::kAfter, selection.roles, selection.after);
  return selection;
}

absl::StatusOr<WindowSelection> SelectWindows(std::span<const Period> periods,
                                              const WindowPlan& plan) {
  return SelectShiftedWindows(periods, plan, {});
}

std::vector<double> PeriodPositions(std::span<const Period> periods) {
  std::vector<double> positions;
  positions.reserve(periods.size());
  for (size_t i = 0; i < periods.size(); ++i) {
    if (i == 0) {
      positions.push_back(0);
      continue;
    }
    const Period& last = periods[i - 1];
    const double missing =
        absl::FDivDuration(periods[i].start - last.end, last.end - last.start);
    positions.push_back(positions.back() + 1 + std::round(missing));
  }
  return positions;
}

}  // namespace csi::statistics
