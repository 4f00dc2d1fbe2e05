// Work follows the directory under running steps.
#include "services/workflow/domain/hand_over.h"

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/people_limits.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

size_t RowsBelow(const PeopleOffice& office, const std::string& prefix) {
  size_t rows = 0;
  office.runner.state("workflow")
      .ScanPrefix(prefix, [&](std::string_view, std::string_view) {
        ++rows;
        return true;
      });
  return rows;
}

TEST(HandOver, AVacancyKeepsTheItemUntilSomebodyIsAppointed) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  ASSERT_EQ(office.Waits("cora"), "r1/1 APPROVE");
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  EXPECT_EQ(office.Waits("cora"), "");
  EXPECT_TRUE(office.Last<v1::InboxItemsMoved>().to().empty());
  office.Assign("a-omar", "seven-step-process-owner", "omar");
  EXPECT_EQ(office.Waits("omar"), "r1/1 APPROVE");
  EXPECT_EQ(office.Last<v1::PersonNotified>().people(0).person(),
            Name("people", "omar"));
  ASSERT_TRUE(office.Approve("omar", "r1", 1).ok());
  EXPECT_EQ(office.Waits("omar"), "");
}

TEST(HandOver, ALeaverOfTwoLosesTheItemAndTheRoleWaits) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  ASSERT_EQ(office.Waits("rita"), "r1/1 WORK");
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  EXPECT_EQ(office.Waits("rita"), "");
  EXPECT_EQ(office.Waits("sven"), "r1/1 WORK");
  office.Assign("a-omar", "reporting-analyst", "omar");
  EXPECT_EQ(office.Waits("omar"), "r1/1 WORK");
  // An appointment to something else brings nothing.
  office.Assign("a-sam-2", "change-manager", "sam");
  EXPECT_EQ(office.Waits("sam"), "");
}

TEST(HandOver, WhoStillHoldsTheLetterKeepsTheItem) {
  PeopleOffice office;
  office.Accept("o");
  office.Assign("a-rita-owner", "service-owner", "rita");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  EXPECT_EQ(office.Waits("rita"), "r1/1 WORK");
}

TEST(HandOver, AStepThatBeginsVacantReachesWhoIsAppointedLater) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  office.EndAssignment("a-sven", "service-owner", "sven");
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  office.Assign("a-omar", "reporting-analyst", "omar");
  EXPECT_EQ(office.Waits("omar"), "r1/2 WORK");
}

TEST(HandOver, WhoIsAskedByNameKeepsTheQuestionUntilLeaving) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  v1::AskConsultationRequest ask;
  ask.set_parent(Name("runs", "r1"));
  ask.mutable_consultation()->set_person(Name("people", "sam"));
  ask.mutable_consultation()->set_mode(v1::Consultation::MODE_BLOCKING);
  ask.mutable_consultation()->set_question("Is it safe?");
  const auto asked =
      office.Call<v1::Consultation>("sven", "AskConsultation", ask);
  ASSERT_TRUE(asked.ok()) << asked.status();
  const std::string waits = office.Waits("sam");
  ASSERT_NE(waits.find("CONSULT"), std::string::npos);
  office.EndAssignment("a-sam", "change-manager", "sam");
  EXPECT_EQ(office.Waits("sam"), waits);
  office.Leave("sam");
  EXPECT_EQ(office.Waits("sam"), "");
  EXPECT_NE(office.Waits("cora").find("CONSULT"), std::string::npos);
}

// Starts so many runs, whose first step waits for rita and for sven.
void StartRuns(PeopleOffice& office, size_t runs) {
  for (size_t i = 0; i < runs; ++i) {
    const std::string n = StrCat(1000 + i);
    office.Accept("o" + n);
    ASSERT_TRUE(office.Start("cora", "r" + n, "o" + n).ok());
  }
}

size_t ItemsOf(const PeopleOffice& office, std::string_view person) {
  return RowsBelow(office, KeyPrefix("wf.inbox", {"acme", person}));
}

TEST(HandOver, MoreThanAPortionMovesPortionByPortion) {
  PeopleOffice office;
  const size_t runs = 2 * limits::kMovesPerPortionMax + 1;
  ASSERT_NO_FATAL_FAILURE(StartRuns(office, runs));
  ASSERT_EQ(ItemsOf(office, "rita"), runs);
  const size_t timers = office.runner.timers("workflow").size();
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  EXPECT_EQ(ItemsOf(office, "rita"), runs - limits::kMovesPerPortionMax);
  EXPECT_EQ(office.runner.timers("workflow").size(), timers + 1);
  // The clock need not move for the others to follow.
  office.runner.AdvanceTo(office.runner.now());
  EXPECT_EQ(ItemsOf(office, "rita"), 0u);
  EXPECT_EQ(ItemsOf(office, "sven"), runs);
  EXPECT_EQ(RowsBelow(office, KeyPrefix("wf.vacant", {"acme"})), runs);
  EXPECT_EQ(RowsBelow(office, KeyPrefix("wf.move", {"acme"})), 0u);
  EXPECT_EQ(office.runner.timers("workflow").size(), timers);
  // And the other way: who is appointed gets all of them.
  office.Assign("a-omar", "reporting-analyst", "omar");
  EXPECT_EQ(ItemsOf(office, "omar"), limits::kMovesPerPortionMax);
  office.runner.Advance(absl::Microseconds(1));
  EXPECT_EQ(ItemsOf(office, "omar"), runs);
  EXPECT_EQ(RowsBelow(office, KeyPrefix("wf.vacant", {"acme"})), 0u);
  EXPECT_EQ(RowsBelow(office, KeyPrefix("wf.move", {"acme"})), 0u);
}

