// MigrateRuns: running work goes to another revision, or says why it stays.
#include "common/kv/keys.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/keys.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class Migrate : public ::testing::Test {
 protected:
  Migrate() {
    office.Accept("one");
    EXPECT_TRUE(office.Start("sven", "r1", "one").ok());
  }
  void Publish(const Definition& definition) {
    const auto done = office.PublishDefinition("seven-step", definition);
    ASSERT_TRUE(done.ok()) << done.status();
  }
  static Definition Seven() { return *FindPackDefinition("seven-step", 0); }
  static void Renumber(Definition& definition) {
    for (int i = 0; i < definition.steps_size(); ++i) {
      definition.mutable_steps(i)->set_number(i + 1);
    }
  }
  // A new step "ask" before all others.
  static Definition WithNewFirst(bool skippable) {
    Definition definition = Seven();
    v1::StepDefinition first = definition.steps(0);
    first.set_key("ask");
    first.set_title("Ask around");
    first.set_skippable(skippable);
    *definition.add_steps() = first;
    for (int i = definition.steps_size() - 1; i > 0; --i) {
      definition.mutable_steps()->SwapElements(i, i - 1);
    }
    Renumber(definition);
    return definition;
  }
  absl::StatusOr<v1::MigrateRunsResponse> Go(
      bool dry = false, bool skip = false,
      const std::vector<std::pair<std::string, std::string>>& mapping = {},
      std::string_view as = "cora") {
    v1::MigrateRunsRequest request;
    request.set_name(Name("definitions", "seven-step"));
    request.set_reason("new process");
    request.set_dry_run(dry);
    request.set_skip_new_steps(skip);
    for (const auto& [from, to] : mapping) {
      v1::StepMapping& row = *request.add_mapping();
      row.set_from_key(from);
      row.set_to_key(to);
    }
    return office.Call<v1::MigrateRunsResponse>(as, "MigrateRuns", request);
  }
  // The one outcome; "" if it went.
  std::string Why(const absl::StatusOr<v1::MigrateRunsResponse>& response) {
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok() || response->outcomes_size() != 1) return "not one";
    return response->outcomes(0).done() ? "" : response->outcomes(0).message();
  }
  bool HasInbox(std::string_view person, std::string_view item) {
    return office.runner.state("workflow").Has(InboxKey("acme", person, item));
  }

  Office office;
};

TEST_F(Migrate, ADryRunSaysWhatWouldHappenAndDoesNothing) {
  Definition slower = Seven();
  slower.mutable_steps(1)->set_due_days(40);
  Publish(slower);
  const int events = office.EventCount();
  EXPECT_EQ(Why(Go(true)), "");
  EXPECT_EQ(office.EventCount(), events);
  EXPECT_EQ(office.Get("r1").definition_revision(), 1u);
  const auto done = Go();
  EXPECT_EQ(Why(done), "");
  EXPECT_EQ(done->done(), 1u);
  EXPECT_EQ(office.Get("r1").definition_revision(), 2u);
  const auto event = office.Last<v1::RunMigrated>();
  EXPECT_EQ(event.from_revision(), 1u);
  EXPECT_EQ(event.context().definition_revision(), 2u);
  EXPECT_EQ(event.context().reason(), "new process");
  office.Through("r1", 1);
  const v1::Step second = office.GetStep("r1", 2);
  EXPECT_EQ(
      (second.due_time().seconds() - second.start_time().seconds()) / 86400,
      40);
  // A second call finds nothing to do.
  EXPECT_EQ(Go()->outcomes_size(), 0);
}

TEST_F(Migrate, ARemovedStepNeedsAMapping) {
  office.Through("r1", 4);
  Definition shorter = Seven();
  shorter.mutable_steps()->DeleteSubrange(3, 1);  // process
  Renumber(shorter);
  Publish(shorter);
  EXPECT_NE(Why(Go()).find("has worked step process"), std::string::npos);
  EXPECT_EQ(office.Get("r1").definition_revision(), 1u);
  // Two steps do not become one.
  EXPECT_NE(Why(Go(false, false, {{"process", "gather"}})), "");
  EXPECT_NE(Why(Go(false, false, {{"process", "heaven"}})).find("heaven"),
            std::string::npos);
}

