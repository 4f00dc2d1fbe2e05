// Work follows the directory under running steps.
#include "services/workflow/domain/hand_over.h"

#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

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
