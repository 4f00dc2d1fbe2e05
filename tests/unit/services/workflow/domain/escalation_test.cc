// The ladder of an overdue step: each level once, in working days, paused on
// hold, over when the step moves.
#include "services/workflow/domain/escalation.h"

#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

// rita and sven work, leo leads the analysts, cora is A, dora stands above.
class Escalation : public ::testing::Test {
 protected:
  Escalation() {
    for (const char* person : {"leo", "dora"}) office.Person(person);
    for (const char* role : {"analyst-lead", "it-director"}) office.Role(role);
    office.Assign("a-leo", "analyst-lead", "leo");
    office.Assign("a-dora", "it-director", "dora");
    office.Line("reporting-analyst", "analyst-lead", "sip-escalation");
    office.Line("seven-step-process-owner", "it-director", "csi-decisions");
    office.Accept("o");
    EXPECT_TRUE(office.Start("cora", "r1", "o").ok());
    due = absl::FromUnixMicros(MicrosOf(office.GetStep("r1", 1).due_time()));
  }
  int Escalations(std::string_view person) const {
    const std::string waits = office.Waits(person);
    int found = 0;
    for (size_t at = waits.find("ESCALATION"); at != std::string::npos;
         at = waits.find("ESCALATION", at + 1)) {
      ++found;
    }
    return found;
  }
  PeopleOffice office;
  absl::Time due;
};

TEST_F(Escalation, GoesUpLevelByLevelAndTellsEachOnce) {
  office.runner.AdvanceTo(due + absl::Minutes(1));
  EXPECT_EQ(Escalations("leo"), 1);
  EXPECT_EQ(Escalations("cora"), 0);
  office.runner.Advance(absl::Hours(24));
  EXPECT_EQ(Escalations("cora"), 1);
  EXPECT_EQ(Escalations("dora"), 0);
  EXPECT_EQ(office.Last<v1::StepEscalated>().level(), 2u);
  office.runner.Advance(absl::Hours(24));
  EXPECT_EQ(Escalations("dora"), 1);
  office.runner.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(office.Count("StepEscalated"), 2);
  EXPECT_EQ(office.Count("StepOverdue"), 1);
}

TEST_F(Escalation, StopsWhenTheStepMoves) {
  office.runner.AdvanceTo(due + absl::Minutes(1));
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  office.runner.Advance(absl::Hours(72));
  EXPECT_EQ(office.Count("StepEscalated"), 0);
  EXPECT_EQ(Escalations("leo"), 0);
}

TEST_F(Escalation, StopsWhenTheStepGetsMoreTime) {
  office.runner.AdvanceTo(due + absl::Minutes(1));
  v1::ExtendStepRequest extend;
  extend.set_name(Name("runs", "r1"));
  extend.set_step(1);
  extend.set_reason("holidays");
  SetTime(absl::ToUnixMicros(due + absl::Hours(24 * 20)),
          extend.mutable_due_time());
  ASSERT_TRUE(office.Call<v1::RunReceipt>("cora", "ExtendStep", extend).ok());
  EXPECT_EQ(Escalations("leo"), 0);
  office.runner.Advance(absl::Hours(24 * 10));
  EXPECT_EQ(office.Count("StepEscalated"), 0);
  office.runner.Advance(absl::Hours(24 * 11));
  EXPECT_EQ(Escalations("leo"), 1);
}

TEST_F(Escalation, ClockStandsStillOnHold) {
  office.runner.AdvanceTo(due + absl::Minutes(1));
  office.runner.Advance(absl::Hours(12));
  ASSERT_TRUE(office.Hold("cora", "r1").ok());
  EXPECT_TRUE(office.runner.timers("workflow").empty());
  office.runner.Advance(absl::Hours(24 * 40));
  EXPECT_EQ(Escalations("cora"), 0);
  ASSERT_TRUE(office.Resume("cora", "r1").ok());
  office.runner.Advance(absl::Hours(11));
  EXPECT_EQ(Escalations("cora"), 0);
  office.runner.Advance(absl::Hours(2));
  EXPECT_EQ(Escalations("cora"), 1);
}

TEST_F(Escalation, WithoutALeadTheAccountableHearsFirst) {
  office.EndAssignment("a-leo", "analyst-lead", "leo");
  office.runner.AdvanceTo(due + absl::Minutes(1));
  EXPECT_EQ(Escalations("cora"), 1);
  office.runner.Advance(absl::Hours(24));
  EXPECT_EQ(Escalations("dora"), 1);
}

TEST_F(Escalation, PaceIsThatOfTheTenant) {
  ASSERT_TRUE(office.SetTimes("cora", "", 3).ok());
  office.runner.AdvanceTo(due + absl::Minutes(1));
  office.runner.Advance(absl::Hours(71));
  EXPECT_EQ(Escalations("cora"), 0);
  office.runner.Advance(absl::Hours(2));
  EXPECT_EQ(Escalations("cora"), 1);
}

}  // namespace
}  // namespace csi::workflow
