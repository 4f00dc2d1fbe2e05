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

TEST(DecideUpdateUnit, RefusesALoop) {
  RaciWorld world;
  for (const auto& [id, parent] :
       std::vector<std::pair<std::string, std::string>>{{"a", ""},
                                                        {"b", "a"}}) {
    v1::CreateUnitRequest request;
    request.set_parent("tenants/acme");
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name(id);
    if (!parent.empty()) {
      request.mutable_unit()->set_parent_unit(Name("units", parent));
    }
    ASSERT_ACCEPTED(world.Call<v1::Unit>("CreateUnit", request));
  }
  v1::UpdateUnitRequest request;
  request.mutable_unit()->set_name(Name("units", "a"));
  request.mutable_unit()->set_parent_unit(Name("units", "b"));
  EXPECT_REFUSED(world.Call<v1::Unit>("UpdateUnit", request), "FIELD_INVALID",
                 "below itself");
}

TEST(DecideUpdateRole, WhatAssignmentsRestOnIsFixed) {
  RaciWorld world;
  v1::UpdateRoleRequest request;
  request.mutable_role()->set_name(Name("roles", "customer"));
  request.mutable_role()->set_binding(v1::ROLE_BINDING_SERVICE);
  EXPECT_REFUSED(world.Call<v1::Role>("UpdateRole", request), "FIELD_INVALID",
                 "fixed");
  request.mutable_role()->clear_binding();
  request.mutable_role()->add_authorities("directory.everything");
  EXPECT_REFUSED(world.Call<v1::Role>("UpdateRole", request), "FIELD_INVALID",
                 "directory.everything");
}

TEST(DecideCreateAuthorityLimit, TheRoleBeyondMayNotBeHeldTwice) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  v1::CreateAuthorityLimitRequest request;
  request.set_parent("tenants/acme");
  v1::AuthorityLimit& limit = *request.mutable_authority_limit();
  limit.set_role(Name("roles", "csi-manager"));
  limit.set_activity("freeze-baseline");
  limit.set_beyond(Name("roles", "reporting-analyst"));
  EXPECT_REFUSED(
      world.Call<v1::AuthorityLimit>("CreateAuthorityLimit", request),
      "FIELD_INVALID", "max_cost");
  limit.mutable_max_cost()->set_currency_code("EUR");
  limit.mutable_max_cost()->set_units(100);
  EXPECT_REFUSED(
      world.Call<v1::AuthorityLimit>("CreateAuthorityLimit", request),
      "TWO_ACCOUNTABLE", "Anna and Bob");
  ASSERT_ACCEPTED(world.End("a2"));
  ASSERT_ACCEPTED(
      world.Call<v1::AuthorityLimit>("CreateAuthorityLimit", request));
  EXPECT_REFUSED(world.Appoint("a3", "reporting-analyst", "bob"),
                 "TWO_ACCOUNTABLE", "Anna and Bob");
}

TEST(DecideCreateReportingLine, RefusesALineToItself) {
  RaciWorld world;
  v1::CreateReportingLineRequest request;
  request.set_parent("tenants/acme");
  request.mutable_reporting_line()->set_from_role(Name("roles", "customer"));
  request.mutable_reporting_line()->set_to_role(Name("roles", "customer"));
  request.mutable_reporting_line()->set_purpose("accountability");
  EXPECT_REFUSED(world.Call<v1::ReportingLine>("CreateReportingLine", request),
                 "FIELD_INVALID", "itself");
}

}  // namespace
}  // namespace csi::raci
