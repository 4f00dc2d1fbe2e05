#include "services/reporting/views/fold.h"
#include "services/reporting/views/view_rows.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

namespace workflow = ::csi::workflow::v1;

class ReportingViews : public ReportingWorld {
 protected:
  const KvReader& views() { return runner.views("reporting"); }

  workflow::RunContext Run(uint32_t step) {
    workflow::RunContext run;
    run.set_run(Name("runs", "r"));
    run.set_opportunity(Name("opportunities", "o"));
    run.set_definition(Name("definitions", "seven-step"));
    run.set_step(step);
    run.set_step_key("key");
    run.set_state(workflow::Run::STATE_RUNNING);
    return run;
  }
};

TEST_F(ReportingViews, KeepTheEntryWithItsIndicatorsAndDates) {
  auto entry = Entry("o", "bypass");
  entry.mutable_primary_indicator()->set_target(40);
  entry.add_guard_indicators()->set_indicator(Name("indicators", "g"));
  entry.mutable_effect_review_date()->set_year(2026);
  entry.mutable_effect_review_date()->set_month(9);
  entry.mutable_effect_review_date()->set_day(1);
  Deliver(entry);
  const auto row = OpportunityOf(views(), "acme", entry.name());
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->state(), "IN_PROGRESS");
  EXPECT_EQ(row->target(), 40);
  EXPECT_EQ(MicrosOf(row->effect_review_time()), MicrosOf(Day(2026, 9, 1)));
  EXPECT_EQ(row->guard_indicators_size(), 1);
  EXPECT_EQ(OpportunitiesOn(views(), "acme", Name("indicators", "bypass")),
            std::vector<std::string>{entry.name()});
}

TEST_F(ReportingViews, MoveAnEntryBetweenStatesAndIndicators) {
  Deliver(Entry("o", "bypass"));
  auto entry = Entry("o", "other");
  entry.set_state(csi::registry::v1::OPPORTUNITY_STATE_CLOSED);
  Deliver(entry);
  EXPECT_EQ(CountIn(views(), "acme", "IN_PROGRESS"), 0);
  EXPECT_EQ(CountIn(views(), "acme", "CLOSED"), 1);
  EXPECT_TRUE(OpportunitiesIn(views(), "acme", "IN_PROGRESS", 10).empty());
  EXPECT_EQ(OpportunitiesIn(views(), "acme", "CLOSED", 10).size(), 1u);
  EXPECT_TRUE(
      OpportunitiesOn(views(), "acme", Name("indicators", "bypass")).empty());
}

TEST_F(ReportingViews, LeaveTheSameRowsForTheSameEventTwice) {
  csi::registry::v1::OpportunityUpdated event;
  *event.mutable_opportunity() = Entry("o", "bypass");
  Deliver("registry", event);
  const MemoryKv once = runner.views("reporting");
  Deliver("registry", event);
  EXPECT_TRUE(once == runner.views("reporting"));
}

TEST_F(ReportingViews, KeepActsWithTheAuthorityTheyRestOn) {
  workflow::StepApproved approved;
  *approved.mutable_context() = Run(3);
  auto& grant = *approved.mutable_context()->mutable_grant();
  grant.set_person(Name("people", "erin"));
  grant.set_letter(common::v1::LETTER_ACCOUNTABLE);
  approved.mutable_context()->set_reason("complete");
  Deliver("workflow", approved);
  const auto acts = ActsOf(views(), "acme", Name("opportunities", "o"), 10);
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(acts[0].act(), "StepApproved");
  EXPECT_EQ(acts[0].step(), 3u);
  EXPECT_EQ(acts[0].comment(), "complete");
  EXPECT_EQ(acts[0].grant().letter(), common::v1::LETTER_ACCOUNTABLE);
}

