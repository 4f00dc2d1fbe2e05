#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideUpdateService, TheOwnerKeepsTheEntryRight) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(world.Appoint("a2", "csi-manager", "bob"));
  v1::UpdateServiceRequest request;
  request.mutable_service()->set_name(Name("services", "email"));
  request.mutable_service()->set_criticality(v1::CRITICALITY_HIGH);
  world.runner.ActAs("carol");
  EXPECT_REFUSED(world.Call<v1::Service>("UpdateService", request),
                 "NOT_AUTHORIZED", "Bob");
  world.runner.ActAs("anna");
  auto service = world.Call<v1::Service>("UpdateService", request);
  ASSERT_ACCEPTED(service);
  EXPECT_EQ(service->criticality(), v1::CRITICALITY_HIGH);
  EXPECT_EQ(service->display_name(), "email");
}

TEST(DecideCreateCalendar, RefusesWhatNoCalendarHas) {
  RaciWorld world;
  v1::CreateCalendarRequest request;
  request.set_parent("tenants/acme");
  v1::Calendar& calendar = *request.mutable_calendar();
  calendar.set_display_name("Office");
  calendar.set_time_zone("Mars; Olympus");
  EXPECT_REFUSED(world.Call<v1::Calendar>("CreateCalendar", request),
                 "FIELD_INVALID", "time_zone");
  calendar.set_time_zone("Atlantis/Capital");
  EXPECT_REFUSED(world.Call<v1::Calendar>("CreateCalendar", request),
                 "FIELD_INVALID", "install tzdata");
  calendar.set_time_zone("Europe/London");
  auto add = [&](int day, int start, int end) {
    v1::WorkingHours& hours = *calendar.add_working_hours();
    hours.set_day_of_week(day);
    hours.set_start_minute(start);
    hours.set_end_minute(end);
  };
  add(1, 480, 1080);
  add(1, 1000, 1100);
  EXPECT_REFUSED(world.Call<v1::Calendar>("CreateCalendar", request),
                 "FIELD_INVALID", "overlaps working_hours[0]");
  calendar.mutable_working_hours(1)->set_day_of_week(8);
  EXPECT_REFUSED(world.Call<v1::Calendar>("CreateCalendar", request),
                 "FIELD_INVALID", "1 (Monday)");
  calendar.mutable_working_hours(1)->set_day_of_week(2);
  google::type::Date& day = *calendar.add_holidays();
  day.set_year(2026);
  day.set_month(2);
  day.set_day(30);
  EXPECT_REFUSED(world.Call<v1::Calendar>("CreateCalendar", request),
                 "FIELD_INVALID", "no such day");
  day.set_day(28);
  ASSERT_ACCEPTED(world.Call<v1::Calendar>("CreateCalendar", request));
}

}  // namespace
}  // namespace csi::raci
