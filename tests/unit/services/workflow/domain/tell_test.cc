// Rules N1, N2, N8 and N9: who hears of the moves of a run, and why.
#include "services/workflow/domain/tell.h"

#include "common/domain/names.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/people_limits.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

TEST(Tell, N1InformsTheLettersIOfEveryTransition) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  ASSERT_TRUE(office.SendBack("cora", "r1", 1, 1).ok());
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  ASSERT_TRUE(office.Hold("cora", "r1").ok());
  ASSERT_TRUE(office.Resume("cora", "r1").ok());
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_EQ(office.Causes("ines", "N1"),
            "RunStarted StepSubmitted StepSentBack StepSubmitted StepApproved "
            "RunHeld RunResumed RunCancelled");
  const v1::Recipient why = office.Reasons("ines")[1];  // behind N6
  EXPECT_EQ(why.letter(), common::v1::LETTER_INFORMED);
  EXPECT_EQ(why.role(), "service-desk");
  EXPECT_EQ(why.assignment(), "a-ines");
  EXPECT_EQ(WhyTold(why, "Service desk"),
            "Because you are informed (I) as Service desk.");
  // R and A are not told as I; they have the work itself.
  EXPECT_EQ(office.Causes("rita", "N1"), "");
  const auto event = office.Last<v1::PersonNotified>();
  EXPECT_EQ(event.rule(), "N9");  // carl coordinates the entry
}

TEST(Tell, N1HoldsForADefinitionOfTheTenant) {
  PeopleOffice office;
  Definition own = *FindPackDefinition("seven-step", 0);
  own.mutable_steps(0)->set_due_days(21);
  ASSERT_TRUE(office.PublishDefinition("seven-step", own).ok());
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  ASSERT_EQ(office.Get("r1").definition_revision(), 2u);
  EXPECT_EQ(office.Causes("ines", "N1"), "RunStarted");
}

TEST(Tell, NobodyIsToldWhatTheyDidThemselves) {
  PeopleOffice office;
  office.Accept("o");
  office.Assign("a-ines-a", "seven-step-process-owner", "ines");
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  ASSERT_TRUE(office.Start("ines", "r1", "o").ok());
  EXPECT_EQ(office.Causes("ines", "N1"), "");
}

TEST(Tell, N2TellsThoseWhoWorkOfTheAnswer) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  v1::AskConsultationRequest ask;
  ask.set_parent(Name("runs", "r1"));
  ask.mutable_consultation()->set_person(Name("people", "omar"));
  ask.mutable_consultation()->set_question("Is it worth it?");
  const auto asked =
      office.Call<v1::Consultation>("sven", "AskConsultation", ask);
  ASSERT_TRUE(asked.ok()) << asked.status();
  const auto notified = office.Last<v1::PersonNotified>();
  EXPECT_EQ(notified.rule(), "N2");
  EXPECT_EQ(notified.people(0).person(), Name("people", "omar"));
  EXPECT_EQ(notified.people(0).why(), "Because you are consulted (C).");
  ASSERT_TRUE(office.Answer("omar", LastPart(asked->name())).ok());
  EXPECT_EQ(office.Causes("sven", "N2"), "ConsultationAnswered");
  EXPECT_EQ(office.Causes("cora", "N2"), "ConsultationAnswered");
  EXPECT_EQ(office.Causes("omar", "N2"), "");
}

TEST(Tell, N8GivesACustomerOnlyWhatACustomerMayKnow) {
  PeopleOffice office;
  office.Person("carla");
  office.Assign("a-carla", "customer", "carla");
  office.Accept("o");
  office.Frozen("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  office.Through("r1", 6);
  EXPECT_EQ(office.Causes("carla", "N8"), "ImplementationStarted");
  const v1::NoteRow note = office.Told("carla").front();
  EXPECT_EQ(note.fact().what().find("step"), std::string::npos);
  EXPECT_NE(note.fact().what().find("is being implemented"), std::string::npos);
  EXPECT_EQ(office.Causes("carla", "N1"), "");
}

TEST(Tell, N9TellsRaiserAndCoordinatorOfTheImplementationOnly) {
  PeopleOffice office;
  office.Accept("o");
  registry::v1::OpportunityDigest digest = office.Digest("o");
  digest.set_state(registry::v1::OPPORTUNITY_STATE_ACCEPTED);
  digest.set_raised_by(Name("people", "omar"));
  office.Tell(digest);
  office.Frozen("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  office.Through("r1", 6);
  EXPECT_EQ(office.Causes("omar", "N9"), "ImplementationStarted");
  EXPECT_EQ(office.Causes("carl", "N9"), "ImplementationStarted");
  EXPECT_EQ(office.Reasons("omar").front().named(), "raiser");
}

TEST(Tell, AnInboxKeepsTheNewestAndItsWork) {
  PeopleOffice office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("cora", "r1", "o").ok());
  const uint32_t most = limits::kToldPerPersonMax;
  ASSERT_EQ(office.Causes("ines", "N1"), "RunStarted");
  for (uint32_t i = 0; i < most; i += 2) {
    ASSERT_TRUE(office.Hold("cora", "r1").ok());
    ASSERT_TRUE(office.Resume("cora", "r1").ok());
  }
  EXPECT_EQ(office.CountOf("ines").told(), most);
  EXPECT_EQ(office.CountOf("ines").unread(), most);
  const std::vector<v1::NoteRow> told = office.Told("ines");
  ASSERT_EQ(told.size(), most);
  EXPECT_EQ(told.front().fact().cause(), "RunHeld");  // RunStarted went
  EXPECT_EQ(office.Waits("sven"), "r1/1 WORK");
}

}  // namespace
}  // namespace csi::workflow
