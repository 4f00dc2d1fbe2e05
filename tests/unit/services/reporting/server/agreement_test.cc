// SetAgreement, its lists, and the directory's calendars.
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_events.pb.h"
#include "tests/unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class DecideSetAgreement : public AgreementsWorld {
 protected:
  // What comes of the SLA when `change` is made to it.
  template <class Change>
  common::v1::ErrorReason With(Change change) {
    auto request = Sla();
    change(*request.mutable_agreement());
    return Reason(Put(request));
  }
};

TEST_F(DecideSetAgreement, KeepsRevisionsAndChecksTheEtag) {
  const auto first = Put(Sla());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->revision(), 1u);
  EXPECT_EQ(first->effective_month(), "2026-01");
  auto next = Sla();
  next.mutable_agreement()->set_etag(first->etag());
  EXPECT_EQ(Put(next)->revision(), 2u);
  EXPECT_EQ(Reason(Put(next)), ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Count("AgreementSet"), 2);
}

TEST_F(DecideSetAgreement, RefusesWhatCannotBe) {
  using A = v1::Agreement;
  EXPECT_EQ(With([](A& a) { a.clear_title(); }), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.clear_kind(); }), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_availability_target(100.1); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_availability_target(99.99999); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_warning_percent(100); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.mutable_hours()->set_time_zone("Mars/X"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) {
              a.mutable_hours()->mutable_hours(0)->set_end_minute(1441);
            }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(
      With([](A& a) { a.mutable_hours()->add_holidays()->set_year(2026); }),
      ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.add_maintenance_windows(); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_customer("somebody"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_effective_month("2024-02"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_last_month("2025-12"); }),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(With([](A& a) { a.set_node(Name("serviceNodes", "x")); }),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(With([](A& a) { a.set_indicator(Name("indicators", "x")); }),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(With([](A& a) { a.add_underpinned_by(Name("agreements", "x")); }),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(With([](A& a) { a.set_calendar(Name("calendars", "x")); }),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Put(Sla(), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Put(Sla(), "")), ERROR_REASON_NO_ACTOR);
}

TEST_F(DecideSetAgreement, ChangesNoMonthBeforeItsNewestTerms) {
  auto later = Sla();
  later.mutable_agreement()->set_effective_month("2026-03");
  Agree(later);
  EXPECT_EQ(Reason(Put(Sla())), ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideSetAgreement, CopiesTheHoursOfACalendar) {
  raci::v1::Calendar calendar;
  calendar.set_name(Name("calendars", "office"));
  calendar.set_revision(7);
  calendar.set_time_zone("Europe/London");
  raci::v1::WorkingHours& hours = *calendar.add_working_hours();
  hours.set_day_of_week(1);
  hours.set_start_minute(540);
  hours.set_end_minute(600);
  const std::string key =
      authority::ResourceKey(authority::kCalendarTag, "acme", "office");
  PutRow(runner.views("reporting"), key, calendar);
  auto request = Sla();
  request.mutable_agreement()->clear_hours();
  request.mutable_agreement()->set_calendar(Name("calendars", "office"));
  const auto made = Put(request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->hours().calendar_revision(), 7u);
  // Five Mondays in March 2026; a later change of the calendar is none of the
  // agreement.
  EXPECT_EQ(Report("2026-03").full_month().agreed().seconds(), 5 * 3600);
  hours.set_end_minute(1000);
  PutRow(runner.views("reporting"), key, calendar);
  EXPECT_EQ(Report("2026-03").full_month().agreed().seconds(), 5 * 3600);
}

TEST_F(DecideSetAgreement, LooksAtTheMonthsThatItNowCovers) {
  runner.AdvanceTo(At(2026, 3, 20, 20));
  Tell(Down("shop", "1", At(2026, 2, 5, 9), At(2026, 2, 5, 12)));
  Agree(Sla());
  EXPECT_EQ(Count("AgreementBreached"), 1);
  auto lenient = Sla();
  lenient.mutable_agreement()->set_availability_target(90);
  Agree(lenient);
  EXPECT_EQ(Count("AgreementBreachCorrected"), 1);
  EXPECT_EQ(Report("2026-02").standing(), v1::AGREEMENT_STANDING_MET);
}

TEST_F(DecideSetAgreement, ANodeHasATenthAgreementAndNoEleventh) {
  for (int i = 0; i < 10; ++i) Agree(Sla(StrCat("sla", i)));
  EXPECT_EQ(Reason(Put(Sla("more"))), ERROR_REASON_RULE_VIOLATED);
  Agree(Sla("sla3"));
}

TEST_F(DecideSetAgreement, ListsByKindAndNode) {
  Agree(Sla());
  auto ola = Sla("ola", "database");
  ola.mutable_agreement()->set_kind(v1::AGREEMENT_KIND_OLA);
  Agree(ola);
  const auto names = [&](const std::string& filter) {
    v1::ListAgreementsRequest request;
    request.set_parent("tenants/acme");
    request.set_filter(filter);
    v1::ListAgreementsResponse response;
    EXPECT_TRUE(
        ListAgreements(runner.Query("reporting"), request, &response).ok());
    std::string all;
    for (const v1::Agreement& each : response.agreements()) {
      all += std::string(LastPart(each.name())) + " ";
    }
    return all;
  };
  EXPECT_EQ(names(""), "ola sla ");
  EXPECT_EQ(names("kind = \"OLA\""), "ola ");
  EXPECT_EQ(names("node = \"tenants/acme/serviceNodes/shop\""), "sla ");
  EXPECT_EQ(names("service = \"tenants/acme/services/x\""), "");
}

}  // namespace
}  // namespace csi::reporting
