// Whether the decision of an earlier round stands after a way back.
#include "services/workflow/domain/decision.h"

#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace rep = ::csi::reporting::v1;

// A run that was decided and stands at its implementation.
class StandingDecision : public ::testing::Test {
 protected:
  StandingDecision() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
    office.Through("r1", 6);
    EXPECT_EQ(office.Get("r1").step(), 7u);
  }
  // Back to a step, and up to the approval of step 5 again.
  void RoundFrom(uint32_t to) {
    ASSERT_TRUE(office.SendBack("cora", "r1", 7, to).ok());
    office.Through("r1", 5);
  }
  uint32_t Step() { return office.Get("r1").step(); }

  Office office;
};

TEST_F(StandingDecision, PassesTheDecidingStepOverWhenNothingChanged) {
  RoundFrom(4);
  EXPECT_EQ(Step(), 7u);
  const auto carried = office.Last<v1::StepApproved>();
  EXPECT_EQ(carried.context().step(), 6u);
  EXPECT_TRUE(carried.stands());
  EXPECT_FALSE(carried.context().has_grant());  // nobody approved it now
  EXPECT_EQ(carried.context().entry_state(), "APPROVED");
  EXPECT_NE(carried.context().reason().find("by Cora stands"),
            std::string::npos)
      << carried.context().reason();
  EXPECT_EQ(office.Last<v1::ImplementationStarted>().context().entry_state(),
            "IN_PROGRESS");
  const v1::Step step = office.GetStep("r1", 6);
  EXPECT_EQ(step.phase(), v1::Step::PHASE_APPROVED);
  EXPECT_EQ(step.approver(), Name("people", "cora"));
}

TEST_F(StandingDecision, StandsAsOftenAsTheRunComesBack) {
  RoundFrom(5);
  RoundFrom(2);
  EXPECT_EQ(Step(), 7u);
}

TEST_F(StandingDecision, IsNeededAgainWhenTheTargetOrTheCostChanged) {
  auto digest = office.Digest("bypass");
  digest.mutable_primary_indicator()->set_target(40);
  office.Tell(digest);
  RoundFrom(5);
  EXPECT_EQ(Step(), 6u);
  office.Through("r1", 6);
  digest.mutable_cost()->set_units(12000);
  office.Tell(digest);
  RoundFrom(5);
  EXPECT_EQ(Step(), 6u);
}

TEST_F(StandingDecision, IsNotTouchedByWhatDoesNotBearOnIt) {
  auto digest = office.Digest("bypass");
  digest.set_title("Another title");
  digest.set_coordinator(Name("people", "rita"));
  office.Tell(digest);
  RoundFrom(5);
  EXPECT_EQ(Step(), 7u);
}

TEST_F(StandingDecision, IsNeededAgainWithAnotherBaseline) {
  office.Baseline("bypass", "b-new", rep::BASELINE_KIND_SERIES,
                  rep::BASELINE_STATE_FROZEN);
  RoundFrom(5);
  EXPECT_EQ(Step(), 6u);
}

TEST_F(StandingDecision, IsNeededAgainWhenThePlanRestsOnOtherOptions) {
  ASSERT_TRUE(office.SendBack("cora", "r1", 7, 5).ok());
  v1::ArtefactField options;
  options.set_key("options");
  options.mutable_list()->add_items("do something else");
  ASSERT_TRUE(office.Record("sven", "r1", 5, {options}).ok());
  v1::SubmitStepRequest submit;
  submit.set_name(Name("runs", "r1"));
  submit.set_step(5);
  ASSERT_TRUE(office.Call<v1::RunReceipt>("sven", "SubmitStep", submit).ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 5).ok());
  EXPECT_EQ(Step(), 6u);
}

TEST_F(StandingDecision, IsAskedForByNameWithASendBackToIt) {
  ASSERT_TRUE(office.SendBack("cora", "r1", 7, 6).ok());
  EXPECT_EQ(office.GetStep("r1", 6).phase(), v1::Step::PHASE_SENT_BACK);
  ASSERT_TRUE(office.SendBack("cora", "r1", 6, 5).ok());
  office.Through("r1", 5);
  EXPECT_EQ(Step(), 6u);
}

TEST_F(StandingDecision, EndsWithAChangeThatFailed) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_BACKED_OUT)).ok());
  ASSERT_EQ(Step(), 5u);
  office.Through("r1", 5);
  EXPECT_EQ(Step(), 6u);
}

}  // namespace
}  // namespace csi::workflow
