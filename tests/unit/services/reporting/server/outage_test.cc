// RecordOutage, CorrectOutage, and what they do to breaches.
#include "common/base/strings.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "tests/unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;

class DecideRecordOutage : public AgreementsWorld {
 protected:
  DecideRecordOutage() {
    Agree(Sla());
    runner.AdvanceTo(At(2026, 3, 20, 20));
  }
  v1::CorrectOutageRequest Correct(const v1::Outage& outage) {
    v1::CorrectOutageRequest request;
    request.set_name(outage.name());
    request.set_reason("the monitor was wrong");
    return request;
  }
};
using DecideCorrectOutage = DecideRecordOutage;

TEST_F(DecideRecordOutage, TakesTheSameAccountOnceAndRefusesAnother) {
  const auto down = Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10));
  const v1::Outage first = Tell(down);
  EXPECT_EQ(Tell(down).name(), first.name());
  EXPECT_EQ(Count("OutageRecorded"), 1);
  EXPECT_EQ(
      Reason(Try(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 11)))),
      ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(
      Reason(Try(Down("web", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10)))),
      ERROR_REASON_ALREADY_EXISTS);
  // Another source has ids of its own.
  auto other = down;
  other.mutable_outage()->set_source("desk");
  EXPECT_NE(Tell(other).name(), first.name());
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 3600);
}

TEST_F(DecideRecordOutage, EndsAnOpenOne) {
  auto open = Down("shop", "1", At(2026, 3, 5, 9));
  open.mutable_outage()->set_summary("power");
  const v1::Outage first = Tell(open);
  EXPECT_FALSE(first.has_end_time());
  EXPECT_GT(Report("").full_month().downtime().seconds(), 100 * 3600);
  const v1::Outage ended =
      Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10)));
  EXPECT_EQ(ended.name(), first.name());
  EXPECT_EQ(ended.revision(), 2u);
  EXPECT_EQ(ended.summary(), "power");
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 3600);
}

TEST_F(DecideRecordOutage, RefusesWhatCannotBe) {
  const absl::Time nine = At(2026, 3, 5, 9);
  EXPECT_EQ(Reason(Try(Down("shop", "1", nine, nine))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Down("shop", "1", At(2026, 3, 21, 9)))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Down("shop", "1", nine, At(2026, 3, 21, 9)))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Down("shop", "1", At(2024, 1, 1, 9), nine))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Down("shop", "", nine))), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Down("shop", std::string("a\0b", 3), nine))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Try(Down("nothing", "1", nine))), ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Try(Down("shop", "1", nine), "gina")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Try(Down("shop", "1", nine), "")), ERROR_REASON_NO_ACTOR);
  auto withdrawn = Down("shop", "1", nine);
  withdrawn.mutable_outage()->set_withdrawn(true);
  EXPECT_EQ(Reason(Try(withdrawn)), ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideRecordOutage, AnnouncesOneBreachForEachMonth) {
  Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10)));
  EXPECT_EQ(Count("AgreementBreached"), 0);
  Tell(Down("shop", "2", At(2026, 3, 6, 9), At(2026, 3, 6, 10)));
  EXPECT_EQ(Count("AgreementBreached"), 1);
  // More downtime is the same breach with other figures.
  Tell(Down("shop", "3", At(2026, 3, 9, 9), At(2026, 3, 9, 10)));
  EXPECT_EQ(Count("AgreementBreached"), 1);
  EXPECT_EQ(Count("AgreementBreachCorrected"), 1);
  Tell(Down("shop", "4", At(2026, 2, 9, 9), At(2026, 2, 9, 12)));
  EXPECT_EQ(Count("AgreementBreached"), 2);
  v1::ListAgreementBreachesRequest list;
  list.set_parent(Name("agreements", "sla"));
  v1::ListAgreementBreachesResponse listed;
  ASSERT_TRUE(
      ListAgreementBreaches(runner.Query("reporting"), list, &listed).ok());
  ASSERT_EQ(listed.breaches_size(), 2);
  EXPECT_EQ(listed.breaches(0).month(), "2026-02");
  EXPECT_EQ(listed.breaches(1).month(), "2026-03");
  EXPECT_EQ(listed.breaches(1).downtime().seconds(), 3 * 3600);
  // The first hour leaves six minutes: used up on the 6th at 09:06.
  EXPECT_EQ(MicrosOf(listed.breaches(1).breach_time()),
            absl::ToUnixMicros(At(2026, 3, 6, 9, 6)) + 1);
}

