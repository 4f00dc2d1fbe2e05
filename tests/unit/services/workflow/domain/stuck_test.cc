// The index of stuck runs and their number, beside a count over all rows.
#include "services/workflow/domain/stuck.h"

#include "gtest/gtest.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/workflow_domain.h"
#include "tests/unit/services/workflow/domain/moves.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

class Stuck : public ::testing::Test {
 protected:
  void Begin(const std::string& run) {
    office.Accept("o-" + run);
    office.Frozen("o-" + run);
    ASSERT_TRUE(office.Start("sven", run, "o-" + run).ok());
  }
  void Wait(int days) {
    office.runner.AdvanceTo(office.runner.now() + absl::Hours(24 * days));
  }
  // The number that the fold keeps; it is the one by hand.
  uint64_t Count() {
    const KvReader& state = office.runner.state("workflow");
    EXPECT_EQ(StuckCount(state), StuckByHand(state));
    return StuckCount(state);
  }
  bool Has(std::string_view run) {
    return office.runner.state("workflow").Has(StuckKey("acme", run));
  }

  Office office;
};

TEST_F(Stuck, AnOverdueStepCountsUntilItIsExtendedOrDone) {
  Begin("r1");
  Begin("r2");
  EXPECT_EQ(Count(), 0u);
  Wait(15);
  EXPECT_EQ(Count(), 2u);
  v1::ExtendStepRequest extend;
  extend.set_name(Name("runs", "r1"));
  extend.set_step(1);
  extend.set_reason("the owner is ill");
  extend.mutable_due_time()->set_seconds(
      absl::ToUnixSeconds(office.runner.now()) + 5 * 86400);
  ASSERT_TRUE(office.Call<v1::RunReceipt>("cora", "ExtendStep", extend).ok());
  EXPECT_EQ(Count(), 1u);
  EXPECT_FALSE(Has("r1"));
  office.Through("r2", 1);
  EXPECT_EQ(Count(), 0u);
  Wait(6);
  EXPECT_TRUE(Has("r1"));
}

TEST_F(Stuck, AHeldRunDoesNotCountAndAResumedOneDoesAgain) {
  Begin("r1");
  Wait(15);
  ASSERT_EQ(Count(), 1u);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Count(), 0u);
  Wait(15);
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_EQ(Count(), 1u);
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_EQ(Count(), 0u);
}

TEST_F(Stuck, AQuestionThatNobodyAnswersCountsOnceBesideTheStep) {
  Begin("r1");
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  Wait(60);
  EXPECT_EQ(Count(), 1u);
  v1::StuckRun told;
  const KvReader& state = office.runner.state("workflow");
  ASSERT_TRUE(TellStuck(state, "acme", "r1", HeadOf(state), told));
  EXPECT_EQ(told.causes_size(), 2);
}

TEST_F(Stuck, TheServicePublishesTheNumberUnderItsName) {
  Begin("r1");
  Wait(15);
  const auto gauges =
      MakeWorkflowDomain()->Gauges(office.runner.state("workflow"));
  ASSERT_EQ(gauges.size(), 1u);
  EXPECT_EQ(gauges[0].name, "csi_workflow_stuck_runs");
  EXPECT_EQ(gauges[0].value, 1);
}

}  // namespace
}  // namespace csi::workflow
