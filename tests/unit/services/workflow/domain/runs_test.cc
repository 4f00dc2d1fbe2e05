// HoldRun, ResumeRun, CancelRun, and what the register and reporting do.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace reg = ::csi::registry::v1;
namespace rep = ::csi::reporting::v1;
using namespace common::v1;  // NOLINT: reasons

class Runs : public ::testing::Test {
 protected:
  Runs() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  v1::Run::State State() { return office.Get("r1").state(); }

  Office office;
};

TEST_F(Runs, HoldStopsTheClocksAndResumeRestoresThem) {
  const auto due = office.Get("r1").due_time();
  office.runner.Advance(absl::Hours(24));
  ASSERT_TRUE(office.Hold("carl", "r1").ok());  // as the coordinator
  EXPECT_EQ(State(), v1::Run::STATE_ON_HOLD);
  EXPECT_EQ(office.Get("r1").held_state(), v1::Run::STATE_RUNNING);
  EXPECT_EQ(office.Get("r1").reason(), "budget freeze");
  EXPECT_EQ(office.Last<v1::RunHeld>().context().entry_state(), "ON_HOLD");
  EXPECT_TRUE(office.runner.timers("workflow").empty());
  office.runner.Advance(absl::Hours(24 * 100));
  EXPECT_EQ(office.Count("StepOverdue"), 0);
  EXPECT_EQ(Reason(office.Submit("sven", "r1", 1)), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(office.Hold("carl", "r1")), ERROR_REASON_WRONG_STATE);

  ASSERT_TRUE(office.Resume("cora", "r1").ok());  // as A
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  const auto later = office.Get("r1").due_time();
  EXPECT_NEAR(static_cast<double>(later.seconds() - due.seconds()),
              24 * 100 * 3600.0, 2.0);
  EXPECT_EQ(office.Last<v1::RunResumed>().context().entry_state(), "ACCEPTED");
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
  EXPECT_EQ(Reason(office.Resume("cora", "r1")), ERROR_REASON_WRONG_STATE);
}

TEST_F(Runs, OnlyTheCoordinatorOrAHoldsAndResumes) {
  EXPECT_EQ(Reason(office.Hold("sven", "r1")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Hold("", "r1")), ERROR_REASON_NO_ACTOR);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Reason(office.Resume("omar", "r1")), ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(Runs, ResumeBringsTheEntryBackToWhereItWas) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_EQ(office.Last<v1::RunResumed>().context().entry_state(),
            "IN_PROGRESS");
}

TEST_F(Runs, CancelEndsTheRunAndLeavesTheEntryAccepted) {
  EXPECT_EQ(Reason(office.Cancel("sven", "r1")), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_EQ(State(), v1::Run::STATE_CANCELLED);
  EXPECT_EQ(office.Last<v1::RunCancelled>().context().entry_state(),
            "ACCEPTED");
  EXPECT_TRUE(office.runner.timers("workflow").empty());
  EXPECT_EQ(Reason(office.Cancel("cora", "r1")), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(office.Submit("sven", "r1", 1)), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(office.Hold("cora", "r1")), ERROR_REASON_WRONG_STATE);
}

TEST_F(Runs, CancelIsRefusedWithAnImplementedChangeUntilItIsBackedOut) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_IMPLEMENTED)).ok());
  EXPECT_EQ(Reason(office.Cancel("cora", "r1")), ERROR_REASON_RULE_VIOLATED);
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 2, v1::Rfc::STATUS_BACKED_OUT)).ok());
  EXPECT_TRUE(office.Cancel("cora", "r1").ok());
}

TEST_F(Runs, OpportunityCancelledCancelsTheRun) {
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

TEST_F(Runs, HoldOfTheEntryHoldsTheRunWithoutEcho) {
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

TEST_F(Runs, VerdictBeforeTheLastStepIsNotedAndCompletesThere) {
  office.Through("r1", 4);
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED, /*interim=*/true);
  EXPECT_EQ(office.Count("VerdictNoted"), 0);
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(office.Count("VerdictNoted"), 1);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  office.Through("r1", 6);
  EXPECT_EQ(State(), v1::Run::STATE_COMPLETED);
}

TEST_F(Runs, VerdictWhileAChangeIsOpenCompletesWhenItIsFinal) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_CHANGE);
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_CLOSED_SUCCESS)).ok());
  EXPECT_EQ(State(), v1::Run::STATE_COMPLETED);
}

TEST_F(Runs, EffectReviewDateOfTheEntryDecidesAndMayMove) {
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

TEST_F(Runs, HoldInTheEffectWaitStopsTheReviewTimerOnly) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_CLOSED_SUCCESS)).ok());
  ASSERT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  office.runner.Advance(absl::Hours(24 * 200));
  EXPECT_EQ(office.Count("EffectReviewDue"), 0);
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  office.runner.Advance(absl::Hours(1));
  EXPECT_EQ(office.Count("EffectReviewDue"), 1);
}

}  // namespace
}  // namespace csi::workflow
