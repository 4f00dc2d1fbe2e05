// RP18: RecordTicket, and clocks that run in agreed hours without pauses.
#include "services/reporting/domain/agreements/ticket_clocks.h"
#include "tests/unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;

class DecideRecordTicket : public AgreementsWorld {
 protected:
  DecideRecordTicket() {
    Agree(Timed());
    runner.AdvanceTo(At(2026, 3, 20, 20));
  }

  // P1: answer in an hour, solve in four; all others: solve in twenty, 90 %.
  v1::SetAgreementRequest Timed(std::string_view id = "sla") {
    auto request = Sla(id);
    v1::Agreement& agreement = *request.mutable_agreement();
    Target(agreement, "P1", v1::TIME_MEASURE_RESPONSE, 1, 0);
    Target(agreement, "P1", v1::TIME_MEASURE_RESOLUTION, 4, 0);
    Target(agreement, "", v1::TIME_MEASURE_RESOLUTION, 20, 90);
    agreement.add_pause_reasons("customer");
    return request;
  }
  static void Target(v1::Agreement& agreement, std::string_view priority,
                     v1::TimeMeasure measure, int hours, double share) {
    v1::TimeTarget& target = *agreement.add_time_targets();
    target.set_priority(std::string(priority));
    target.set_measure(measure);
    target.mutable_within()->set_seconds(hours * 3600);
    target.set_share_percent(share);
  }

  v1::RecordTicketRequest Ticket(std::string_view id, std::string_view priority,
                                 absl::Time open) {
    v1::RecordTicketRequest request;
    request.set_parent("tenants/acme");
    v1::Ticket& ticket = *request.mutable_ticket();
    ticket.set_agreement(Name("agreements", "sla"));
    ticket.set_priority(std::string(priority));
    ticket.set_source("desk");
    ticket.set_source_id(std::string(id));
    *ticket.mutable_open_time() = TimestampOf(open);
    *ticket.mutable_source_time() = TimestampOf(At(2026, 3, 20, 19));
    return request;
  }
  v1::RecordTicketRequest Solved(std::string_view id, std::string_view priority,
                                 absl::Time open, absl::Time solved) {
    auto request = Ticket(id, priority, open);
    *request.mutable_ticket()->mutable_resolve_time() = TimestampOf(solved);
    return request;
  }
  void Pause(v1::RecordTicketRequest& request, std::string_view reason,
             absl::Time start, absl::Time end) {
    v1::TicketPause& pause = *request.mutable_ticket()->add_pauses();
    pause.set_reason(std::string(reason));
    *pause.mutable_start_time() = TimestampOf(start);
    *pause.mutable_end_time() = TimestampOf(end);
  }

  absl::StatusOr<v1::Ticket> Try(const v1::RecordTicketRequest& request,
                                 std::string person = "dave") {
    return As<v1::Ticket>(person, "RecordTicket", request);
  }
  v1::Ticket Tell(const v1::RecordTicketRequest& request) {
    const auto told = Try(request);
    EXPECT_TRUE(told.ok()) << told.status();
    return told.value_or(v1::Ticket());
  }
  v1::TicketClocks Clocks(const v1::Ticket& ticket) {
    v1::ReadTicketClocksRequest request;
    request.set_name(ticket.name());
    v1::TicketClocks clocks;
    EXPECT_TRUE(
        ReadTicketClocks(runner.Query("reporting"), request, &clocks).ok());
    return clocks;
  }
};

// Friday 6 March 16:00 to Monday 10:00: two hours and two; the pause takes one
// of each.
TEST_F(DecideRecordTicket, RP18ClocksRunInServiceHoursWithoutAgreedPauses) {
  auto request = Solved("1", "P1", At(2026, 3, 6, 16), At(2026, 3, 9, 10));
  Pause(request, "customer", At(2026, 3, 6, 17), At(2026, 3, 9, 9));
  Pause(request, "lunch", At(2026, 3, 6, 16), At(2026, 3, 6, 17));
  const auto clocks = Clocks(Tell(request));
  ASSERT_EQ(clocks.clocks_size(), 2);
  // Nobody answered before it was solved.
  EXPECT_EQ(clocks.clocks(0).measure(), v1::TIME_MEASURE_RESPONSE);
  EXPECT_EQ(clocks.clocks(0).elapsed().seconds(), 2 * 3600);
  EXPECT_EQ(clocks.clocks(0).state(), v1::CLOCK_STATE_BREACHED);
  EXPECT_EQ(clocks.clocks(1).elapsed().seconds(), 2 * 3600);
  EXPECT_EQ(clocks.clocks(1).state(), v1::CLOCK_STATE_MET);
}

