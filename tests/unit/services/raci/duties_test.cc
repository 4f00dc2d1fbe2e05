#include "common/authority/rows.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/duty_plan.h"
#include "services/raci/domain/duty_timers.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

// Anna owns the process release; frank is CSI manager, so that the bootstrap
// is over, and keeps the catalogue.
class Duties : public ::testing::Test {
 protected:
  Duties() {
    EXPECT_TRUE(
        world.Appoint("a1", "process-owner", "anna", Scoped("", "release"))
            .ok());
    EXPECT_TRUE(world.Appoint("c1", "csi-manager", "frank").ok());
    world.runner.ActAs("frank");
  }

  absl::CivilDay Day(int days) const {
    return absl::ToCivilDay(world.runner.now(), absl::UTCTimeZone()) + days;
  }
  v1::CreateDutyRequest Audit(int days) const {
    v1::CreateDutyRequest request;
    request.set_parent("tenants/acme");
    request.set_duty_id("audit");
    v1::Duty& duty = *request.mutable_duty();
    duty.set_display_name("Audit of releases");
    duty.set_kind(v1::DUTY_KIND_AUDIT);
    duty.set_subject(Name("processes", "release"));
    duty.set_accountable_role(Name("roles", "process-owner"));
    *duty.mutable_first_date() = DateOfDay(Day(days));
    duty.mutable_recurrence()->set_unit(v1::RECURRENCE_UNIT_WEEK);
    duty.mutable_recurrence()->set_count(1);
    return request;
  }
  absl::StatusOr<v1::Duty> Create(const v1::CreateDutyRequest& request) {
    return world.Call<v1::Duty>("CreateDuty", request);
  }
  absl::StatusOr<v1::Duty> Complete(
      const std::vector<std::string>& findings = {}) {
    v1::CompleteDutyRequest request;
    request.set_name(Name("duties", "audit"));
    request.set_evidence("the minutes");
    for (const std::string& finding : findings) request.add_findings(finding);
    return world.Call<v1::Duty>("CompleteDuty", request);
  }
  absl::StatusOr<v1::Duty> Postpone(int days) {
    v1::PostponeDutyRequest request;
    request.set_name(Name("duties", "audit"));
    *request.mutable_until_date() = DateOfDay(Day(days));
    request.set_reason("the auditor is ill");
    return world.Call<v1::Duty>("PostponeDuty", request);
  }
  v1::Duty Get() const {
    v1::GetDutyRequest request;
    request.set_name(Name("duties", "audit"));
    v1::Duty duty;
    EXPECT_TRUE(GetDuty(world.runner.Query("raci"), request, &duty).ok());
    return duty;
  }
  int Listed(std::string_view filter) const {
    v1::ListDutiesRequest request;
    request.set_parent("tenants/acme");
    request.set_filter(std::string(filter));
    v1::ListDutiesResponse reply;
    EXPECT_TRUE(ListDuties(world.runner.Query("raci"), request, &reply).ok());
    return reply.duties_size();
  }
  int Count(std::string_view event) const {
    return world.runner.CountEvents("raci", event);
  }

  RaciWorld world;
};

TEST_F(Duties, IsDueOnItsDayOnceAndRecurs) {
  ASSERT_ACCEPTED(Create(Audit(3)));
  EXPECT_EQ(Get().state(), v1::Duty::STATE_PLANNED);
  EXPECT_EQ(Get().scope().process(), Name("processes", "release"));
  EXPECT_EQ(Listed("state = DUE"), 0);
  world.runner.AdvanceTo(authority::TimeOf(Get().due_time()));
  EXPECT_EQ(Get().state(), v1::Duty::STATE_DUE);
  EXPECT_EQ(Count("DutyDue"), 1);
  v1::DutyDue due;
  ASSERT_TRUE(due.ParseFromString(world.runner.events("raci").back().data()));
  EXPECT_THAT(due.holders(), ::testing::ElementsAre(Name("people", "anna")));
  world.runner.Advance(absl::Hours(24));
  EXPECT_EQ(Get().state(), v1::Duty::STATE_OVERDUE);
  EXPECT_EQ(Count("DutyDue"), 1);
  EXPECT_EQ(Listed("state = DUE"), 1);
  EXPECT_EQ(Listed("state = OVERDUE"), 1);
  world.runner.ActAs("anna");
  const auto done = Complete({"Half of the releases go past the process"});
  ASSERT_ACCEPTED(done);
  EXPECT_EQ(DayOf(done->due_date()), Day(6));
  EXPECT_EQ(done->last_completion().completed_by(), Name("people", "anna"));
  EXPECT_EQ(done->last_completion().findings_size(), 1);
  EXPECT_EQ(Count("DutyCompleted"), 1);
  EXPECT_EQ(Get().state(), v1::Duty::STATE_PLANNED);
  world.runner.Advance(absl::Hours(24 * 7));
  EXPECT_EQ(Count("DutyDue"), 2);
}

