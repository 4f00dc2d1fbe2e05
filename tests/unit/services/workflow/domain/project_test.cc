// Journal events as public ones: names for ids, one fact an event, and the
// causes of a fact apart from its consequences.
#include "services/workflow/domain/project.h"

#include "csi/workflow/v1/workflow_events.pb.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"

namespace csi::workflow {
namespace {

class Project : public ::testing::Test {
 protected:
  Project() {
    fact.tenant = "acme";
    fact.actor = "cora";
    fact.time = absl::FromUnixSeconds(1767225600);
    v1::Origin& origin = *event.mutable_origin();
    origin.set_run("r1");
    origin.set_opportunity("bypass");
    origin.set_definition("seven-step");
    origin.set_definition_revision(1);
    origin.set_step(2);
    origin.set_step_key("measures");
    origin.set_reason("complete");
    origin.set_entry_state("ASSESSED");
    origin.mutable_grant()->set_letter(common::v1::LETTER_ACCOUNTABLE);
    origin.mutable_grant()->set_role("seven-step-process-owner");
  }
  std::vector<PublicEvent> Run() {
    std::vector<PublicEvent> out;
    ProjectEvent(event, fact, out);
    return out;
  }
  template <class Event>
  static const Event& As(const PublicEvent& from) {
    return static_cast<const Event&>(*from.data);
  }

  Fact fact;
  v1::JournalEvent event;
};

TEST_F(Project, ExpandsIdsToNamesAndTheActorToTheGrantsPerson) {
  event.mutable_run_held();
  const auto out = Run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].subject, "tenants/acme/runs/r1");
  const v1::RunContext& context = As<v1::RunHeld>(out[0]).context();
  EXPECT_EQ(context.opportunity(), "tenants/acme/opportunities/bypass");
  EXPECT_EQ(context.grant().person(), "tenants/acme/people/cora");
  EXPECT_EQ(context.grant().role(),
            "tenants/acme/roles/seven-step-process-owner");
  EXPECT_EQ(context.cycle(), 1u);  // 0 in the journal
}

TEST_F(Project, TellsAnApprovalAndTheStartThatFollows) {
  event.mutable_step_approved()->set_submitter("sven");
  event.mutable_step_approved()->mutable_next()->set_number(3);
  event.mutable_step_approved()->mutable_next()->set_key("gather");
  const auto out = Run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(As<v1::StepApproved>(out[0]).submitter(),
            "tenants/acme/people/sven");
  EXPECT_EQ(As<v1::StepApproved>(out[0]).context().entry_state(), "ASSESSED");
  const v1::RunContext& start = As<v1::StepStarted>(out[1]).context();
  EXPECT_EQ(start.step(), 3u);
  EXPECT_EQ(start.entry_state(), "");
  EXPECT_EQ(start.reason(), "");
}

TEST_F(Project, SaysThatADecisionStands) {
  event.mutable_step_approved()->set_stands(true);
  EXPECT_TRUE(As<v1::StepApproved>(Run()[0]).stands());
}

TEST_F(Project, TellsFieldsAndQuestionsOfASubmissionApart) {
  v1::StepSubmittedFact& submitted = *event.mutable_step_submitted();
  submitted.add_fields()->set_key("gap");
  v1::Question& question = *submitted.add_questions();
  question.set_number(1);
  question.set_role("customer");
  question.set_vacant(true);
  const auto out = Run();
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(As<v1::ArtefactRecorded>(out[0]).context().reason(), "");
  EXPECT_EQ(As<v1::StepSubmitted>(out[1]).context().reason(), "complete");
  EXPECT_EQ(As<v1::ConsultationAsked>(out[2]).role(),
            "tenants/acme/roles/customer");
  // A vacant question is waived by the system, not by the submitter.
  EXPECT_FALSE(As<v1::ConsultationWaived>(out[3]).context().has_grant());
}

TEST_F(Project, TellsSupersededNewsWithItsOwnTimeAndWord) {
  v1::RfcNews& news = *event.mutable_rfc_news();
  news.set_rfc("1");
  news.set_superseded(true);
  news.set_status(v1::Rfc::STATUS_SUBMITTED);
  news.set_changed_us(5000000);
  news.set_raw_status("New");
  news.mutable_after()->set_status(v1::Rfc::STATUS_APPROVED);
  news.mutable_after()->mutable_status_order()->set_changed_us(9000000);
  const auto out = Run();
  ASSERT_EQ(out.size(), 1u);
  const auto& old = As<v1::ChangeSuperseded>(out[0]);
  EXPECT_EQ(old.status(), v1::Rfc::STATUS_SUBMITTED);
  EXPECT_EQ(old.changed_time().seconds(), 5);
  EXPECT_EQ(old.raw_status(), "New");
  EXPECT_EQ(old.rfc().changed_time().seconds(), 9);
  EXPECT_EQ(old.rfc().name(), "tenants/acme/runs/r1/rfcs/1");
}

TEST_F(Project, TellsAParkedChangeUnderItsOwnName) {
  event.mutable_change_parked()->set_id("p1");
  event.mutable_change_parked()->mutable_event()->set_external_id("C1");
  const auto out = Run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].subject, "tenants/acme/parkedChanges/p1");
}

TEST_F(Project, MakesNothingOfAnEmptyEvent) { EXPECT_TRUE(Run().empty()); }

}  // namespace
}  // namespace csi::workflow
