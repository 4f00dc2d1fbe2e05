#include "services/raci/domain/duty_dates.h"

#include "services/raci/domain/dates.h"
#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

using absl::CivilDay;

v1::Recurrence Every(int count, v1::RecurrenceUnit unit) {
  v1::Recurrence recurrence;
  recurrence.set_unit(unit);
  recurrence.set_count(count);
  return recurrence;
}

TEST(NextInSeries, CountsDaysAndWeeksFromTheFirst) {
  const CivilDay first(2027, 3, 1);
  const auto weekly = Every(2, v1::RECURRENCE_UNIT_WEEK);
  EXPECT_EQ(NextInSeries(first, weekly, first - 10), first);
  EXPECT_EQ(NextInSeries(first, weekly, first), first + 14);
  EXPECT_EQ(NextInSeries(first, weekly, first + 13), first + 14);
  EXPECT_EQ(NextInSeries(first, weekly, first + 14), first + 28);
  EXPECT_EQ(NextInSeries(first, Every(3, v1::RECURRENCE_UNIT_DAY), first + 300),
            first + 303);
}

TEST(NextInSeries, AMonthWithoutTheDayHasItsLast) {
  const CivilDay first(2027, 1, 31);
  const auto monthly = Every(1, v1::RECURRENCE_UNIT_MONTH);
  EXPECT_EQ(NextInSeries(first, monthly, first), CivilDay(2027, 2, 28));
  EXPECT_EQ(NextInSeries(first, monthly, CivilDay(2027, 2, 28)),
            CivilDay(2027, 3, 31));
  EXPECT_EQ(NextInSeries(first, monthly, CivilDay(2028, 1, 31)),
            CivilDay(2028, 2, 29));
  const CivilDay leap(2028, 2, 29);
  EXPECT_EQ(NextInSeries(leap, Every(1, v1::RECURRENCE_UNIT_YEAR), leap),
            CivilDay(2029, 2, 28));
  EXPECT_EQ(NextInSeries(leap, Every(4, v1::RECURRENCE_UNIT_YEAR), leap),
            CivilDay(2032, 2, 29));
}

TEST(NextInSeries, WithoutAUnitThereIsOneDay) {
  const CivilDay first(2027, 1, 31);
  EXPECT_EQ(NextInSeries(first, {}, first - 1), first);
  EXPECT_EQ(NextInSeries(first, {}, first), std::nullopt);
}

TEST(DaysBetween, CountsWhatWasLeftOut) {
  const CivilDay first(2027, 1, 1);
  const auto weekly = Every(1, v1::RECURRENCE_UNIT_WEEK);
  EXPECT_EQ(DaysBetween(first, weekly, first, first + 7), 0);
  EXPECT_EQ(DaysBetween(first, weekly, first, first + 28), 3);
  EXPECT_EQ(DaysBetween(first, {}, first, first + 28), 0);
}

TEST(WorkingDayFrom, PassesWeekEndsAndHolidays) {
  v1::Calendar calendar;
  const CivilDay friday(2027, 1, 1);
  EXPECT_EQ(WorkingDayFrom(calendar, friday), friday);
  for (int day = 1; day <= 5; ++day) {
    calendar.add_working_hours()->set_day_of_week(day);
  }
  EXPECT_EQ(WorkingDayFrom(calendar, friday), friday);
  *calendar.add_holidays() = DateOfDay(friday);
  EXPECT_EQ(WorkingDayFrom(calendar, friday), CivilDay(2027, 1, 4));
  calendar.clear_working_hours();
  EXPECT_EQ(WorkingDayFrom(calendar, friday), CivilDay(2027, 1, 2));
}

TEST(WorkingDayFrom, ACalendarWithoutWorkMovesNothing) {
  v1::Calendar calendar;
  const CivilDay day(2027, 1, 1);
  for (int i = 0; i < 400; ++i) *calendar.add_holidays() = DateOfDay(day + i);
  EXPECT_EQ(WorkingDayFrom(calendar, day), day);
}

TEST(StartOfDay, IsMidnightInTheZone) {
  v1::Calendar calendar;
  const CivilDay day(2027, 7, 1);
  EXPECT_EQ(StartOfDay(calendar, day),
            absl::FromCivil(day, absl::UTCTimeZone()));
  calendar.set_time_zone("Asia/Tokyo");
  EXPECT_EQ(StartOfDay(calendar, day),
            absl::FromCivil(day, absl::UTCTimeZone()) - absl::Hours(9));
  calendar.set_time_zone("No/Where");
  EXPECT_EQ(StartOfDay(calendar, day),
            absl::FromCivil(day, absl::UTCTimeZone()));
}

}  // namespace
}  // namespace csi::raci