TEST_F(Duties, WhatWasLeftOutIsCounted) {
  ASSERT_ACCEPTED(Create(Audit(0)));
  world.runner.Advance(absl::Hours(24 * 22));
  world.runner.ActAs("anna");
  const auto done = Complete();
  ASSERT_ACCEPTED(done);
  EXPECT_EQ(done->last_completion().skipped(), 3);
  EXPECT_GT(DayOf(done->due_date()), Day(0));
  EXPECT_LE(DayOf(done->due_date()), Day(7));
}

TEST_F(Duties, OneThatIsDueOnceEnds) {
  v1::CreateDutyRequest request = Audit(1);
  request.mutable_duty()->clear_recurrence();
  ASSERT_ACCEPTED(Create(request));
  ASSERT_ACCEPTED(Complete());
  EXPECT_EQ(Get().state(), v1::Duty::STATE_FINISHED);
  EXPECT_TRUE(world.runner.timers("raci").empty());
  EXPECT_REFUSED(Complete(), "WRONG_STATE", "due once");
  EXPECT_REFUSED(Postpone(5), "WRONG_STATE", "new first_date");
  v1::UpdateDutyRequest update;
  update.mutable_duty()->set_name(Name("duties", "audit"));
  *update.mutable_duty()->mutable_first_date() = DateOfDay(Day(9));
  ASSERT_ACCEPTED(world.Call<v1::Duty>("UpdateDuty", update));
  EXPECT_EQ(Get().state(), v1::Duty::STATE_PLANNED);
}

TEST_F(Duties, ADayWithoutWorkPassesToTheNext) {
  v1::CreateCalendarRequest calendar;
  calendar.set_parent("tenants/acme");
  calendar.set_calendar_id("office");
  calendar.mutable_calendar()->set_display_name("Office");
  calendar.mutable_calendar()->set_time_zone("Asia/Tokyo");
  *calendar.mutable_calendar()->add_holidays() = DateOfDay(Day(3));
  *calendar.mutable_calendar()->add_holidays() = DateOfDay(Day(4));
  ASSERT_ACCEPTED(world.Call<v1::Calendar>("CreateCalendar", calendar));
  v1::CreateDutyRequest request = Audit(3);
  request.mutable_duty()->set_calendar(Name("calendars", "office"));
  const auto duty = Create(request);
  ASSERT_ACCEPTED(duty);
  EXPECT_EQ(DayOf(duty->planned_date()), Day(3));
  EXPECT_EQ(DayOf(duty->due_date()), Day(5));
  EXPECT_EQ(authority::TimeOf(duty->due_time()),
            absl::FromCivil(Day(5), absl::UTCTimeZone()) - absl::Hours(9));
}

TEST_F(Duties, IsPutOffWithAReasonAndDueThen) {
  ASSERT_ACCEPTED(Create(Audit(1)));
  world.runner.Advance(absl::Hours(48));
  EXPECT_EQ(Count("DutyDue"), 1);
  world.runner.ActAs("anna");
  const auto moved = Postpone(2);
  ASSERT_ACCEPTED(moved);
  EXPECT_EQ(moved->postpone_reason(), "the auditor is ill");
  EXPECT_EQ(moved->postponements(), 1);
  EXPECT_EQ(Get().state(), v1::Duty::STATE_PLANNED);
  EXPECT_EQ(Count("DutyPostponed"), 1);
  EXPECT_REFUSED(Postpone(2), "FIELD_INVALID", "not later");
  EXPECT_REFUSED(Postpone(-1), "FIELD_INVALID", "past");
  EXPECT_REFUSED(Postpone(20), "FIELD_INVALID", "due again");
  world.runner.Advance(absl::Hours(48));
  EXPECT_EQ(Count("DutyDue"), 2);
  const auto done = Complete();
  ASSERT_ACCEPTED(done);
  EXPECT_EQ(done->postpone_reason(), "");
}

