#include "services/reporting/domain/subscriptions.h"

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;

absl::Time Utc(int year, int month, int day, int hour) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour),
                         absl::UTCTimeZone());
}

v1::ReportSubscription At(v1::SubscriptionRhythm rhythm, int day, int hour) {
  v1::ReportSubscription subscription;
  subscription.set_rhythm(rhythm);
  subscription.set_day(day);
  subscription.set_hour(hour);
  return subscription;
}

// Monday to Friday, Good Friday 2026 off.
ServiceHours Office(std::string_view zone = "UTC") {
  std::vector<DailyHours> days;
  for (int day = 1; day <= 5; ++day) days.push_back({day, 480, 1080});
  auto hours = ServiceHours::Make(zone, days, {absl::CivilDay(2026, 4, 3)});
  EXPECT_TRUE(hours.ok());
  return hours.value_or(ServiceHours());
}

TEST(NextTime, DailySkipsDaysWithoutWork) {
  const auto daily = At(v1::SUBSCRIPTION_RHYTHM_DAILY, 0, 7);
  EXPECT_EQ(NextTime(daily, Office(), Utc(2026, 4, 1, 6)), Utc(2026, 4, 1, 7));
  EXPECT_EQ(NextTime(daily, Office(), Utc(2026, 4, 1, 7)), Utc(2026, 4, 2, 7));
  EXPECT_EQ(NextTime(daily, Office(), Utc(2026, 4, 2, 7)), Utc(2026, 4, 6, 7));
  EXPECT_EQ(NextTime(daily, ServiceHours(), Utc(2026, 4, 2, 7)),
            Utc(2026, 4, 3, 7));
}

TEST(NextTime, WeeklyAndMonthlyArePutOffToTheNextWorkingDay) {
  const auto friday = At(v1::SUBSCRIPTION_RHYTHM_WEEKLY, 5, 7);
  EXPECT_EQ(NextTime(friday, Office(), Utc(2026, 4, 1, 0)), Utc(2026, 4, 6, 7));
  EXPECT_EQ(NextTime(friday, Office(), Utc(2026, 4, 4, 0)), Utc(2026, 4, 6, 7));
  EXPECT_EQ(NextTime(friday, Office(), Utc(2026, 4, 6, 7)),
            Utc(2026, 4, 10, 7));
  const auto first = At(v1::SUBSCRIPTION_RHYTHM_MONTHLY, 0, 7);
  EXPECT_EQ(NextTime(first, Office(), Utc(2026, 7, 31, 0)), Utc(2026, 8, 3, 7));
}

TEST(NextTime, IsAnHourOfTheCalendarsZoneAcrossAChangeOfTheClocks) {
  const auto daily = At(v1::SUBSCRIPTION_RHYTHM_DAILY, 0, 7);
  const ServiceHours london = Office("Europe/London");
  EXPECT_EQ(NextTime(daily, london, Utc(2026, 3, 26, 12)), Utc(2026, 3, 27, 7));
  EXPECT_EQ(NextTime(daily, london, Utc(2026, 3, 27, 12)), Utc(2026, 3, 30, 6));
}

class Subscriptions : public ReportingWorld {
 protected:
  Subscriptions() { runner.AdvanceTo(Utc(2026, 4, 1, 6)); }

  v1::SetReportSubscriptionRequest Daily(std::string_view id = "s") {
    v1::SetReportSubscriptionRequest request;
    request.set_parent("tenants/acme");
    request.set_report_subscription_id(std::string(id));
    v1::ReportSubscription& subscription =
        *request.mutable_report_subscription();
    subscription = At(v1::SUBSCRIPTION_RHYTHM_DAILY, 0, 7);
    subscription.mutable_report()->set_report_audience(
        v1::REPORT_AUDIENCE_CSI_MANAGER);
    subscription.mutable_report()->set_title("Every day");
    return request;
  }
  absl::StatusOr<v1::ReportSubscription> Try(
      const v1::SetReportSubscriptionRequest& request,
      std::string person = "carol") {
    return As<v1::ReportSubscription>(person, "SetReportSubscription", request);
  }
  absl::StatusOr<v1::ReportSubscription> Pause(bool resume) {
    v1::PauseReportSubscriptionRequest request;
    request.set_name(Name("reportSubscriptions", "s"));
    request.set_resume(resume);
    return As<v1::ReportSubscription>("carol", "PauseReportSubscription",
                                      request);
  }
  int Published() { return runner.CountEvents("reporting", "ReportPublished"); }
};

TEST_F(Subscriptions, RenderAtEachTimeThatIsDue) {
  const auto made = Try(Daily());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->person(), Name("people", "carol"));
  EXPECT_EQ(TimestampOf(Utc(2026, 4, 1, 7)).seconds(),
            made->next_time().seconds());
  runner.AdvanceTo(Utc(2026, 4, 1, 8));
  EXPECT_EQ(Published(), 1);
  EXPECT_EQ(runner.CountEvents("reporting", "ReportRendered"), 1);
  runner.AdvanceTo(Utc(2026, 4, 2, 8));
  EXPECT_EQ(Published(), 2);
}

TEST_F(Subscriptions, RestGoOnAndEnd) {
  ASSERT_TRUE(Try(Daily()).ok());
  const auto paused = Pause(false);
  ASSERT_TRUE(paused.ok()) << paused.status();
  EXPECT_FALSE(paused->has_next_time());
  runner.AdvanceTo(Utc(2026, 4, 2, 8));
  EXPECT_EQ(Published(), 0);
  ASSERT_TRUE(Pause(true).ok());
  runner.AdvanceTo(Utc(2026, 4, 3, 8));
  EXPECT_EQ(Published(), 1);
  v1::DeleteReportSubscriptionRequest end;
  end.set_name(Name("reportSubscriptions", "s"));
  ASSERT_TRUE(
      As<v1::ReportSubscription>("carol", "DeleteReportSubscription", end)
          .ok());
  runner.AdvanceTo(Utc(2026, 4, 6, 8));
  EXPECT_EQ(Published(), 1);
  EXPECT_EQ(Reason(Pause(true)), ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(runner.CountEvents("reporting", "ReportSubscriptionChanged"), 4);
}

TEST_F(Subscriptions, ReplaceOneAnotherUnderTheSameId) {
  ASSERT_TRUE(Try(Daily()).ok());
  v1::SetReportSubscriptionRequest later = Daily();
  later.mutable_report_subscription()->set_hour(9);
  const auto changed = Try(later);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->revision(), 2u);
  runner.AdvanceTo(Utc(2026, 4, 1, 8));
  EXPECT_EQ(Published(), 0);
  runner.AdvanceTo(Utc(2026, 4, 1, 10));
  EXPECT_EQ(Published(), 1);
}

TEST_F(Subscriptions, RefuseStrangersAndWhatCannotBeRendered) {
  EXPECT_EQ(Reason(Try(Daily(), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  v1::SetReportSubscriptionRequest request = Daily();
  request.mutable_report_subscription()->set_day(3);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Daily();
  request.mutable_report_subscription()->set_hour(24);
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Daily();
  request.mutable_report_subscription()->clear_rhythm();
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Daily();
  request.mutable_report_subscription()->mutable_report()->set_template_("x");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Daily();
  request.mutable_report_subscription()->set_person(Name("people", "nobody"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
  request = Daily();
  request.mutable_report_subscription()->set_calendar(Name("calendars", "x"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace csi::reporting
