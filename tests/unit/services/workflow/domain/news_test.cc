// What news of a change does to the run that waits for it.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Outcome = v1::IngestChangeEventResponse;
using Rfc = v1::Rfc;

class News : public ::testing::Test {
 protected:
  News() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
    office.Through("r1", 6);
  }
  v1::Run::State State() { return office.Get("r1").state(); }
  Outcome::Outcome Take(const v1::ChangeEvent& event) {
    const auto response = office.Ingest(event);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->outcome() : Outcome::OUTCOME_UNSPECIFIED;
  }

  Office office;
};

TEST_F(News, BackedOutSendsBackToAnalysisWithTheReason) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  auto event = office.News("C1", 1, Rfc::STATUS_BACKED_OUT);
  event.set_status_reason("mail queue overflow");
  EXPECT_EQ(Take(event), Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(office.Get("r1").step(), 5u);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  const auto back = office.Last<v1::StepSentBack>();
  EXPECT_EQ(back.context().reason(),
            "Change C1 is BACKED_OUT: mail queue overflow");
  EXPECT_EQ(back.context().entry_state(), "ACCEPTED");
  EXPECT_FALSE(back.context().has_grant());
  EXPECT_EQ(back.rfc(), Name("runs", "r1") + "/rfcs/1");
  // The old failure does not send back again.
  office.Through("r1", 6);
  EXPECT_EQ(office.Get("r1").step(), 7u);
  EXPECT_EQ(Take(office.News("C1", 2, Rfc::STATUS_BACKED_OUT)),
            Outcome::OUTCOME_APPLIED);
}

TEST_F(News, RejectedGoesBackToTheDecision) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  EXPECT_EQ(Take(office.News("C1", 1, Rfc::STATUS_REJECTED)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(office.Get("r1").step(), 6u);
  EXPECT_EQ(office.Last<v1::StepSentBack>().context().entry_state(),
            "ASSESSED");
}

TEST_F(News, CancelledChangeFallsAwayUnlessItWasTheLast) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(office.Raise("sven", "r1", "C2").ok());
  EXPECT_EQ(Take(office.News("C1", 1, Rfc::STATUS_CANCELLED)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_CHANGE);
  EXPECT_EQ(Take(office.News("C2", 1, Rfc::STATUS_CANCELLED)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(office.Get("r1").step(), 6u);
}

TEST_F(News, OutcomesOfAnEarlierRoundSendNobodyBackAgain) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(office.Raise("sven", "r1", "C2").ok());
  Take(office.News("C1", 1, Rfc::STATUS_CANCELLED));
  Take(office.News("C2", 1, Rfc::STATUS_BACKED_OUT));
  ASSERT_EQ(office.Get("r1").step(), 5u);
  office.Through("r1", 6);
  EXPECT_EQ(office.Get("r1").step(), 7u);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  EXPECT_EQ(office.Count("StepSentBack"), 1);
}

TEST_F(News, SeveralChangesAreAllAwaitedAndPartialOnesFlagged) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(office.Raise("sven", "r1", "C2").ok());
  EXPECT_EQ(Take(office.News("C1", 1, Rfc::STATUS_CLOSED_PARTIAL)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_CHANGE);
  EXPECT_EQ(Take(office.News("C2", 1, Rfc::STATUS_CLOSED_SUCCESS)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  ASSERT_EQ(office.Get("r1").flags_size(), 1);
  EXPECT_EQ(office.Get("r1").flags(0), v1::Run::FLAG_PARTIALLY_IMPLEMENTED);
}

TEST_F(News, ReopenedChangeInTheEffectWaitIsAwaitedAgain) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  Take(office.News("C1", 1, Rfc::STATUS_CLOSED_SUCCESS));
  ASSERT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  Take(office.News("C1", 2, Rfc::STATUS_IMPLEMENTING));
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_CHANGE);
  EXPECT_TRUE(office.Get("r1").has_due_time());  // its clock runs again
  Take(office.News("C1", 3, Rfc::STATUS_CLOSED_SUCCESS));
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
}

TEST_F(News, NewsIsNeverRefusedForTheStateOfTheRun) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Take(office.News("C1", 1, Rfc::STATUS_BACKED_OUT)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(State(), v1::Run::STATE_ON_HOLD);
  EXPECT_EQ(office.Get("r1").step(), 7u);
  // What happened meanwhile takes effect when the run goes on.
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_EQ(office.Get("r1").step(), 5u);
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_EQ(Take(office.News("C1", 2, Rfc::STATUS_CLOSED_SUCCESS)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(State(), v1::Run::STATE_CANCELLED);
  EXPECT_EQ(office.GetRfc("r1", "1").status(), Rfc::STATUS_CLOSED_SUCCESS);
}

}  // namespace
}  // namespace csi::workflow