TEST_F(Duties, AChangedScheduleMovesTheTimer) {
  ASSERT_ACCEPTED(Create(Audit(1)));
  v1::UpdateDutyRequest update;
  update.mutable_duty()->set_name(Name("duties", "audit"));
  *update.mutable_duty()->mutable_first_date() = DateOfDay(Day(5));
  ASSERT_ACCEPTED(world.Call<v1::Duty>("UpdateDuty", update));
  EXPECT_EQ(world.runner.timers("raci").size(), 1u);
  world.runner.Advance(absl::Hours(60));
  EXPECT_EQ(Count("DutyDue"), 0);
  update.mutable_duty()->clear_first_date();
  update.mutable_duty()->set_retired(true);
  ASSERT_ACCEPTED(world.Call<v1::Duty>("UpdateDuty", update));
  EXPECT_TRUE(world.runner.timers("raci").empty());
  EXPECT_EQ(Get().state(), v1::Duty::STATE_RETIRED);
  EXPECT_REFUSED(Complete(), "WRONG_STATE", "given up");
  update.mutable_duty()->set_retired(false);
  update.mutable_update_mask()->add_paths("retired");
  ASSERT_ACCEPTED(world.Call<v1::Duty>("UpdateDuty", update));
  EXPECT_EQ(world.runner.timers("raci").size(), 1u);
}

TEST_F(Duties, AreListedByWhatTheyAreAndWhoseTheyAre) {
  ASSERT_ACCEPTED(Create(Audit(1)));
  EXPECT_EQ(Listed("kind = AUDIT"), 1);
  EXPECT_EQ(Listed("kind = SURVEY"), 0);
  EXPECT_EQ(Listed("role = " + Name("roles", "process-owner")), 1);
  EXPECT_EQ(Listed("mine = true"), 0);
  EXPECT_EQ(Listed("mine = false"), 1);
  world.runner.ActAs("anna");
  EXPECT_EQ(Listed("mine = true AND state = PLANNED"), 1);
  EXPECT_EQ(Listed("mine = true AND state = DUE"), 0);
}

TEST_F(Duties, RefusesWhatIsNoDuty) {
  const auto refused = [&](std::string_view word, auto spoil) {
    v1::CreateDutyRequest request = Audit(1);
    spoil(*request.mutable_duty());
    EXPECT_REFUSED(Create(request), "FIELD_INVALID", word);
  };
  refused("display_name", [](v1::Duty& d) { d.clear_display_name(); });
  refused("kind", [](v1::Duty& d) { d.clear_kind(); });
  refused("nobody answers", [](v1::Duty& d) { d.clear_accountable_role(); });
  refused("no such day", [](v1::Duty& d) { d.clear_first_date(); });
  refused("recurrence",
          [](v1::Duty& d) { d.mutable_recurrence()->set_count(0); });
  refused("recurrence",
          [](v1::Duty& d) { d.mutable_recurrence()->clear_unit(); });
  refused("in the past",
          [&](v1::Duty& d) { *d.mutable_first_date() = DateOfDay(Day(-1)); });
  v1::CreateDutyRequest request = Audit(1);
  request.mutable_duty()->set_subject(Name("services", "none"));
  EXPECT_REFUSED(Create(request), "NOT_FOUND", "services/none");
  ASSERT_ACCEPTED(Create(Audit(1)));
  EXPECT_REFUSED(Create(Audit(1)), "ALREADY_EXISTS", "audit");
  v1::CompleteDutyRequest complete;
  complete.set_name(Name("duties", "audit"));
  EXPECT_REFUSED(world.Call<v1::Duty>("CompleteDuty", complete),
                 "FIELD_INVALID", "evidence");
  EXPECT_REFUSED(Complete({""}), "FIELD_INVALID", "findings[0]");
  v1::PostponeDutyRequest postpone;
  postpone.set_name(Name("duties", "audit"));
  EXPECT_REFUSED(world.Call<v1::Duty>("PostponeDuty", postpone),
                 "FIELD_INVALID", "reason");
}

TEST_F(Duties, BelongToWhoHoldsTheRole) {
  ASSERT_ACCEPTED(Create(Audit(1)));
  world.runner.ActAs("carol");
  EXPECT_REFUSED(Create(Audit(1)), "ALREADY_EXISTS", "audit");
  v1::CreateDutyRequest other = Audit(1);
  other.set_duty_id("other");
  EXPECT_REFUSED(Create(other), "NOT_AUTHORIZED", "keep duties");
  EXPECT_REFUSED(Complete(), "NOT_AUTHORIZED", "Process owner");
  EXPECT_REFUSED(Postpone(2), "NOT_AUTHORIZED", "put a duty off");
  world.runner.ActAs("");
  EXPECT_REFUSED(Complete(), "NO_ACTOR", "");
}

}  // namespace
}  // namespace csi::raci
