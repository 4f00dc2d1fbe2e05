// ApproveStep, SendBackStep, SkipStep, OverrideStep and ExtendStep.
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

v1::ArtefactField Text(std::string key, std::string text) {
  v1::ArtefactField field;
  field.set_key(std::move(key));
  field.set_text(std::move(text));
  return field;
}

class EndStep : public ::testing::Test {
 protected:
  EndStep() {
    office.Accept("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  v1::Step At(uint32_t step) { return office.GetStep("r1", step); }

  Office office;
};

TEST_F(EndStep, StaleEtagIsRefusedBeforeAnythingElse) {
  v1::ApproveStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(1);
  request.set_etag("\"r0\"");
  EXPECT_EQ(Reason(office.Call<v1::RunReceipt>("", "ApproveStep", request)),
            ERROR_REASON_ETAG_MISMATCH);
  request.set_etag(office.Get("r1").etag());
  EXPECT_EQ(Reason(office.Call<v1::RunReceipt>("", "ApproveStep", request)),
            ERROR_REASON_NO_ACTOR);
}

TEST_F(EndStep, ApproveNeedsASubmittedStepAndTheAccountablePerson) {
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 1)), ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  const auto refused = office.Approve("sven", "r1", 1);
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_NE(refused.status().message().find("Cora"), std::string::npos);
}

TEST_F(EndStep, ApproveIsRefusedAsVacantOnceNobodyIsAccountable) {
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  office.Leave("cora");
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  EXPECT_EQ(Reason(office.Approve("sven", "r1", 1)), ERROR_REASON_VACANT);
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 1)), ERROR_REASON_VACANT);
  office.Assign("a-rita-owner", "seven-step-process-owner", "rita");
  EXPECT_TRUE(office.Approve("rita", "r1", 1).ok());
}

TEST_F(EndStep, NegativeDecisionDoesNotPass) {
  office.Frozen("bypass");
  office.Through("r1", 5);
  v1::SubmitStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(6);
  *request.add_fields() = Text("recommendation", "do it");
  *request.add_fields() = Text("decision", "no_go");
  ASSERT_TRUE(office.Call<v1::RunReceipt>("sven", "SubmitStep", request).ok());
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 6)),
            ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(Reason(office.Override("cora", "r1", 6,
                                   v1::OverrideStepRequest::MOVE_APPROVE)),
            ERROR_REASON_RULE_VIOLATED);
  EXPECT_TRUE(office.SendBack("cora", "r1", 6, 6).ok());
}

