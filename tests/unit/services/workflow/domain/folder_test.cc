// Clocks and inbox of a run as events move it: hold, wait for the effect,
// questions, people who come and go.
#include "services/workflow/domain/folder.h"

#include "gtest/gtest.h"
#include "services/workflow/domain/commands/commands.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

class Clocks : public ::testing::Test {
 protected:
  Clocks() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  // Due times of the timers of a kind, in order.
  std::vector<absl::Time> Due(std::string_view kind) {
    std::vector<absl::Time> due;
    for (const Timer& timer : office.runner.timers("workflow")) {
      if (timer.kind == kind) due.push_back(timer.due);
    }
    return due;
  }
  absl::Time Now() { return office.runner.now(); }

  Office office;
};

TEST_F(Clocks, StepIsDueAfterTheDaysOfItsDefinition) {
  ASSERT_EQ(Due(kStepTimer).size(), 1u);
  EXPECT_EQ(Due(kStepTimer)[0], Now() + absl::Hours(24 * 14));
  office.Through("r1", 2);
  ASSERT_EQ(Due(kStepTimer).size(), 1u);
  EXPECT_EQ(Due(kStepTimer)[0], Now() + absl::Hours(24 * 30));
}

TEST_F(Clocks, HoldMovesStepAndQuestionByTheSameTime) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  const auto step = Due(kStepTimer);
  const auto question = Due(kConsultationTimer);
  ASSERT_EQ(question.size(), 1u);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_TRUE(office.runner.timers("workflow").empty());
  const absl::Time held = Now();
  office.runner.Advance(absl::Hours(500));
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  const absl::Duration gone = Now() - held;
  EXPECT_EQ(Due(kStepTimer)[0] - step[0], gone);
  EXPECT_EQ(Due(kConsultationTimer)[0] - question[0], gone);
}

TEST_F(Clocks, StepClockStandsWhileTheEffectIsAwaited) {
  office.Through("r1", 6);
  const auto before = Due(kStepTimer);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_CLOSED_SUCCESS)).ok());
  EXPECT_TRUE(Due(kStepTimer).empty());
  ASSERT_EQ(Due(kEffectTimer).size(), 1u);
  const absl::Time stopped = Now();
  office.runner.AdvanceTo(Due(kEffectTimer)[0] + absl::Hours(1));
  EXPECT_TRUE(Due(kEffectTimer).empty());
  ASSERT_EQ(Due(kStepTimer).size(), 1u);
  EXPECT_NEAR(absl::ToDoubleHours(Due(kStepTimer)[0] - before[0]),
              absl::ToDoubleHours(Now() - stopped), 1.01);
}

TEST_F(Clocks, OverdueStepGetsNoTimerAgainUntilItIsExtended) {
  office.runner.Advance(absl::Hours(24 * 14 + 1));
  EXPECT_EQ(office.Count("StepOverdue"), 1);
  EXPECT_TRUE(Due(kStepTimer).empty());
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  EXPECT_TRUE(Due(kStepTimer).empty());
}

TEST_F(Clocks, EndedRunLeavesNoTimerAndNoInboxItem) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_TRUE(office.runner.timers("workflow").empty());
  int items = 0;
  office.runner.state("workflow")
      .ScanPrefix("wf.inbox", [&](std::string_view, std::string_view) {
        ++items;
        return true;
      });
  EXPECT_EQ(items, 0);
}

}  // namespace
}  // namespace csi::workflow
