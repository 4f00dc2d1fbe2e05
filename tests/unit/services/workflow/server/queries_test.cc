// Queries of the workflow service, the inbox and the explanation.
#include "services/workflow/server/queries.h"

#include "csi/raci/v1/raci_events.pb.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class Queries : public ::testing::Test {
 protected:
  Queries() {
    office.Accept("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }

  template <class Request, class Response>
  Response Ask(absl::Status (*query)(const QueryContext&, const Request&,
                                     Response*),
               const Request& request) {
    Response response;
    const absl::Status status =
        query(office.runner.Query("workflow"), request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  template <class Request, class Response>
  ErrorReason Refused(absl::Status (*query)(const QueryContext&, const Request&,
                                            Response*),
                      const Request& request) {
    Response response;
    return Reason(query(office.runner.Query("workflow"), request, &response));
  }
  v1::RunExplanation Explain() {
    v1::ExplainRunRequest request;
    request.set_name(Name("runs", "r1"));
    return Ask(&ExplainRun, request);
  }
  std::vector<std::string> Inbox(std::string_view person) {
    v1::ListInboxRequest request;
    request.set_parent(Name("people", person));
    std::vector<std::string> kinds;
    const v1::ListInboxResponse inbox = Ask(&ListInbox, request);
    for (const auto& item : inbox.inbox_items()) {
      kinds.push_back(v1::InboxItem::Kind_Name(item.kind()).substr(5) + " " +
                      std::to_string(item.step()));
    }
    return kinds;
  }
  using Kinds = std::vector<std::string>;

  Office office;
};

TEST_F(Queries, DefinitionsAreShownUnderTheTenantsNames) {
  v1::ListDefinitionsRequest list;
  list.set_parent("tenants/acme");
  list.set_page_size(1);
  auto page = Ask(&ListDefinitions, list);
  ASSERT_EQ(page.definitions_size(), 1);
  EXPECT_EQ(page.definitions(0).name(), Name("definitions", "quick-win"));
  list.set_page_token(page.next_page_token());
  page = Ask(&ListDefinitions, list);
  ASSERT_EQ(page.definitions_size(), 1);
  EXPECT_EQ(page.definitions(0).steps_size(), 7);
  EXPECT_EQ(page.next_page_token(), "");
  v1::GetDefinitionRequest get;
  get.set_name(Name("definitions", "seven-step"));
  get.set_revision(2);
  EXPECT_EQ(Refused(&GetDefinition, get), ERROR_REASON_NOT_FOUND);
}

TEST_F(Queries, RunsAreListedByStateAndOpportunityInPages) {
  for (int i = 2; i <= 5; ++i) {
    const std::string id = std::to_string(i);
    office.Accept("o" + id);
    ASSERT_TRUE(office.Start("sven", "r" + id, "o" + id).ok());
  }
  ASSERT_TRUE(office.Cancel("cora", "r3").ok());
  v1::ListRunsRequest request;
  request.set_parent("tenants/acme");
  request.set_state(v1::Run::STATE_RUNNING);
  request.set_page_size(3);
  auto page = Ask(&ListRuns, request);
  ASSERT_EQ(page.runs_size(), 3);
  EXPECT_EQ(page.runs(2).name(), Name("runs", "r4"));
  request.set_page_token(page.next_page_token());
  page = Ask(&ListRuns, request);
  ASSERT_EQ(page.runs_size(), 1);
  EXPECT_EQ(page.next_page_token(), "");
  // The token belongs to its query alone.
  request.set_page_token("AAAA");
  EXPECT_EQ(Refused(&ListRuns, request), ERROR_REASON_PAGE_TOKEN_INVALID);
  v1::ListRunsRequest by_entry;
  by_entry.set_parent("tenants/acme");
  by_entry.set_opportunity(Name("opportunities", "o3"));
  EXPECT_EQ(Ask(&ListRuns, by_entry).runs_size(), 1);
  by_entry.set_state(v1::Run::STATE_RUNNING);
  EXPECT_EQ(Ask(&ListRuns, by_entry).runs_size(), 0);
}

TEST_F(Queries, StepsAndArtefactsShowWhatIsThereAndWhatIsMissing) {
  office.Through("r1", 1);
  v1::ListStepsRequest steps;
  steps.set_parent(Name("runs", "r1"));
  const auto list = Ask(&ListSteps, steps);
  ASSERT_EQ(list.steps_size(), 7);
  EXPECT_EQ(list.steps(0).phase(), v1::Step::PHASE_APPROVED);
  EXPECT_EQ(list.steps(0).submitter(), Name("people", "sven"));
  EXPECT_EQ(list.steps(6).phase(), v1::Step::PHASE_NOT_STARTED);
  v1::GetArtefactRequest get;
  get.set_name(Name("runs", "r1") + "/artefacts/2");
  const auto artefact = Ask(&GetArtefact, get);
  EXPECT_EQ(artefact.fields_size(), 0);
  EXPECT_EQ(artefact.missing_fields(0), "should_measure");
  v1::ListArtefactsRequest artefacts;
  artefacts.set_parent(Name("runs", "r1"));
  EXPECT_EQ(Ask(&ListArtefacts, artefacts).artefacts_size(), 1);
  get.set_name(Name("runs", "r1") + "/artefacts/8");
  EXPECT_EQ(Refused(&GetArtefact, get), ERROR_REASON_NOT_FOUND);
  get.set_name("tenants/other/runs/r1/artefacts/1");
  EXPECT_EQ(Refused(&GetArtefact, get), ERROR_REASON_FIELD_INVALID);
}

TEST_F(Queries, InboxFollowsTheWork) {
  EXPECT_EQ(Inbox("sven"), Kinds{"WORK 1"});
  EXPECT_EQ(Inbox("rita"), Kinds{"WORK 1"});
  EXPECT_EQ(Inbox("cora"), Kinds{});
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  EXPECT_EQ(Inbox("sven"), Kinds{});
  EXPECT_EQ(Inbox("cora"), Kinds{"APPROVE 1"});
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  EXPECT_EQ(Inbox("cora"), Kinds{});
  EXPECT_EQ(Inbox("sven"), Kinds{"WORK 2"});
  office.runner.Advance(absl::Hours(24 * 15));
  EXPECT_EQ(Inbox("cora"), Kinds{"ESCALATION 2"});
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  EXPECT_EQ(Inbox("sam"), Kinds{"CONSULT 6"});
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  EXPECT_EQ(Inbox("sam"), Kinds{});
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  for (const char* person : {"sven", "rita", "cora", "sam"}) {
    EXPECT_EQ(Inbox(person), Kinds{}) << person;
  }
}

TEST_F(Queries, InboxItemSaysWhatAndWhyMe) {
  v1::ListInboxRequest request;
  request.set_parent(Name("people", "rita"));
  const auto item = Ask(&ListInbox, request).inbox_items(0);
  EXPECT_EQ(item.what(),
            "Work step 1 (Identify the strategy for improvement) of \"Improve "
            "bypass\" and submit it.");
  EXPECT_EQ(item.why(),
            "Because you are responsible (R) as reporting-analyst.");
  EXPECT_EQ(item.due_time().seconds(), office.Get("r1").due_time().seconds());
}

TEST_F(Queries, ExplainNamesTheWorkAndItsPeople) {
  const auto explained = Explain();
  ASSERT_EQ(explained.blockers_size(), 1);
  EXPECT_EQ(explained.blockers(0).kind(), "ARTEFACT_INCOMPLETE");
  EXPECT_EQ(explained.blockers(0).who_size(), 2);
  EXPECT_NE(explained.summary().find("vision"), std::string::npos);
  EXPECT_FALSE(explained.next(0).empty());
  EXPECT_FALSE(explained.explanation().fact().empty());
}

TEST_F(Queries, ExplainNamesEverythingThatBlocksAnApproval) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  auto explained = Explain();
  ASSERT_EQ(explained.blockers_size(), 3);
  EXPECT_EQ(explained.blockers(0).kind(), "CONSULTATION_OPEN");
  EXPECT_EQ(explained.blockers(0).who(0), Name("people", "sam"));
  EXPECT_EQ(explained.blockers(1).kind(), "NO_BASELINE");
  EXPECT_EQ(explained.blockers(2).kind(), "APPROVAL");
  EXPECT_EQ(explained.blockers(2).who(0), Name("people", "cora"));
  office.Frozen("bypass");
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  explained = Explain();
  ASSERT_EQ(explained.blockers_size(), 1);
  EXPECT_EQ(explained.blockers(0).kind(), "VACANT");
}

TEST_F(Queries, ExplainNamesTheVacancyThatARunningStepFell) {
  raci::v1::RoleVacated vacated;
  raci::v1::Vacancy& vacancy = *vacated.mutable_vacancy();
  vacancy.set_role(Name("roles", "seven-step-process-owner"));
  vacancy.mutable_since_time()->set_seconds(
      absl::ToUnixSeconds(office.runner.now()));
  vacancy.set_last_holder(Name("people", "cora"));
  vacancy.set_cause(raci::v1::Vacancy::CAUSE_LEAVER);
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  office.runner.Deliver("raci", vacated, vacancy.role());
  // The step is only being worked: the vacancy shows before the approval.
  const auto explained = Explain();
  ASSERT_EQ(explained.blockers_size(), 2);
  const v1::Blocker& blocker = explained.blockers(1);
  EXPECT_EQ(blocker.kind(), "VACANT");
  EXPECT_NE(blocker.what().find("is vacant since"), std::string::npos)
      << blocker.what();
  EXPECT_NE(blocker.what().find("(Cora left)"), std::string::npos)
      << blocker.what();
  EXPECT_EQ(blocker.since_time().seconds(), vacancy.since_time().seconds());
  EXPECT_FALSE(blocker.remedy().empty());
}

TEST_F(Queries, ExplainSaysThatNobodyIsLeftToWork) {
  office.EndAssignment("a-sven", "service-owner", "sven");
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  const auto explained = Explain();
  ASSERT_EQ(explained.blockers_size(), 2);
  EXPECT_EQ(explained.blockers(1).kind(), "VACANT");
  EXPECT_NE(explained.blockers(1).what().find("Nobody is responsible"),
            std::string::npos);
}

TEST_F(Queries, ExplainFollowsTheRunToItsEnd) {
  office.Frozen("bypass");
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  EXPECT_EQ(Explain().blockers(0).kind(), "CHANGE");
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_CLOSED_SUCCESS)).ok());
  EXPECT_EQ(Explain().blockers(0).kind(), "EFFECT");
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Explain().blockers(0).kind(), "ON_HOLD");
  EXPECT_EQ(Explain().blockers(0).who(0), Name("people", "carl"));
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  office.runner.Advance(absl::Hours(24 * 57));
  const auto explained = Explain();
  EXPECT_EQ(explained.blockers(explained.blockers_size() - 1).kind(),
            "VERDICT");
  office.Verdict("bypass", reporting::v1::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(Explain().blockers_size(), 0);
  EXPECT_EQ(Explain().summary(), "Completed with the verdict IMPROVED.");
}