TEST_F(ReportingViews, KeepWhoLoggedAnEntryThoughItTakesNoLetter) {
  csi::registry::v1::OpportunityLogged logged;
  *logged.mutable_opportunity() = Entry("o", "bypass");
  common::v1::CloudEvent event;
  event.set_type("csi.registry.v1.OpportunityLogged");
  event.set_tenant("acme");
  event.set_actor(Name("people", "gina"));
  event.set_data(logged.SerializeAsString());
  FoldRegistryEvent(event, runner.views("reporting"));
  const auto acts = ActsOf(views(), "acme", Name("opportunities", "o"), 10);
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(acts[0].act(), "OpportunityLogged");
  EXPECT_EQ(acts[0].grant().person(), Name("people", "gina"));
  EXPECT_EQ(acts[0].grant().letter(), common::v1::LETTER_UNSPECIFIED);
}

TEST_F(ReportingViews, KeepVotesAndTheConclusionUnderEachEntry) {
  csi::registry::v1::VoteCast cast;
  cast.mutable_vote()->set_opportunity(Name("opportunities", "o"));
  cast.mutable_vote()->set_person(Name("people", "erin"));
  cast.mutable_vote()->set_value(4);
  cast.mutable_vote()->set_comment("it hurts");
  cast.mutable_vote()->mutable_grant()->set_person(Name("people", "erin"));
  cast.mutable_vote()->mutable_grant()->set_letter(
      common::v1::LETTER_CONSULTED);
  Deliver("registry", cast);
  csi::registry::v1::PrioritizationConcluded concluded;
  concluded.mutable_grant()->set_person(Name("people", "anna"));
  for (const char* id : {"o", "other"}) {
    auto& ranked = *concluded.add_ranking();
    ranked.set_opportunity(Name("opportunities", id));
    ranked.set_rank(concluded.ranking_size());
    ranked.set_score(92.5);
  }
  auto& decision = *concluded.add_decisions();
  decision.set_opportunity(Name("opportunities", "o"));
  decision.set_decision("accept");
  Deliver("registry", concluded);
  const auto acts = ActsOf(views(), "acme", Name("opportunities", "o"), 10);
  ASSERT_EQ(acts.size(), 2u);
  EXPECT_EQ(acts[0].detail(), "4 of 5");
  EXPECT_EQ(acts[0].comment(), "it hurts");
  EXPECT_EQ(acts[0].grant().letter(), common::v1::LETTER_CONSULTED);
  EXPECT_EQ(acts[1].detail(), "rank 1 of 2, score 92.5");
  EXPECT_EQ(acts[1].comment(), "accept");
  const auto other = ActsOf(views(), "acme", Name("opportunities", "other"), 9);
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].comment(), "");
}

TEST_F(ReportingViews, TellAMoveWithItsCauseAndNoBookkeeping) {
  csi::registry::v1::OpportunityMoved moved;
  *moved.mutable_opportunity() = Entry("o", "bypass");
  moved.set_from_state(csi::registry::v1::OPPORTUNITY_STATE_APPROVED);
  moved.set_to_state(csi::registry::v1::OPPORTUNITY_STATE_IN_PROGRESS);
  moved.set_cause_id("workflow-3");
  moved.mutable_grant()->set_person(Name("people", "erin"));
  Deliver("registry", moved);
  csi::registry::v1::OpportunityRunRecorded recorded;
  *recorded.mutable_opportunity() = Entry("o", "bypass");
  recorded.set_cause_id("workflow-4");
  recorded.mutable_grant()->set_person(Name("people", "erin"));
  Deliver("registry", recorded);
  const auto acts = ActsOf(views(), "acme", Name("opportunities", "o"), 10);
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(acts[0].to_state(), "IN_PROGRESS");
  EXPECT_EQ(acts[0].cause_id(), "workflow-3");
}

TEST_F(ReportingViews, KeepObjectionsToTheEntryAndNotToOthers) {
  csi::registry::v1::ObjectionRaised raised;
  raised.mutable_objection()->set_subject(Name("opportunities", "o"));
  raised.mutable_objection()->set_raised_by(Name("people", "gina"));
  raised.mutable_objection()->set_text("too dear");
  runner.ActAs("gina");
  Deliver("registry", raised);
  raised.mutable_objection()->set_subject(Name("services", "o"));
  Deliver("registry", raised);
  const auto acts = ActsOf(views(), "acme", Name("opportunities", "o"), 10);
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(acts[0].act(), "ObjectionRaised");
  EXPECT_EQ(acts[0].comment(), "too dear");
}

