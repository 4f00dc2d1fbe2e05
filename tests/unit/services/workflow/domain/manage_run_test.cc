// HoldRun, ResumeRun and CancelRun.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class ManageRun : public ::testing::Test {
 protected:
  ManageRun() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  v1::Run::State State() { return office.Get("r1").state(); }

  Office office;
};

TEST_F(ManageRun, HoldStopsTheClocksAndResumeRestoresThem) {
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

TEST_F(ManageRun, OnlyTheCoordinatorOrAHoldsAndResumes) {
  EXPECT_EQ(Reason(office.Hold("sven", "r1")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Hold("", "r1")), ERROR_REASON_NO_ACTOR);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Reason(office.Resume("omar", "r1")), ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(ManageRun, ResumeBringsTheEntryBackToWhereItWas) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_EQ(office.Last<v1::RunResumed>().context().entry_state(),
            "IN_PROGRESS");
}

TEST_F(ManageRun, CancelEndsTheRunAndLeavesTheEntryAccepted) {
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

TEST_F(ManageRun, CancelIsRefusedWithAnImplementedChangeUntilItIsBackedOut) {
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_IMPLEMENTED)).ok());
  EXPECT_EQ(Reason(office.Cancel("cora", "r1")), ERROR_REASON_RULE_VIOLATED);
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 2, v1::Rfc::STATUS_BACKED_OUT)).ok());
  EXPECT_TRUE(office.Cancel("cora", "r1").ok());
}

TEST_F(ManageRun, HoldInTheEffectWaitStopsTheReviewTimerOnly) {
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