TEST_F(EndStep, SendBackGoesToThisOrAnEarlierStep) {
  office.Through("r1", 3);
  EXPECT_EQ(Reason(office.SendBack("cora", "r1", 4, 5)),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(office.SendBack("cora", "r1", 4, 4)),
            ERROR_REASON_WRONG_STATE);  // it is being worked anyway
  EXPECT_EQ(Reason(office.SendBack("sven", "r1", 4, 2)),
            ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(office.SendBack("cora", "r1", 4, 2).ok());
  EXPECT_EQ(At(1).phase(), v1::Step::PHASE_APPROVED);
  EXPECT_EQ(At(2).phase(), v1::Step::PHASE_SENT_BACK);
  EXPECT_EQ(At(2).send_backs(), 1u);
  EXPECT_EQ(At(2).reason(), "not yet convincing");
  EXPECT_EQ(At(3).phase(), v1::Step::PHASE_NOT_STARTED);
  EXPECT_EQ(At(4).phase(), v1::Step::PHASE_NOT_STARTED);
  EXPECT_EQ(office.Get("r1").step(), 2u);
  // Before implementation no entry moves backwards.
  EXPECT_EQ(office.Last<v1::StepSentBack>().context().entry_state(), "");
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
  // What was recorded before is still there.
  EXPECT_TRUE(office.Submit("sven", "r1", 2).ok());
}

TEST_F(EndStep, SendBackFromImplementationMovesTheEntryAsTheStepSays) {
  office.Frozen("bypass");
  office.Through("r1", 6);
  ASSERT_TRUE(office.SendBack("cora", "r1", 7, 6).ok());
  EXPECT_EQ(office.Last<v1::StepSentBack>().context().entry_state(),
            "ASSESSED");
  office.Through("r1", 6);
  ASSERT_TRUE(office.SendBack("cora", "r1", 7, 3).ok());
  EXPECT_EQ(office.Last<v1::StepSentBack>().context().entry_state(),
            "ACCEPTED");
}

TEST_F(EndStep, SkipNeedsAuthorityAndAStepThatMayBeLeftOut) {
  EXPECT_EQ(Reason(office.Skip("sven", "r1", 1)), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(office.Skip("cora", "r1", 1).ok());
  EXPECT_EQ(At(1).phase(), v1::Step::PHASE_SKIPPED);
  EXPECT_EQ(At(1).reason(), "known from last year");
  EXPECT_EQ(office.Get("r1").flags(0), v1::Run::FLAG_STEP_SKIPPED);
  EXPECT_EQ(Reason(office.Skip("cora", "r1", 1)), ERROR_REASON_WRONG_STATE);
  office.Through("r1", 5);
  EXPECT_EQ(Reason(office.Skip("cora", "r1", 6)), ERROR_REASON_RULE_VIOLATED);
}

TEST_F(EndStep, OverrideMakesTheMoveAndSaysWhatItOverrode) {
  EXPECT_EQ(Reason(office.Override("sven", "r1", 1,
                                   v1::OverrideStepRequest::MOVE_APPROVE)),
            ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(
      office.Override("cora", "r1", 1, v1::OverrideStepRequest::MOVE_APPROVE)
          .ok());
  const auto overridden = office.Last<v1::AuthorityOverridden>();
  EXPECT_EQ(overridden.move(), "ApproveStep");
  EXPECT_EQ(overridden.overridden_size(), 4);  // phase and three fields
  EXPECT_EQ(overridden.context().reason(), "the auditor asks for it");
  const auto grant = office.Last<v1::StepApproved>().context().grant();
  ASSERT_EQ(grant.exceptions_size(), 1);
  EXPECT_EQ(grant.exceptions(0), "OVERRIDE");
  EXPECT_EQ(office.Get("r1").step(), 2u);
  EXPECT_EQ(office.Get("r1").flags(0), v1::Run::FLAG_OVERRIDDEN);
  ASSERT_TRUE(
      office
          .Override("cora", "r1", 2, v1::OverrideStepRequest::MOVE_SEND_BACK, 1)
          .ok());
  EXPECT_EQ(At(1).phase(), v1::Step::PHASE_SENT_BACK);
}

TEST_F(EndStep, OverrideDoesNotReplaceABaseline) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  EXPECT_EQ(Reason(office.Override("cora", "r1", 6,
                                   v1::OverrideStepRequest::MOVE_APPROVE)),
            ERROR_REASON_NO_BASELINE);
  EXPECT_EQ(office.Count("AuthorityOverridden"), 0);
}

TEST_F(EndStep, OverdueIsToldOnceAndExtendingClearsIt) {
  office.runner.Advance(absl::Hours(24 * 14 + 1));
  EXPECT_EQ(office.Count("StepOverdue"), 1);
  EXPECT_TRUE(At(1).has_overdue_time());
  office.runner.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(office.Count("StepOverdue"), 1);

  v1::ExtendStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(1);
  request.set_reason("holidays");
  SetTime(absl::ToUnixMicros(office.runner.now() - absl::Hours(1)),
          request.mutable_due_time());
  EXPECT_EQ(Reason(office.Call<v1::RunReceipt>("cora", "ExtendStep", request)),
            ERROR_REASON_FIELD_INVALID);
  SetTime(absl::ToUnixMicros(office.runner.now() + absl::Hours(24)),
          request.mutable_due_time());
  EXPECT_EQ(Reason(office.Call<v1::RunReceipt>("sven", "ExtendStep", request)),
            ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(office.Call<v1::RunReceipt>("cora", "ExtendStep", request).ok());
  EXPECT_FALSE(At(1).has_overdue_time());
  office.runner.Advance(absl::Hours(25));
  EXPECT_EQ(office.Count("StepOverdue"), 2);
}

}  // namespace
}  // namespace csi::workflow
