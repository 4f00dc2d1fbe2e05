// What events of the register and of reporting do to a run.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace reg = ::csi::registry::v1;
namespace rep = ::csi::reporting::v1;

absl::Time Day(int month, int day) {
  return absl::FromCivil(absl::CivilDay(2026, month, day), absl::UTCTimeZone());
}

class React : public ::testing::Test {
 protected:
  React() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  v1::Run::State State() { return office.Get("r1").state(); }
  void SetReviewDate(int month, int day) {
    auto digest = office.Digest("bypass");
    digest.mutable_effect_review_date()->set_year(2026);
    digest.mutable_effect_review_date()->set_month(month);
    digest.mutable_effect_review_date()->set_day(day);
    office.Tell(digest);
  }
  void WaitForEffect() {
    office.Through("r1", 6);
    ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
    ASSERT_TRUE(
        office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_CLOSED_SUCCESS))
            .ok());
    ASSERT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  }

  Office office;
};

TEST_F(React, ReviewsTheEffectOnAnEarlierDayWhenTheEntrySaysSo) {
  SetReviewDate(9, 1);
  WaitForEffect();
  SetReviewDate(7, 1);
  const auto moved = office.Last<v1::EffectReviewMoved>();
  EXPECT_EQ(moved.effect_review_time().seconds(),
            absl::ToUnixSeconds(Day(7, 1)));
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);  // not both
  office.runner.AdvanceTo(Day(7, 1) + absl::Hours(1));
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  EXPECT_EQ(office.Count("EffectReviewDue"), 1);
}

TEST_F(React, ReviewsAtOnceWhenTheNewDayIsPast) {
  SetReviewDate(9, 1);
  WaitForEffect();
  SetReviewDate(1, 1);
  office.runner.Advance(absl::Seconds(1));
  EXPECT_EQ(office.Count("EffectReviewDue"), 1);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
}

TEST_F(React, TakesADayThatWasMovedWhileTheRunWasHeld) {
  SetReviewDate(9, 1);
  WaitForEffect();
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  SetReviewDate(7, 1);
  EXPECT_EQ(State(), v1::Run::STATE_ON_HOLD);
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_EQ(office.Get("r1").effect_review_time().seconds(),
            absl::ToUnixSeconds(Day(7, 1)));
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
}

TEST_F(React, LeavesARunAloneThatDoesNotWaitForItsEffect) {
  const int before = office.EventCount();
  SetReviewDate(7, 1);
  EXPECT_EQ(office.EventCount(), before);
  WaitForEffect();
  const int waiting = office.EventCount();
  SetReviewDate(7, 1);  // the same day again
  EXPECT_EQ(office.EventCount(), waiting);
}

TEST_F(React, IgnoresEntriesWithoutARun) {
  const int before = office.EventCount();
  office.Accept("other");
  office.Verdict("other", rep::VERDICT_VALUE_IMPROVED);
  reg::OpportunityCancelled cancelled;
  *cancelled.mutable_opportunity() = office.Digest("other");
  office.runner.Deliver("registry", cancelled, Name("opportunities", "other"));
  EXPECT_EQ(office.EventCount(), before);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
}

TEST_F(React, NamesTheRegistersReasonForTheEnd) {
  reg::OpportunityCancelled cancelled;
  *cancelled.mutable_opportunity() = office.Digest("bypass");
  cancelled.set_reason("the service is retired");
  office.runner.Deliver("registry", cancelled, Name("opportunities", "bypass"));
  EXPECT_EQ(State(), v1::Run::STATE_CANCELLED);
  EXPECT_EQ(office.Last<v1::RunCancelled>().context().reason(),
            "The opportunity was cancelled: the service is retired");
}

TEST_F(React, HoldOfAHeldRunChangesNothing) {
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  const int before = office.EventCount();
  reg::OpportunityHeld held;
  *held.mutable_opportunity() = office.Digest("bypass");
  office.runner.Deliver("registry", held, Name("opportunities", "bypass"));
  EXPECT_EQ(office.EventCount(), before);
}