TEST_F(Queries, RfcsConsultationsAndParkedChangesAreListed) {
  office.Frozen("bypass");
  office.Through("r1", 6);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C9", 1, v1::Rfc::STATUS_APPROVED)).ok());
  v1::ListRfcsRequest rfcs;
  rfcs.set_parent(Name("runs", "r1"));
  EXPECT_EQ(Ask(&ListRfcs, rfcs).rfcs(0).external_id(), "C1");
  v1::ListConsultationsRequest questions;
  questions.set_parent(Name("runs", "r1"));
  const auto asked = Ask(&ListConsultations, questions);
  ASSERT_EQ(asked.consultations_size(), 2);
  v1::GetConsultationRequest question;
  question.set_name(asked.consultations(1).name());
  EXPECT_EQ(Ask(&GetConsultation, question).state(),
            v1::Consultation::STATE_WAIVED);
  v1::ListParkedChangesRequest parked;
  parked.set_parent("tenants/acme");
  const auto list = Ask(&ListParkedChanges, parked);
  ASSERT_EQ(list.parked_changes_size(), 1);
  v1::GetParkedChangeRequest get;
  get.set_name(list.parked_changes(0).name());
  EXPECT_EQ(Ask(&GetParkedChange, get).event().external_id(), "C9");
  rfcs.set_parent(Name("runs", "none"));
  EXPECT_EQ(Refused(&ListRfcs, rfcs), ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace csi::workflow
