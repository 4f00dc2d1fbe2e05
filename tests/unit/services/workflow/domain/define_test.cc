// PutDefinition and PublishDefinition: a tenant tailors its process; runs keep
// the revision that they began with.
#include "gtest/gtest.h"
#include "services/workflow/domain/definitions.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class Define : public ::testing::Test {
 protected:
  absl::StatusOr<v1::DefinitionDraft> Put(std::string_view as,
                                          const Definition& definition,
                                          std::string_view etag = "") {
    v1::PutDefinitionRequest request;
    request.set_name(Name("definitions", "seven-step"));
    *request.mutable_definition() = definition;
    request.set_etag(std::string(etag));
    return office.Call<v1::DefinitionDraft>(as, "PutDefinition", request);
  }
  absl::StatusOr<v1::Definition> Publish(std::string_view as) {
    v1::PublishDefinitionRequest request;
    request.set_name(Name("definitions", "seven-step"));
    request.set_reason("our own way");
    return office.Call<v1::Definition>(as, "PublishDefinition", request);
  }
  static Definition Tailored() {
    Definition definition = *FindPackDefinition("seven-step", 0);
    definition.mutable_steps(0)->set_due_days(21);
    definition.mutable_steps(1)->set_due_days(28);
    return definition;
  }

  Office office;
};

TEST_F(Define, ADraftBecomesTheNextRevision) {
  const auto draft = Put("cora", Tailored());
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->definition().revision(), 2u);
  EXPECT_EQ(draft->base_revision(), 1u);
  EXPECT_EQ(draft->author(), Name("people", "cora"));
  EXPECT_EQ(draft->findings_size(), 0);
  const auto revision = Publish("cora");
  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(revision->revision(), 2u);
  EXPECT_EQ(revision->name(), Name("definitions", "seven-step"));
  const auto event = office.Last<v1::DefinitionPublished>();
  EXPECT_EQ(event.definition().steps(0).due_days(), 21u);
  EXPECT_EQ(event.reason(), "our own way");
  EXPECT_EQ(event.grant().person(), Name("people", "cora"));
  // The draft is gone: it cannot be published twice.
  EXPECT_EQ(Reason(Publish("cora")), ERROR_REASON_NOT_FOUND);
}

TEST_F(Define, RunsKeepTheRevisionThatTheyBeganWith) {
  office.Accept("old");
  ASSERT_TRUE(office.Start("sven", "r1", "old").ok());
  ASSERT_TRUE(Put("cora", Tailored()).ok());
  office.Accept("draft");
  ASSERT_TRUE(office.Start("sven", "r2", "draft").ok());
  EXPECT_EQ(office.Get("r2").definition_revision(), 1u);
  ASSERT_TRUE(Publish("cora").ok());
  office.Accept("new");
  ASSERT_TRUE(office.Start("sven", "r3", "new").ok());
  EXPECT_EQ(office.Get("r1").definition_revision(), 1u);
  EXPECT_EQ(office.Get("r3").definition_revision(), 2u);
  const auto due = [&](std::string_view run) {
    const v1::Run got = office.Get(run);
    return (got.due_time().seconds() - got.create_time().seconds()) / 86400;
  };
  EXPECT_EQ(due("r1"), 14);
  EXPECT_EQ(due("r3"), 21);
  // Also the steps that begin after the revision was published.
  office.Through("r1", 1);
  EXPECT_EQ(due("r1"), 14);
  office.Through("r3", 1);
  EXPECT_EQ(due("r3"), 28);
  office.Through("r3", 2);
  EXPECT_EQ(office.Get("r3").step(), 3u);
}

TEST_F(Define, WhatIsNotFitIsRefusedWithEveryReason) {
  Definition wrong = Tailored();
  wrong.mutable_steps(1)->mutable_letters()->clear_approve();
  wrong.mutable_steps(2)->set_activity("step-99");
  const auto draft = Put("cora", wrong);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->findings_size(), 2);
  const auto refused = Publish("cora");
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  const std::string why(refused.status().message());
  EXPECT_NE(why.find("D4 step measures: nobody accountable"), std::string::npos)
      << why;
  EXPECT_NE(why.find("D3 step gather: no matrix in force has the activity "
                     "step-99"),
            std::string::npos)
      << why;
  EXPECT_EQ(office.Count("DefinitionPublished"), 0);
}

TEST_F(Define, AnActivityWithoutAccountableRoleIsFound) {
  office.DeployMatrix("odd", "", {"odd-work service-owner R"});
  Definition wrong = Tailored();
  wrong.mutable_steps(1)->set_activity("odd-work");
  ASSERT_TRUE(Put("cora", wrong).ok());
  const auto refused = Publish("cora");
  EXPECT_EQ(Reason(refused), ERROR_REASON_RULE_VIOLATED);
  EXPECT_NE(refused.status().message().find("has no accountable role"),
            std::string::npos)
      << refused.status();
}

TEST_F(Define, OnlyTheProcessOwnerShapesTheProcess) {
  EXPECT_EQ(Reason(Put("", Tailored())), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(Put("omar", Tailored())), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(Put("cora", Tailored()).ok());
  EXPECT_EQ(Reason(Publish("sven")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Put("cora", Tailored(), "stale")),
            ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(Define, ADefinitionOfTheTenantStandsBesideThePack) {
  Definition small = *FindPackDefinition("quick-win", 0);
  small.set_approach("SEVEN_STEP");
  const auto revision = office.PublishDefinition("two-step", small);
  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(revision->revision(), 1u);
  EXPECT_EQ(DefinitionIds(office.runner.Query("workflow").state, "acme"),
            (std::vector<std::string>{"quick-win", "seven-step", "two-step"}));
  office.Accept("o");
  ASSERT_TRUE(office.Start("sven", "r1", "o", "two-step").ok());
  EXPECT_EQ(office.Get("r1").definition(), Name("definitions", "two-step"));
}

}  // namespace
}  // namespace csi::workflow