// An hour and six minutes are allowed; nobody calls in the meantime.
TEST_F(DecideRecordOutage, AnOpenOutageBreachesByItself) {
  runner.AdvanceTo(At(2026, 3, 23, 9));
  Tell(Down("shop", "1", At(2026, 3, 23, 9)));
  EXPECT_EQ(Count("AgreementBreached"), 0);
  runner.AdvanceTo(At(2026, 3, 23, 10, 5));
  EXPECT_EQ(Count("AgreementBreached"), 0);
  runner.AdvanceTo(At(2026, 3, 23, 10, 7));
  EXPECT_EQ(Count("AgreementBreached"), 1);
  // It goes on over the end of the month: April is breached as well.
  runner.AdvanceTo(At(2026, 4, 2, 9));
  EXPECT_EQ(Count("AgreementBreached"), 2);
  Tell(Down("shop", "1", At(2026, 3, 23, 9), At(2026, 3, 23, 9, 30)));
  // Nothing is open: the next look is that of the month that begins in May.
  const auto timers = runner.timers("reporting");
  ASSERT_EQ(timers.size(), 1u);
  EXPECT_EQ(timers.begin()->due, At(2026, 5, 1, 0));
  EXPECT_EQ(Report("2026-03").standing(), v1::AGREEMENT_STANDING_MET);
}

// One command looks at a bounded number of agreements.
TEST_F(DecideRecordOutage, WithManyAgreementsTheOthersFollowAtOnce) {
  runner.AdvanceTo(At(2026, 3, 23, 18));
  for (int i = 0; i < 9; ++i) {
    Agree(Sla(StrCat("shop-", i), "shop"));
    Agree(Sla(StrCat("base-", i), "database"));
  }
  const int before = Count("AgreementBreached");
  Tell(Down("database", "1", At(2026, 2, 10, 9), At(2026, 2, 10, 17)));
  EXPECT_EQ(Count("AgreementBreached"),
            before + limits::kAgreementsLookedAtMax);
  runner.Advance(absl::Seconds(1));
  EXPECT_EQ(Count("AgreementBreached"), before + 19);
}

// A later structure of a part made the whole too large for its agreement: that
// is no reason to lose an outage.
TEST_F(DecideRecordOutage, AnAgreementThatCannotBeMeasuredHoldsNothingUp) {
  runner.AdvanceTo(At(2026, 3, 23, 18));
  Node("cell", v1::SERVICE_NODE_KIND_COMPONENT, {});
  std::vector<std::string> groups;
  for (int i = 0; i < 5; ++i) {
    std::vector<std::string> parts;
    for (int j = 0; j < 19; ++j) {
      parts.push_back(StrCat("part", i, "x", j));
      Node(parts.back(), v1::SERVICE_NODE_KIND_COMPONENT, {});
    }
    groups.push_back(StrCat("group", i));
    Node(groups.back(), v1::SERVICE_NODE_KIND_SERIES, parts);
  }
  // From May on the whole has 102 nodes: each part alone is within the bound,
  // and nothing was wrong when each was set.
  auto later = NodeRequest("cell", v1::SERVICE_NODE_KIND_SERIES,
                           {groups[0], groups[1], groups[2], groups[3]});
  later.mutable_service_node()->set_effective_month("2026-05");
  ASSERT_TRUE(Put(later).ok());
  Node("whole", v1::SERVICE_NODE_KIND_SERIES, {"cell", groups[4]});
  Agree(Sla("wide", "whole"));
  runner.AdvanceTo(At(2026, 5, 4, 18));
  Tell(Down("part0x0", "1", At(2026, 5, 4, 9), At(2026, 5, 4, 17)));
  Tell(Down("shop", "2", At(2026, 5, 4, 9), At(2026, 5, 4, 17)));
  EXPECT_FALSE(runner.timers("reporting").empty());
}

TEST_F(DecideRecordOutage, WhatIsPlannedCountsWhenItComes) {
  auto planned = Down("shop", "1", At(2026, 3, 24, 9), At(2026, 3, 24, 12));
  EXPECT_EQ(Reason(Try(planned)), ERROR_REASON_FIELD_INVALID);
  planned.mutable_outage()->set_planned(true);
  Tell(planned);
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 0);
  runner.AdvanceTo(At(2026, 3, 24, 13));
  EXPECT_EQ(Count("AgreementBreached"), 1);
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 3 * 3600);
}