// Those who keep their items are passed over and not looked at again and again.
TEST(HandOver, APortionThatMovesNothingGoesOnBehindIt) {
  PeopleOffice office;
  office.Assign("a-rita-owner", "service-owner", "rita");
  ASSERT_NO_FATAL_FAILURE(StartRuns(office, limits::kMovesPerPortionMax + 3));
  const int before = office.Count("InboxItemsMoved");
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  EXPECT_EQ(RowsBelow(office, KeyPrefix("wf.move", {"acme"})), 1u);
  office.runner.AdvanceTo(office.runner.now());
  EXPECT_EQ(RowsBelow(office, KeyPrefix("wf.move", {"acme"})), 0u);
  EXPECT_EQ(office.Count("InboxItemsMoved"), before);
  EXPECT_EQ(ItemsOf(office, "rita"), limits::kMovesPerPortionMax + 3);
}

// What comes while a hand-over goes on begins it anew.
TEST(HandOver, ASecondLossWhileOneGoesOnReachesAllItems) {
  PeopleOffice office;
  office.Assign("a-rita-owner", "service-owner", "rita");
  const size_t runs = limits::kMovesPerPortionMax + 3;
  ASSERT_NO_FATAL_FAILURE(StartRuns(office, runs));
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  office.EndAssignment("a-rita-owner", "service-owner", "rita");
  office.runner.AdvanceTo(office.runner.now());
  EXPECT_EQ(ItemsOf(office, "rita"), 0u);
}

// The ends of what a leaver held come after the leaving, while it goes on.
TEST(HandOver, WhoHasLeftHasLeftWhateverComesBehind) {
  PeopleOffice office;
  const size_t runs = limits::kMovesPerPortionMax + 3;
  ASSERT_NO_FATAL_FAILURE(StartRuns(office, runs));
  for (size_t i = 0; i < runs; ++i) {
    v1::AskConsultationRequest ask;
    ask.set_parent(Name("runs", StrCat("r", 1000 + i)));
    ask.mutable_consultation()->set_person(Name("people", "sam"));
    ask.mutable_consultation()->set_mode(v1::Consultation::MODE_BLOCKING);
    ask.mutable_consultation()->set_question("Is it safe?");
    ASSERT_TRUE(
        office.Call<v1::Consultation>("sven", "AskConsultation", ask).ok());
  }
  ASSERT_EQ(ItemsOf(office, "sam"), runs);
  office.Leave("sam");
  office.EndAssignment("a-sam", "change-manager", "sam");
  office.runner.AdvanceTo(office.runner.now());
  EXPECT_EQ(ItemsOf(office, "sam"), 0u);
}

// Many holders with long names make facts large before the items are many.
TEST(HandOver, APortionEndsBeforeItsEventsAreTooLarge) {
  PeopleOffice office;
  const size_t runs = 80;
  ASSERT_NO_FATAL_FAILURE(StartRuns(office, runs));
  office.Role("crowd");
  const std::string tail(50, 'x');
  for (size_t i = 0; i < limits::kWaitersMax; ++i) {
    const std::string person = StrCat("p", 10 + i, "-", tail);
    office.Person(person);
    office.Assign(StrCat("a-", 10 + i), "crowd", person);
  }
  // Work that waits already stays where it is until its people change.
  office.DeployMatrix("steps-crowd", "central",
                      {"step-1 seven-step-process-owner A", "step-1 crowd R"});
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  const size_t left = ItemsOf(office, "rita");
  EXPECT_GT(left, 0u);
  EXPECT_LT(left, runs);
  office.runner.AdvanceTo(office.runner.now());
  EXPECT_EQ(ItemsOf(office, "rita"), 0u);
  EXPECT_EQ(ItemsOf(office, StrCat("p10-", tail)), runs);
}

TEST(HandOver, EndedRunsAreLeftAlone) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  const int before = office.Count("InboxItemsMoved");
  office.Assign("a-omar", "reporting-analyst", "omar");
  EXPECT_EQ(office.Count("InboxItemsMoved"), before);
}

}  // namespace
}  // namespace csi::workflow
