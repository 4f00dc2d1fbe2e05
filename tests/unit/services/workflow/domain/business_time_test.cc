#include "services/workflow/domain/business_time.h"

#include "absl/time/civil_time.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

absl::TimeZone Berlin() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Berlin", &zone));
  return zone;
}

raci::v1::Calendar Weekdays(int end_minute) {
  raci::v1::Calendar calendar;
  calendar.set_time_zone("Europe/Berlin");
  for (int day = 1; day <= 5; ++day) {
    raci::v1::WorkingHours& hours = *calendar.add_working_hours();
    hours.set_day_of_week(day);
    hours.set_start_minute(540);
    hours.set_end_minute(end_minute);
  }
  return calendar;
}

absl::Time At(int year, int month, int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, 0),
                         Berlin());
}

TEST(BusinessTime, CountsWorkingDaysAndEndsWithTheWork) {
  // Thursday 26 March 2026, 20:00; two working days later is Monday, and the
  // clocks went forward on Sunday.
  EXPECT_EQ(AfterWorkingDays(Weekdays(17 * 60), At(2026, 3, 26, 20), 2),
            At(2026, 3, 30, 17));
}

TEST(BusinessTime, AHolidayIsNoWorkingDay) {
  raci::v1::Calendar calendar = Weekdays(17 * 60);
  google::type::Date& good_friday = *calendar.add_holidays();
  good_friday.set_year(2026);
  good_friday.set_month(4);
  good_friday.set_day(3);
  EXPECT_EQ(AfterWorkingDays(calendar, At(2026, 4, 2, 9), 1),
            At(2026, 4, 6, 17));
}

TEST(BusinessTime, KeepsTheLocalTimeOverAChangeOfTheClocks) {
  raci::v1::Calendar calendar;
  calendar.set_time_zone("Europe/Berlin");
  const absl::Time spring = AfterWorkingDays(calendar, At(2026, 3, 28, 12), 1);
  EXPECT_EQ(spring, At(2026, 3, 29, 12));
  EXPECT_EQ(spring - At(2026, 3, 28, 12), absl::Hours(23));
  const absl::Time autumn = AfterWorkingDays(calendar, At(2026, 10, 24, 12), 1);
  EXPECT_EQ(autumn - At(2026, 10, 24, 12), absl::Hours(25));
  // 02:30 does not exist on that day; a moment around it is taken.
  const absl::Time gap = AfterWorkingDays(calendar, At(2026, 3, 28, 2, 30), 1);
  EXPECT_GE(gap, At(2026, 3, 29, 1, 30));
  EXPECT_LE(gap, At(2026, 3, 29, 3, 30));
}

TEST(BusinessTime, WorkUntilMidnightEndsThere) {
  EXPECT_EQ(AfterWorkingDays(Weekdays(1440), At(2026, 3, 30, 9), 1),
            At(2026, 4, 1, 0));
}

TEST(BusinessTime, ACalendarWithoutAnyWorkCountsAllDays) {
  raci::v1::Calendar calendar;
  raci::v1::WorkingHours& hours = *calendar.add_working_hours();
  hours.set_day_of_week(1);
  hours.set_end_minute(0);
  const absl::Time from = At(2026, 3, 30, 9);
  EXPECT_EQ(AfterWorkingDays(calendar, from, 3), from + absl::Hours(72));
  calendar.clear_working_hours();
  calendar.set_time_zone("No/Such");
  EXPECT_EQ(AfterWorkingDays(calendar, from, 3), from + absl::Hours(72));
}

TEST(BusinessTime, StepsAreDueByTheTenantsCalendar) {
  PeopleOffice office;
  office.Calendar("work", "Europe/Berlin", {1, 2, 3, 4, 5}, 17 * 60, {});
  EXPECT_EQ(Reason(office.SetTimes("omar", "work", 1)),
            common::v1::ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.SetTimes("cora", "none", 1)),
            common::v1::ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(office.SetTimes("cora", "work", 31)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  ASSERT_TRUE(office.SetTimes("cora", "work", 1).ok());
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  // 14 working days are 18 to 20 days, and end at 17:00 in Berlin.
  const absl::Time due =
      absl::FromUnixMicros(MicrosOf(office.GetStep("r1", 1).due_time()));
  const absl::CivilSecond local = Berlin().At(due).cs;
  EXPECT_EQ(local.hour(), 17);
  EXPECT_GE(due - office.runner.now(), absl::Hours(24 * 17));
}

TEST(BusinessTime, TheServicesOwnCalendarComesFirst) {
  PeopleOffice office;
  office.Calendar("work", "Europe/Berlin", {1, 2, 3, 4, 5}, 17 * 60, {});
  office.Calendar("tokyo", "Asia/Tokyo", {1, 2, 3, 4, 5}, 18 * 60, {});
  ASSERT_TRUE(office.SetTimes("cora", "work", 1).ok());
  raci::v1::ServiceDefined event;
  event.mutable_service()->set_name(Name("services", "email"));
  event.mutable_service()->set_calendar(Name("calendars", "tokyo"));
  office.runner.Deliver("raci", event, event.service().name());
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  absl::TimeZone tokyo;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Tokyo", &tokyo));
  const absl::Time due =
      absl::FromUnixMicros(MicrosOf(office.GetStep("r1", 1).due_time()));
  EXPECT_EQ(tokyo.At(due).cs.hour(), 18);
}

}  // namespace
}  // namespace csi::workflow
