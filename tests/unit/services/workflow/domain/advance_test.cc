// Moves that several commands share: onwards, back, into a wait, to the end.
#include "services/workflow/domain/advance.h"

#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace rep = ::csi::reporting::v1;
using common::v1::ERROR_REASON_NO_BASELINE;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class Advance : public ::testing::Test {
 protected:
  Advance() {
    office.Accept("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  v1::Run::State State() { return office.Get("r1").state(); }
  void SubmitLast() {
    ASSERT_TRUE(office.Submit("sven", "r1", 7).ok());
    ASSERT_TRUE(office.Answer("chad", "r1-07-0003").ok());
  }

  Office office;
};

TEST_F(Advance, StartsTheNextStepWithItsOwnClockAndPeople) {
  const auto first = office.Get("r1").due_time();
  office.runner.Advance(absl::Hours(48));
  office.Through("r1", 1);
  const auto approved = office.Last<v1::StepApproved>();
  EXPECT_EQ(approved.context().step(), 1u);
  EXPECT_EQ(approved.submitter(), Name("people", "sven"));
  EXPECT_FALSE(approved.stands());
  const auto started = office.Last<v1::StepStarted>();
  EXPECT_EQ(started.context().step(), 2u);
  EXPECT_EQ(started.context().reason(), "");  // a consequence has none
  EXPECT_GT(started.due_time().seconds(), first.seconds());
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
}

TEST_F(Advance, MovesTheEntryWhereTheDefinitionSaysSo) {
  office.Through("r1", 4);
  EXPECT_EQ(office.Last<v1::StepApproved>().context().entry_state(), "");
  office.Through("r1", 5);
  EXPECT_EQ(office.Last<v1::StepApproved>().context().entry_state(),
            "ASSESSED");
  office.Frozen("bypass");
  office.Through("r1", 6);
  EXPECT_EQ(office.Last<v1::StepApproved>().context().entry_state(),
            "APPROVED");
  const auto begun = office.Last<v1::ImplementationStarted>();
  EXPECT_EQ(begun.context().entry_state(), "IN_PROGRESS");
  ASSERT_EQ(begun.baselines_size(), 1);
  EXPECT_EQ(begun.baselines(0), Name("baselines", "b-bypass"));
}

TEST_F(Advance, RefusesImplementationWithoutABaselineAndSaysWhy) {
  office.Through("r1", 5);
  office.Baseline("bypass", "b", rep::BASELINE_KIND_FIRST_MEASUREMENTS,
                  rep::BASELINE_STATE_FROZEN,
                  office.runner.now() + absl::Hours(240));
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  const auto refused = office.Approve("cora", "r1", 6);
  EXPECT_EQ(Reason(refused), ERROR_REASON_NO_BASELINE);
  EXPECT_NE(refused.status().message().find("Baseline b measures until"),
            std::string::npos)
      << refused.status();
  EXPECT_EQ(office.GetStep("r1", 6).phase(), v1::Step::PHASE_SUBMITTED);
  office.runner.Advance(absl::Hours(241));
  EXPECT_TRUE(office.Approve("cora", "r1", 6).ok());
}

TEST_F(Advance, RefusesTheEndOfTheLastStepWhileAChangeIsOpen) {
  office.Frozen("bypass");
  office.Through("r1", 6);
  SubmitLast();
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  const auto refused = office.Approve("cora", "r1", 7);
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "OPEN_CHANGES");
  EXPECT_NE(refused.status().message().find("C1"), std::string::npos);
}

TEST_F(Advance, WaitsForTheEffectAfterTheLastStep) {
  office.Frozen("bypass");
  office.Through("r1", 6);
  SubmitLast();
  ASSERT_TRUE(office.Approve("cora", "r1", 7).ok());
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
  const auto awaited = office.Last<v1::EffectAwaited>();
  EXPECT_EQ(awaited.context().entry_state(), "IN_REVIEW");
  // Without a date of the entry: as many days as the definition says.
  EXPECT_EQ(awaited.effect_review_time().seconds(),
            absl::ToUnixSeconds(office.runner.now()) + 56 * 24 * 3600);
}

TEST_F(Advance, EndsAtOnceWithAVerdictThatWasThereBefore) {
  office.Frozen("bypass");
  office.Through("r1", 4);
  office.Verdict("bypass", rep::VERDICT_VALUE_NOT_SHOWN);
  office.Through("r1", 6);
  EXPECT_EQ(State(), v1::Run::STATE_COMPLETED);
  const auto completed = office.Last<v1::RunCompleted>();
  EXPECT_EQ(completed.verdict(), "NOT_SHOWN");
  EXPECT_EQ(completed.comparison(), Name("comparisons", "c1"));
  // What the last step should have recorded is told, not demanded.
  EXPECT_GT(completed.missing_fields_size(), 0);
}

TEST_F(Advance, GoesBackWithANewStartAndForgetsWhatCameAfter) {
  office.Frozen("bypass");
  office.Through("r1", 6);
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED, /*interim=*/true);
  ASSERT_TRUE(office.SendBack("cora", "r1", 7, 4).ok());
  const auto back = office.Last<v1::StepSentBack>();
  EXPECT_EQ(back.to_step(), 4u);
  EXPECT_EQ(back.context().grant().person(), Name("people", "cora"));
  EXPECT_EQ(office.Last<v1::StepStarted>().context().step(), 4u);
  for (const uint32_t later : {5u, 6u, 7u}) {
    EXPECT_EQ(office.GetStep("r1", later).phase(), v1::Step::PHASE_NOT_STARTED);
  }
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
}

}  // namespace
}  // namespace csi::workflow
