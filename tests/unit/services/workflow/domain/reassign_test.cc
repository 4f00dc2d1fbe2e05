// ReassignWork and MoveRun: an operator helps a run on, within the rules.
#include "common/kv/keys.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/keys.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class Operators : public ::testing::Test {
 protected:
  Operators() {
    office.Accept("one");
    EXPECT_TRUE(office.Start("sven", "r1", "one").ok());
  }
  absl::StatusOr<v1::RunReceipt> Reassign(std::string_view as,
                                          std::string_view person) {
    v1::ReassignWorkRequest request;
    request.set_name(Name("runs", "r1"));
    if (!person.empty()) request.set_person(Name("people", person));
    request.set_reason("on leave");
    return office.Call<v1::RunReceipt>(as, "ReassignWork", request);
  }
  absl::StatusOr<v1::RunReceipt> MoveTo(std::string_view as, uint32_t step) {
    v1::MoveRunRequest request;
    request.set_name(Name("runs", "r1"));
    request.set_to_step(step);
    request.set_reason("done elsewhere");
    return office.Call<v1::RunReceipt>(as, "MoveRun", request);
  }
  bool HasInbox(std::string_view person, std::string_view item) {
    return office.runner.state("workflow").Has(InboxKey("acme", person, item));
  }

  Office office;
};

TEST_F(Operators, WorkGoesToOneHolderAndBackToAll) {
  EXPECT_TRUE(HasInbox("sven", "r1-01-w"));
  EXPECT_TRUE(HasInbox("rita", "r1-01-w"));
  ASSERT_TRUE(Reassign("cora", "rita").ok());
  EXPECT_FALSE(HasInbox("sven", "r1-01-w"));
  EXPECT_TRUE(HasInbox("rita", "r1-01-w"));
  const auto event = office.Last<v1::WorkReassigned>();
  EXPECT_TRUE(event.named());
  ASSERT_EQ(event.people_size(), 1);
  EXPECT_EQ(event.people(0), Name("people", "rita"));
  EXPECT_EQ(event.context().reason(), "on leave");
  ASSERT_TRUE(Reassign("cora", "").ok());
  EXPECT_TRUE(HasInbox("sven", "r1-01-w"));
  // Authority stays with the matrix: sven may still submit.
  ASSERT_TRUE(Reassign("cora", "rita").ok());
  EXPECT_TRUE(office.Submit("sven", "r1", 1).ok());
}

TEST_F(Operators, WorkGoesToNobodyWithoutTheLetter) {
  EXPECT_EQ(Reason(Reassign("cora", "omar")), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(Reason(Reassign("omar", "rita")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Reassign("sven", "rita")), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Reason(Reassign("cora", "rita")), ERROR_REASON_WRONG_STATE);
}

TEST_F(Operators, ARunMovesForwardOverWhatMayBeLeftOut) {
  ASSERT_TRUE(MoveTo("cora", 4).ok());
  EXPECT_EQ(office.Get("r1").step(), 4u);
  EXPECT_EQ(office.GetStep("r1", 2).phase(), v1::Step::PHASE_SKIPPED);
  EXPECT_EQ(office.GetStep("r1", 3).reason(), "done elsewhere");
  EXPECT_EQ(office.Count("StepSkipped"), 3);
  EXPECT_EQ(office.Last<v1::AuthorityOverridden>().move(), "MoveRun");
  const v1::Run run = office.Get("r1");
  EXPECT_EQ(run.flags_size(), 2);  // overridden, skipped
  ASSERT_TRUE(MoveTo("cora", 2).ok());
  EXPECT_EQ(office.Get("r1").step(), 2u);
  EXPECT_EQ(office.Get("r1").phase(), v1::Step::PHASE_SENT_BACK);
}

TEST_F(Operators, NeitherDecisionNorBaselineArePassedOver) {
  EXPECT_EQ(Reason(MoveTo("cora", 7)), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(Reason(MoveTo("cora", 1)), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(MoveTo("cora", 9)), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(MoveTo("sven", 2)), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(office.Get("r1").step(), 1u);
}

TEST_F(Operators, AMoveIntoImplementationNeedsABaseline) {
  Definition open = *FindPackDefinition("seven-step", 0);
  open.mutable_steps(5)->set_skippable(true);
  for (auto& field : *open.mutable_steps(5)->mutable_fields()) {
    field.clear_passing();  // what decides is never left out
  }
  ASSERT_TRUE(office.PublishDefinition("open", open).ok());
  office.Accept("two");
  ASSERT_TRUE(office.Start("sven", "r2", "two", "open").ok());
  v1::MoveRunRequest request;
  request.set_name(Name("runs", "r2"));
  request.set_to_step(7);
  request.set_reason("urgent");
  EXPECT_EQ(Reason(office.Call<v1::RunReceipt>("cora", "MoveRun", request)),
            ERROR_REASON_NO_BASELINE);
  office.Frozen("two");
  ASSERT_TRUE(office.Call<v1::RunReceipt>("cora", "MoveRun", request).ok());
  EXPECT_EQ(office.Get("r2").step(), 7u);
  EXPECT_EQ(office.Get("r2").baselines_size(), 1);
  EXPECT_EQ(office.Count("ImplementationStarted"), 1);
}

}  // namespace
}  // namespace csi::workflow
