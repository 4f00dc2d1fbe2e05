#include "services/reporting/statistics/period_grid.h"

#include <algorithm>
#include <cstdint>

#include "absl/time/civil_time.h"

namespace csi::statistics {
namespace {

struct Unit {
  std::string_view name;
  int64_t length;  // in what the positions are counted in
  size_t season_periods;
};

// Coarsest first: months are whole days, and the longest unit that fits says
// most.
constexpr Unit kMonthUnits[] = {{"quarter", 3, 4}, {"month", 1, 12}};
constexpr Unit kHourUnits[] = {
    {"week", 24 * 7, 52}, {"day", 24, 7}, {"hour", 1, 24}};

std::optional<PeriodGrid> Fit(std::span<const int64_t> positions,
                              std::span<const Unit> units) {
  for (const Unit& unit : units) {
    PeriodGrid grid{unit.name, unit.season_periods, {}};
    size_t single = 0;
    for (size_t i = 0; i < positions.size(); ++i) {
      const int64_t distance = positions[i] - positions[0];
      if (distance % unit.length != 0) break;
      grid.slots.push_back(static_cast<size_t>(distance / unit.length));
      single += i > 0 && positions[i] - positions[i - 1] == unit.length;
    }
    if (grid.slots.size() < positions.size()) continue;
    if (2 * single >= positions.size() - 1) return grid;
  }
  return std::nullopt;
}

// Months since year 0, if all starts are at midnight of the same day of month.
std::optional<std::vector<int64_t>> MonthPositions(
    std::span<const absl::Time> starts) {
  std::vector<int64_t> months;
  int day = 0;
  for (absl::Time start : starts) {
    const absl::CivilSecond at =
        absl::ToCivilSecond(start, absl::UTCTimeZone());
    if (at != absl::CivilSecond(absl::CivilDay(at))) return std::nullopt;
    if (day == 0) day = at.day();
    if (at.day() != day) return std::nullopt;
    months.push_back(at.year() * 12 + at.month());
  }
  return months;
}

std::optional<std::vector<int64_t>> HourPositions(
    std::span<const absl::Time> starts) {
  std::vector<int64_t> hours;
  for (absl::Time start : starts) {
    const absl::Duration since = start - starts[0];
    const int64_t whole = absl::ToInt64Hours(since);
    if (since != absl::Hours(whole)) return std::nullopt;
    hours.push_back(whole);
  }
  return hours;
}

}  // namespace

std::optional<PeriodGrid> FindPeriodGrid(std::span<const absl::Time> starts) {
  if (starts.size() < 2) return std::nullopt;
  if (const auto months = MonthPositions(starts); months.has_value()) {
    if (auto grid = Fit(*months, kMonthUnits); grid.has_value()) return grid;
  }
  const auto hours = HourPositions(starts);
  if (!hours.has_value()) return std::nullopt;
  return Fit(*hours, kHourUnits);
}

}  // namespace csi::statistics