TEST_F(DecideRecordTicket, RP18TellWhenARunningClockIsDue) {
  auto request = Ticket("1", "P1", At(2026, 3, 20, 17));
  *request.mutable_ticket()->mutable_respond_time() =
      TimestampOf(At(2026, 3, 20, 17, 30));
  const v1::Ticket ticket = Tell(request);
  const auto clocks = Clocks(ticket);
  EXPECT_EQ(clocks.clocks(0).state(), v1::CLOCK_STATE_MET);
  EXPECT_EQ(clocks.clocks(1).state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(clocks.clocks(1).elapsed().seconds(), 3600);
  // An hour on Friday, three on Monday.
  EXPECT_EQ(MicrosOf(clocks.clocks(1).due_time()),
            absl::ToUnixMicros(At(2026, 3, 23, 11)));
  runner.AdvanceTo(At(2026, 3, 23, 11));
  EXPECT_EQ(Clocks(ticket).clocks(1).state(), v1::CLOCK_STATE_RUNNING);
  runner.AdvanceTo(At(2026, 3, 23, 12));
  EXPECT_EQ(Clocks(ticket).clocks(1).state(), v1::CLOCK_STATE_BREACHED);
}

TEST_F(DecideRecordTicket, RP18APausedClockIsNeverLate) {
  auto request = Ticket("1", "P1", At(2026, 3, 18, 9));
  v1::TicketPause& pause = *request.mutable_ticket()->add_pauses();
  pause.set_reason("customer");
  *pause.mutable_start_time() = TimestampOf(At(2026, 3, 18, 9, 30));
  const v1::Ticket ticket = Tell(request);
  runner.AdvanceTo(At(2026, 5, 18, 9));
  const auto clocks = Clocks(ticket);
  EXPECT_EQ(clocks.clocks(0).state(), v1::CLOCK_STATE_PAUSED);
  EXPECT_EQ(clocks.clocks(0).elapsed().seconds(), 1800);
  EXPECT_FALSE(clocks.clocks(0).has_due_time());
}

// Another agreement has other times, and the pauses are those of the ticket.
TEST_F(DecideRecordTicket, RP18KeepsPausesWhenTheAgreementChanges) {
  auto faster = Timed("faster");
  faster.mutable_agreement()
      ->mutable_time_targets(1)
      ->mutable_within()
      ->set_seconds(3600);
  Agree(faster);
  auto request = Solved("1", "P1", At(2026, 3, 6, 16), At(2026, 3, 9, 10));
  Pause(request, "customer", At(2026, 3, 6, 17), At(2026, 3, 9, 9));
  const v1::Ticket before = Tell(request);
  request.mutable_ticket()->set_agreement(Name("agreements", "faster"));
  *request.mutable_ticket()->mutable_source_time() =
      TimestampOf(At(2026, 3, 20, 19, 30));
  const v1::Ticket after = Tell(request);
  EXPECT_EQ(after.name(), before.name());
  EXPECT_EQ(after.revision(), 2u);
  const auto clocks = Clocks(after);
  EXPECT_EQ(clocks.clocks(1).elapsed().seconds(), 2 * 3600);
  EXPECT_EQ(clocks.clocks(1).state(), v1::CLOCK_STATE_BREACHED);
  // It counts in its new agreement only.
  EXPECT_EQ(Report("2026-03").time_targets(1).met(), 0);
  EXPECT_EQ(Report("2026-03", "faster").time_targets(1).breached(), 1);
}

TEST_F(DecideRecordTicket, RP18ReportsAchievementByPriority) {
  Tell(Solved("1", "P1", At(2026, 3, 4, 9), At(2026, 3, 4, 10)));
  Tell(Solved("2", "P1", At(2026, 3, 4, 9), At(2026, 3, 4, 14)));
  Tell(Ticket("3", "P1", At(2026, 3, 20, 17, 30)));
  for (int i = 0; i < 9; ++i) {
    Tell(Solved(std::to_string(10 + i), "P3", At(2026, 3, 4, 9),
                At(2026, 3, 5, 9)));
  }
  Tell(Solved("20", "P2", At(2026, 3, 4, 9), At(2026, 3, 12, 9)));
  Tell(Solved("21", "P3", At(2026, 2, 27, 9), At(2026, 3, 12, 9)));
  const v1::AgreementReport report = Report("2026-03");
  ASSERT_EQ(report.time_targets_size(), 3);
  const v1::TimeTargetResult& urgent = report.time_targets(1);
  EXPECT_EQ(urgent.met(), 1);
  EXPECT_EQ(urgent.breached(), 1);
  EXPECT_EQ(urgent.running(), 1);
  EXPECT_EQ(urgent.achievement(), 50);
  EXPECT_EQ(urgent.standing(), v1::AGREEMENT_STANDING_BREACHED);
  EXPECT_EQ(urgent.breached_tickets_size(), 1);
  // Nine of ten are 90 %; the one of February counts there.
  const v1::TimeTargetResult& others = report.time_targets(2);
  EXPECT_EQ(others.achievement(), 90);
  EXPECT_EQ(others.standing(), v1::AGREEMENT_STANDING_MET);
  EXPECT_EQ(Report("2026-02").time_targets(2).breached(), 1);
}

TEST_F(DecideRecordTicket, TakesTheNewestAccount) {
  auto request = Ticket("1", "P1", At(2026, 3, 18, 9));
  const v1::Ticket first = Tell(request);
  EXPECT_EQ(Tell(request).revision(), 1u);
  request.mutable_ticket()->set_priority("P2");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_ALREADY_EXISTS);
  *request.mutable_ticket()->mutable_source_time() =
      TimestampOf(At(2026, 3, 20, 18));
  EXPECT_EQ(Tell(request).priority(), "P1");
  *request.mutable_ticket()->mutable_source_time() =
      TimestampOf(At(2026, 3, 20, 19, 10));
  EXPECT_EQ(Tell(request).priority(), "P2");
  EXPECT_EQ(Count("TicketRecorded"), 2);
  v1::ListTicketsRequest list;
  list.set_parent("tenants/acme");
  for (const char* filter :
       {"", "agreement = \"tenants/acme/agreements/sla\""}) {
    list.set_filter(filter);
    v1::ListTicketsResponse listed;
    ASSERT_TRUE(ListTickets(runner.Query("reporting"), list, &listed).ok());
    EXPECT_EQ(listed.tickets_size(), 1);
  }
}