TEST_F(React, AcceptedVerdictEndsTheRunAndAnInterimOneDoesNot) {
  WaitForEffect();
  office.Verdict("bypass", rep::VERDICT_VALUE_NOT_SHOWN, /*interim=*/true);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  office.Verdict("bypass", rep::VERDICT_VALUE_NOT_SHOWN);
  EXPECT_EQ(State(), v1::Run::STATE_COMPLETED);
  EXPECT_EQ(office.Last<v1::RunCompleted>().verdict(), "NOT_SHOWN");
}

TEST_F(React, OpportunityCancelledCancelsTheRun) {
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  reg::OpportunityCancelled event;
  *event.mutable_opportunity() = office.Digest("bypass");
  event.mutable_opportunity()->set_state(reg::OPPORTUNITY_STATE_CANCELLED);
  event.set_reason("strategy changed");
  office.runner.Deliver("registry", event, event.opportunity().name());
  EXPECT_EQ(State(), v1::Run::STATE_CANCELLED);
  EXPECT_EQ(office.Last<v1::RunCancelled>().context().entry_state(), "");
  EXPECT_TRUE(office.runner.timers("workflow").empty());
  // Again: nothing more happens.
  const int before = office.EventCount();
  office.runner.Deliver("registry", event, event.opportunity().name());
  EXPECT_EQ(office.EventCount(), before);
}

TEST_F(React, HoldOfTheEntryHoldsTheRunWithoutEcho) {
  reg::OpportunityHeld held;
  *held.mutable_opportunity() = office.Digest("bypass");
  held.set_reason("no money");
  office.runner.Deliver("registry", held, held.opportunity().name());
  EXPECT_EQ(State(), v1::Run::STATE_ON_HOLD);
  EXPECT_EQ(office.Last<v1::RunHeld>().context().entry_state(), "");
  reg::OpportunityResumed resumed;
  *resumed.mutable_opportunity() = office.Digest("bypass");
  resumed.set_run(Name("runs", "r1"));  // the register followed us
  office.runner.Deliver("registry", resumed, held.opportunity().name());
  EXPECT_EQ(State(), v1::Run::STATE_ON_HOLD);
  resumed.clear_run();
  office.runner.Deliver("registry", resumed, held.opportunity().name());
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
}

TEST_F(React, VerdictBeforeTheLastStepIsNotedAndCompletesThere) {
  office.Through("r1", 4);
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED, /*interim=*/true);
  EXPECT_EQ(office.Count("VerdictNoted"), 0);
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(office.Count("VerdictNoted"), 1);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  office.Through("r1", 6);
  EXPECT_EQ(State(), v1::Run::STATE_COMPLETED);
}

TEST_F(React, VerdictWhileAChangeIsOpenCompletesWhenItIsFinal) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_CHANGE);
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_CLOSED_SUCCESS)).ok());
  EXPECT_EQ(State(), v1::Run::STATE_COMPLETED);
}

TEST_F(React, EffectReviewDateOfTheEntryDecidesAndMayMove) {
  office.Through("r1", 6);
  auto digest = office.Digest("bypass");
  auto& date = *digest.mutable_effect_review_date();
  date.set_year(2026);
  date.set_month(5);
  date.set_day(1);
  office.Tell(digest);
  ASSERT_TRUE(office.Submit("sven", "r1", 7).ok());
  ASSERT_TRUE(office.Answer("chad", "r1-07-0003").ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 7).ok());
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  const absl::Time may =
      absl::FromCivil(absl::CivilDay(2026, 5, 1), absl::UTCTimeZone());
  EXPECT_EQ(office.Get("r1").effect_review_time().seconds(),
            absl::ToUnixSeconds(may));
  date.set_month(6);
  office.Tell(digest);
  office.runner.AdvanceTo(may + absl::Hours(1));
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  EXPECT_EQ(office.Count("EffectReviewMoved"), 1);
  office.runner.AdvanceTo(may + absl::Hours(24 * 31 + 1));
  EXPECT_EQ(office.Count("EffectReviewDue"), 1);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
}

}  // namespace
}  // namespace csi::workflow