TEST_F(ReportingViews, KeepRfcTimesAndNewsThatCameTooLate) {
  DeliverChange("o", "RFC-501", Day(2025, 1, 1), Day(2025, 1, 2));
  workflow::ChangeSuperseded old;
  *old.mutable_context() = Run(7);
  old.mutable_context()->set_run(Name("runs", "run-o"));
  old.mutable_rfc()->set_name(Name("runs", "run-o") + "/rfcs/RFC-501");
  old.mutable_rfc()->set_external_id("RFC-501");
  old.mutable_rfc()->set_status(workflow::Rfc::STATUS_CLOSED_SUCCESS);
  old.set_status(workflow::Rfc::STATUS_APPROVED);
  *old.mutable_rfc()->mutable_changed_time() = Day(2025, 1, 3);
  *old.mutable_changed_time() = Day(2024, 12, 31);
  old.set_raw_status("CAB approved");
  Deliver("workflow", old);
  const auto rfcs = RfcsOf(views(), "acme", Name("opportunities", "o"));
  ASSERT_EQ(rfcs.size(), 1u);
  EXPECT_EQ(rfcs[0].status(), "CLOSED_SUCCESS");
  EXPECT_EQ(MicrosOf(rfcs[0].actual_start_time()), MicrosOf(Day(2025, 1, 1)));
  ASSERT_EQ(rfcs[0].news_size(), 2);
  EXPECT_TRUE(rfcs[0].news(0).took_effect());
  EXPECT_FALSE(rfcs[0].news(1).took_effect());
  EXPECT_EQ(rfcs[0].news(1).status(), "APPROVED");
  // Its own time and word, not those of the news that it came behind.
  EXPECT_EQ(MicrosOf(rfcs[0].news(1).occurred_time()),
            MicrosOf(Day(2024, 12, 31)));
  EXPECT_EQ(rfcs[0].news(1).raw_status(), "CAB approved");
}

TEST_F(ReportingViews, FollowAConsultationToItsEnd) {
  workflow::ConsultationAsked asked;
  *asked.mutable_context() = Run(6);
  asked.set_consultation(Name("consultations", "c"));
  asked.set_mode(workflow::Consultation::MODE_BLOCKING);
  asked.set_role(Name("roles", "senior-it-manager"));
  Deliver("workflow", asked);
  workflow::ConsultationAnswered answered;
  *answered.mutable_context() = Run(6);
  answered.set_consultation(Name("consultations", "c"));
  answered.set_answer("go ahead");
  answered.set_answered_by(Name("people", "hugo"));
  answered.set_recorded_by(Name("people", "anna"));
  Deliver("workflow", answered);
  const auto rows =
      ConsultationsOf(views(), "acme", Name("opportunities", "o"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].blocking());
  EXPECT_EQ(rows[0].outcome(), "ANSWERED");
  EXPECT_EQ(rows[0].answer(), "go ahead");
  EXPECT_EQ(rows[0].answered_by(), Name("people", "hugo"));
  EXPECT_EQ(rows[0].recorded_by(), Name("people", "anna"));
}

TEST_F(ReportingViews, FollowTheRunBackAndForth) {
  workflow::RunStarted started;
  *started.mutable_context() = Run(1);
  started.set_matrix_variant("federated");
  Deliver("workflow", started);
  workflow::StepSentBack back;
  *back.mutable_context() = Run(6);
  back.set_to_step(4);
  back.set_to_step_key("process");
  Deliver("workflow", back);
  const auto run = RunOf(views(), "acme", Name("opportunities", "o"));
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->variant(), "federated");
  EXPECT_EQ(run->step(), 4u);
  EXPECT_EQ(run->state(), "RUNNING");
}

}  // namespace
}  // namespace csi::reporting