TEST_F(DecideRecordTicket, LeavesAnAgreementByWhoMaySpeakForItOnly) {
  auto till = Timed("till");
  till.mutable_agreement()->set_service(Name("services", "till"));
  Agree(till);
  auto ticket = Ticket("1", "P1", At(2026, 3, 18, 9));
  Tell(ticket);
  ticket.mutable_ticket()->set_agreement(Name("agreements", "till"));
  *ticket.mutable_ticket()->mutable_source_time() =
      TimestampOf(At(2026, 3, 20, 19, 10));
  EXPECT_EQ(Reason(Try(ticket, "ivan")), ERROR_REASON_NOT_AUTHORIZED);
  ticket.mutable_ticket()->set_source_id("2");
  EXPECT_TRUE(Try(ticket, "ivan").ok()) << "a ticket of his own";
  ticket.mutable_ticket()->set_source_id("1");
  const auto moved = Try(ticket, "erin");
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->agreement(), Name("agreements", "till"));
}

TEST_F(DecideRecordTicket, RefusesWhatCannotBe) {
  const absl::Time nine = At(2026, 3, 18, 9);
  EXPECT_EQ(Reason(Try(Solved("1", "P1", nine, At(2026, 3, 17, 9)))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Solved("1", "P1", nine, At(2026, 3, 21, 9)))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Ticket("", "P1", nine))), ERROR_REASON_FIELD_INVALID);
  auto early = Ticket("1", "P1", nine);
  Pause(early, "customer", At(2026, 3, 17, 9), At(2026, 3, 18, 10));
  EXPECT_EQ(Reason(Try(early)), ERROR_REASON_FIELD_INVALID);
  auto ahead = Ticket("1", "P1", nine);
  *ahead.mutable_ticket()->mutable_source_time() =
      TimestampOf(At(2026, 3, 21, 9));
  EXPECT_EQ(Reason(Try(ahead)), ERROR_REASON_FIELD_INVALID);
  auto nowhere = Ticket("1", "P1", nine);
  nowhere.mutable_ticket()->set_agreement(Name("agreements", "x"));
  EXPECT_EQ(Reason(Try(nowhere)), ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Try(Ticket("1", "P1", nine), "gina")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Try(Ticket("1", "P1", nine), "")), ERROR_REASON_NO_ACTOR);
}

TEST_F(DecideRecordTicket, TargetsOfAnAgreementAreCheckedWhenItIsSet) {
  auto twice = Timed();
  Target(*twice.mutable_agreement(), "P1", v1::TIME_MEASURE_RESPONSE, 2, 0);
  EXPECT_EQ(Reason(Put(twice)), ERROR_REASON_FIELD_INVALID);
  auto never = Timed();
  Target(*never.mutable_agreement(), "P9", v1::TIME_MEASURE_RESPONSE, 0, 0);
  EXPECT_EQ(Reason(Put(never)), ERROR_REASON_FIELD_INVALID);
  auto more = Timed();
  Target(*more.mutable_agreement(), "P9", v1::TIME_MEASURE_RESPONSE, 1, 101);
  EXPECT_EQ(Reason(Put(more)), ERROR_REASON_FIELD_INVALID);
  auto unnamed = Timed();
  unnamed.mutable_agreement()->add_pause_reasons("");
  EXPECT_EQ(Reason(Put(unnamed)), ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::reporting