TEST_F(DecideCorrectOutage, WithdrawsABreachAndFindsItAgain) {
  const v1::Outage outage =
      Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 12)));
  EXPECT_EQ(Count("AgreementBreached"), 1);
  auto shorter = Correct(outage);
  *shorter.mutable_end_time() = TimestampOf(At(2026, 3, 5, 9, 30));
  const auto corrected = Try(shorter);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  ASSERT_EQ(corrected->changes_size(), 1);
  EXPECT_EQ(MicrosOf(corrected->changes(0).end_time()),
            absl::ToUnixMicros(At(2026, 3, 5, 12)));
  EXPECT_EQ(corrected->changes(0).reason(), "the monitor was wrong");
  EXPECT_EQ(Count("AgreementBreachCorrected"), 1);
  EXPECT_EQ(Report("").standing(), v1::AGREEMENT_STANDING_MET);
  auto longer = Correct(outage);
  *longer.mutable_end_time() = TimestampOf(At(2026, 3, 5, 14));
  ASSERT_TRUE(Try(longer).ok());
  EXPECT_EQ(Count("AgreementBreached"), 2);
  auto never = Correct(outage);
  never.set_withdraw(true);
  ASSERT_TRUE(Try(never).ok());
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 0);
  EXPECT_EQ(Count("OutageCorrected"), 3);
}

TEST_F(DecideCorrectOutage, MovesItToAnotherMonth) {
  const v1::Outage outage =
      Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 12)));
  auto moved = Correct(outage);
  *moved.mutable_start_time() = TimestampOf(At(2026, 2, 5, 9));
  *moved.mutable_end_time() = TimestampOf(At(2026, 2, 5, 12));
  ASSERT_TRUE(Try(moved).ok());
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 0);
  EXPECT_EQ(Report("2026-02").full_month().downtime().seconds(), 3 * 3600);
  EXPECT_EQ(Count("AgreementBreached"), 2);
  EXPECT_EQ(Count("AgreementBreachCorrected"), 1);
}

TEST_F(DecideCorrectOutage, RefusesWhatSaysTooMuchOrNothing) {
  const v1::Outage outage =
      Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 12)));
  EXPECT_EQ(Reason(Try(Correct(outage))), ERROR_REASON_FIELD_INVALID);
  auto both = Correct(outage);
  both.set_withdraw(true);
  both.set_reopen(true);
  EXPECT_EQ(Reason(Try(both)), ERROR_REASON_FIELD_INVALID);
  auto reopened = Correct(outage);
  reopened.set_reopen(true);
  *reopened.mutable_end_time() = TimestampOf(At(2026, 3, 5, 10));
  EXPECT_EQ(Reason(Try(reopened)), ERROR_REASON_FIELD_INVALID);
  auto silent = Correct(outage);
  silent.set_withdraw(true);
  silent.clear_reason();
  EXPECT_EQ(Reason(Try(silent)), ERROR_REASON_FIELD_INVALID);
  auto stale = Correct(outage);
  stale.set_withdraw(true);
  stale.set_etag("\"r9\"");
  EXPECT_EQ(Reason(Try(stale)), ERROR_REASON_ETAG_MISMATCH);
  auto stranger = Correct(outage);
  stranger.set_withdraw(true);
  EXPECT_EQ(Reason(Try(stranger, "gina")), ERROR_REASON_NOT_AUTHORIZED);
  stranger.set_name(Name("outages", "nothing"));
  EXPECT_EQ(Reason(Try(stranger)), ERROR_REASON_NOT_FOUND);
}

TEST_F(DecideRecordOutage, ListsTheOutagesOfANodeNewestFirst) {
  Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10)));
  Tell(Down("shop", "2", At(2026, 3, 6, 9), At(2026, 3, 6, 10)));
  Tell(Down("web1", "3", At(2026, 3, 7, 9), At(2026, 3, 7, 10)));
  v1::ListOutagesRequest list;
  list.set_parent("tenants/acme");
  list.set_filter("node = \"tenants/acme/serviceNodes/shop\"");
  v1::ListOutagesResponse listed;
  ASSERT_TRUE(ListOutages(runner.Query("reporting"), list, &listed).ok());
  ASSERT_EQ(listed.outages_size(), 2);
  EXPECT_EQ(listed.outages(0).source_id(), "2");
  listed.Clear();
  list.clear_filter();
  ASSERT_TRUE(ListOutages(runner.Query("reporting"), list, &listed).ok());
  EXPECT_EQ(listed.outages_size(), 3);
}

}  // namespace
}  // namespace csi::reporting