TEST_F(Migrate, WhatWasLeftOutBecomesNoDecision) {
  v1::MoveRunRequest move;
  move.set_name(Name("runs", "r1"));
  move.set_to_step(2);
  move.set_reason("known already");
  ASSERT_TRUE(office.Call<v1::RunReceipt>("cora", "MoveRun", move).ok());
  Definition early = Seven();
  // The step that decides stands where the first one was.
  *early.mutable_steps(0)->mutable_fields() = early.steps(5).fields();
  early.mutable_steps(0)->set_skippable(false);
  Publish(early);
  EXPECT_NE(Why(Go()).find("was left out"), std::string::npos);
  EXPECT_EQ(office.Get("r1").definition_revision(), 1u);
}

TEST_F(Migrate, WhatWasApprovedWithoutADecisionBecomesNone) {
  office.Through("r1", 1);
  Definition early = Seven();
  for (const auto& field : early.steps(5).fields()) {
    *early.mutable_steps(0)->add_fields() = field;
  }
  early.mutable_steps(0)->set_skippable(false);
  Publish(early);
  EXPECT_NE(Why(Go()).find("approved without the decision"), std::string::npos);
}

TEST_F(Migrate, ADecisionThatMayBeLeftOutIsNotPublished) {
  Definition open = Seven();
  open.mutable_steps(5)->set_skippable(true);
  const auto refused = office.PublishDefinition("seven-step", open);
  EXPECT_FALSE(refused.ok());
  EXPECT_NE(std::string(refused.status().message()).find("may be left out"),
            std::string::npos)
      << refused.status();
}

TEST_F(Migrate, AStepUnderAnotherKeyKeepsItsWork) {
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  Definition renamed = Seven();
  renamed.mutable_steps(0)->set_key("vision");
  Publish(renamed);
  EXPECT_NE(Why(Go()), "");
  EXPECT_EQ(Why(Go(false, false, {{"strategy", "vision"}})), "");
  EXPECT_EQ(office.Get("r1").step_key(), "vision");
  EXPECT_EQ(office.Get("r1").phase(), v1::Step::PHASE_SUBMITTED);
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  EXPECT_EQ(office.Get("r1").step(), 2u);
}

TEST_F(Migrate, ANewStepBeforeTheCurrentOneCountsAsLeftOutIfAllowed) {
  Publish(WithNewFirst(true));
  EXPECT_NE(Why(Go()).find("Step ask is new"), std::string::npos);
  const auto before = office.Get("r1");
  EXPECT_EQ(Why(Go(false, true)), "");
  const v1::Run run = office.Get("r1");
  EXPECT_EQ(run.step(), 2u);
  EXPECT_EQ(run.step_key(), "strategy");
  EXPECT_EQ(run.due_time().seconds(), before.due_time().seconds());
  EXPECT_EQ(office.GetStep("r1", 1).phase(), v1::Step::PHASE_SKIPPED);
  EXPECT_EQ(office.GetStep("r1", 1).reason(), "new process");
  ASSERT_EQ(run.flags_size(), 1);
  EXPECT_EQ(run.flags(0), v1::Run::FLAG_STEP_SKIPPED);
  // Inbox and timer follow the number.
  EXPECT_FALSE(HasInbox("sven", "r1-01-w"));
  EXPECT_TRUE(HasInbox("sven", "r1-02-w"));
  office.runner.AdvanceTo(office.runner.now() + absl::Hours(24 * 15));
  EXPECT_EQ(office.Last<v1::StepOverdue>().context().step(), 2u);
  office.Through("r1", 3);
  EXPECT_EQ(office.Get("r1").step(), 4u);
}

TEST_F(Migrate, WhatMayNotBeLeftOutHoldsTheRunBack) {
  Publish(WithNewFirst(false));
  EXPECT_NE(Why(Go(false, true)).find("may not be left out"),
            std::string::npos);
}

TEST_F(Migrate, TheBaselineGateIsNotPassedByMigration) {
  office.Through("r1", 5);
  Definition early = Seven();
  early.mutable_steps(5)->set_implements(true);
  Publish(early);
  EXPECT_NE(Why(Go()).find("has not passed the baseline gate"),
            std::string::npos);
}

TEST_F(Migrate, AnOpenQuestionKeepsTheStepsNumber) {
  // Step 6 asks the senior IT manager, who blocks.
  office.Frozen("one");
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  Publish(WithNewFirst(true));
  EXPECT_NE(Why(Go(false, true)).find("question about the current step"),
            std::string::npos);
}

TEST_F(Migrate, OnlyWhoShapesTheProcessMigrates) {
  EXPECT_EQ(Reason(Go(false, false, {}, "omar")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Go(false, false, {}, "")), ERROR_REASON_NO_ACTOR);
}

}  // namespace
}  // namespace csi::workflow
