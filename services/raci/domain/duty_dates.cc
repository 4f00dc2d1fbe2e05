#include "services/raci/domain/duty_dates.h"

#include <algorithm>

#include "services/raci/domain/dates.h"

namespace csi::raci {
namespace {

constexpr int kDaysOfWeek = 7;
constexpr int kMonthsOfYear = 12;
// A calendar without a day of work in so many has none.
constexpr int kSearchDaysMax = 366;

// Days in every one, or 0 for units that differ in length.
int64_t FixedDays(const v1::Recurrence& recurrence) {
  if (recurrence.unit() == v1::RECURRENCE_UNIT_DAY) return recurrence.count();
  if (recurrence.unit() == v1::RECURRENCE_UNIT_WEEK) {
    return int64_t{kDaysOfWeek} * recurrence.count();
  }
  return 0;
}

int64_t Months(const v1::Recurrence& recurrence) {
  return recurrence.unit() == v1::RECURRENCE_UNIT_YEAR
             ? int64_t{kMonthsOfYear} * recurrence.count()
             : recurrence.count();
}

// The n-th day of the series, from 0.
absl::CivilDay DayAt(absl::CivilDay first, const v1::Recurrence& recurrence,
                     int64_t n) {
  const int64_t days = FixedDays(recurrence);
  if (days > 0) return first + n * days;
  const absl::CivilMonth month =
      absl::CivilMonth(first) + n * Months(recurrence);
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (first.day() - 1), last);
}

// Its first number behind `after`.
int64_t NumberBehind(absl::CivilDay first, const v1::Recurrence& recurrence,
                     absl::CivilDay after) {
  if (after < first) return 0;
  const int64_t days = FixedDays(recurrence);
  int64_t n = days > 0 ? (after - first) / days
                       : (absl::CivilMonth(after) - absl::CivilMonth(first)) /
                             Months(recurrence);
  while (DayAt(first, recurrence, n) <= after) ++n;
  return n;
}

bool Recurs(const v1::Recurrence& recurrence) {
  return recurrence.unit() != v1::RECURRENCE_UNIT_UNSPECIFIED &&
         recurrence.count() > 0;
}

// 1 = Monday to 7 = Sunday, as WorkingHours has it.
int NumberOf(absl::Weekday day) { return static_cast<int>(day) + 1; }

bool IsWorkingDay(const v1::Calendar& calendar, absl::CivilDay day) {
  for (const google::type::Date& holiday : calendar.holidays()) {
    if (DayOf(holiday) == day) return false;
  }
  if (calendar.working_hours().empty()) return true;
  const int weekday = NumberOf(absl::GetWeekday(day));
  return std::any_of(calendar.working_hours().begin(),
                     calendar.working_hours().end(),
                     [&](const v1::WorkingHours& hours) {
                       return hours.day_of_week() == weekday;
                     });
}

}  // namespace

std::optional<absl::CivilDay> NextInSeries(absl::CivilDay first,
                                           const v1::Recurrence& recurrence,
                                           absl::CivilDay after) {
  if (!Recurs(recurrence)) {
    return after < first ? std::optional(first) : std::nullopt;
  }
  return DayAt(first, recurrence, NumberBehind(first, recurrence, after));
}

int DaysBetween(absl::CivilDay first, const v1::Recurrence& recurrence,
                absl::CivilDay from, absl::CivilDay to) {
  if (!Recurs(recurrence)) return 0;
  return static_cast<int>(
      std::max<int64_t>(0, NumberBehind(first, recurrence, to - 1) -
                               NumberBehind(first, recurrence, from)));
}

absl::CivilDay WorkingDayFrom(const v1::Calendar& calendar,
                              absl::CivilDay day) {
  for (int i = 0; i < kSearchDaysMax; ++i) {
    if (IsWorkingDay(calendar, day + i)) return day + i;
  }
  return day;
}

absl::Time StartOfDay(const v1::Calendar& calendar, absl::CivilDay day) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!calendar.time_zone().empty() &&
      !absl::LoadTimeZone(calendar.time_zone(), &zone)) {
    zone = absl::UTCTimeZone();
  }
  return absl::FromCivil(day, zone);
}

}  // namespace csi::raci
