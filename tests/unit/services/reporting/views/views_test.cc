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

TEST_F(ReportingViews, KeepRfcTimesAndNewsThatCameTooLate) {
  DeliverChange("o", "RFC-501", Day(2025, 1, 1), Day(2025, 1, 2));
  workflow::ChangeSuperseded old;
  *old.mutable_context() = Run(7);
  old.mutable_context()->set_run(Name("runs", "run-o"));
  old.mutable_rfc()->set_name(Name("runs", "run-o") + "/rfcs/RFC-501");
  old.mutable_rfc()->set_external_id("RFC-501");
  old.mutable_rfc()->set_status(workflow::Rfc::STATUS_CLOSED_SUCCESS);
  old.set_status(workflow::Rfc::STATUS_APPROVED);
  Deliver("workflow", old);
  const auto rfcs = RfcsOf(views(), "acme", Name("opportunities", "o"));
  ASSERT_EQ(rfcs.size(), 1u);
  EXPECT_EQ(rfcs[0].status(), "CLOSED_SUCCESS");
  EXPECT_EQ(MicrosOf(rfcs[0].actual_start_time()), MicrosOf(Day(2025, 1, 1)));
  ASSERT_EQ(rfcs[0].news_size(), 2);
  EXPECT_TRUE(rfcs[0].news(0).took_effect());
  EXPECT_FALSE(rfcs[0].news(1).took_effect());
  EXPECT_EQ(rfcs[0].news(1).status(), "APPROVED");
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
  Deliver("workflow", answered);
  const auto rows =
      ConsultationsOf(views(), "acme", Name("opportunities", "o"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].blocking());
  EXPECT_EQ(rows[0].outcome(), "ANSWERED");
  EXPECT_EQ(rows[0].answer(), "go ahead");
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
