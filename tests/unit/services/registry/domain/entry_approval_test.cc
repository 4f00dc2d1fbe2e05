// Entries that take several people to accept, and those that changed since
// they were approved.
#include "services/registry/domain/commands/entry_approval.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/apply.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kDay = absl::Hours(24);

absl::StatusOr<v1::Policy> SetRule(RegistryWorld& world,
                                   const v1::ApprovalRule& rule) {
  v1::SetPolicyRequest request;
  request.mutable_policy()->set_name("tenants/acme/policies/register");
  *request.mutable_policy()->add_approval_rules() = rule;
  return world.Call<v1::Policy>("anna", "SetPolicy", request);
}

v1::ApprovalRule FromMedium(int quorum = 2) {
  v1::ApprovalRule rule;
  rule.set_size_min(v1::SIZE_MEDIUM);
  rule.set_quorum(quorum);
  return rule;
}

v1::ApprovalRule From(int64_t units, int32_t nanos = 0) {
  v1::ApprovalRule rule;
  rule.mutable_cost_min()->set_currency_code("EUR");
  rule.mutable_cost_min()->set_units(units);
  rule.mutable_cost_min()->set_nanos(nanos);
  rule.set_quorum(3);
  return rule;
}

v1::Opportunity Large() {
  v1::Opportunity entry;
  entry.set_title("Large");
  entry.set_size(v1::SIZE_LARGE);
  entry.mutable_scope()->set_service("tenants/acme/services/web");
  return entry;
}

v1::Opportunity Costing(std::string_view currency, int64_t units) {
  v1::Opportunity entry;
  entry.mutable_cost()->set_currency_code(std::string(currency));
  entry.mutable_cost()->set_units(units);
  return entry;
}

absl::StatusOr<v1::Opportunity> Reapprove(RegistryWorld& world,
                                          std::string_view actor,
                                          const std::string& name) {
  v1::ReapproveOpportunityRequest request;
  request.set_name(name);
  request.set_reason("still worth it");
  return world.Call<v1::Opportunity>(actor, "ReapproveOpportunity", request);
}

absl::StatusOr<v1::Opportunity> SetCost(RegistryWorld& world,
                                        const std::string& name,
                                        int64_t units) {
  v1::Opportunity change = Costing("EUR", units);
  change.set_name(name);
  return world.Update("anna", change, "cost");
}

TEST(QuorumOf, TakesTheRuleThatAsksForMostOfThoseThatApply) {
  v1::Policy policy;
  v1::Opportunity entry;
  EXPECT_EQ(QuorumOf(policy, entry), 1);
  *policy.add_approval_rules() = FromMedium(2);
  *policy.add_approval_rules() = From(1000, 5);
  EXPECT_EQ(QuorumOf(policy, entry), 1) << "nothing is stated";
  entry.set_size(v1::SIZE_SMALL);
  EXPECT_EQ(QuorumOf(policy, entry), 1);
  entry.set_size(v1::SIZE_MEDIUM);
  EXPECT_EQ(QuorumOf(policy, entry), 2);
  EXPECT_EQ(QuorumOf(policy, Costing("EUR", 1000)), 1);
  EXPECT_EQ(QuorumOf(policy, Costing("EUR", 1001)), 3);
  EXPECT_EQ(QuorumOf(policy, Costing("USD", 1)), 3) << "may be any amount";
  policy.mutable_approval_rules(1)->set_size_min(v1::SIZE_LARGE);
  EXPECT_EQ(QuorumOf(policy, Costing("EUR", 1001)), 1) << "both have to hold";
}

TEST(DecideAcceptOpportunity, WaitsForTheQuorumOfTheRule) {
  RegistryWorld world;
  ASSERT_TRUE(SetRule(world, FromMedium()).ok());
  const std::string name = world.LogAs("one", Large()).name();
  EXPECT_EQ(ReasonIn(world.Accept("erin", name)), "NOT_AUTHORIZED")
      << "she is responsible for mail, not for web";
  auto said = world.Accept("bob", name);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::OPPORTUNITY_STATE_NEW);
  ASSERT_EQ(said->approvals_size(), 1);
  EXPECT_TRUE(said->has_approval_due_time());
  ASSERT_EQ(world.runner.timers("registry").size(), 1u);
  EXPECT_EQ(world.runner.timers("registry")[0].kind, kEntryApprovalTimer);
  said = world.Accept("bob", name);
  ASSERT_TRUE(said.ok());
  EXPECT_EQ(said->state(), v1::OPPORTUNITY_STATE_NEW) << "one voice is one";
  said = world.Accept("anna", name);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(said->approvals_size(), 2);
  EXPECT_FALSE(said->has_approval_due_time());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(DecideAcceptOpportunity, NeedsTheAccountableAndAsksForNoMoreThanThereAre) {
  RegistryWorld world;
  ASSERT_TRUE(SetRule(world, FromMedium(9)).ok());
  const std::string name = world.LogAs("one", Large()).name();
  ASSERT_TRUE(world.Accept("anna", name).ok());
  const auto said = world.Accept("bob", name);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::OPPORTUNITY_STATE_ACCEPTED);
}

TEST(DecideAcceptOpportunity, OneIsEnoughWhereNoRuleApplies) {
  RegistryWorld world;
  ASSERT_TRUE(SetRule(world, FromMedium()).ok());
  const std::string name = world.Log("small").name();
  EXPECT_EQ(ReasonIn(world.Accept("bob", name)), "NOT_AUTHORIZED");
  const auto said = world.Accept("anna", name);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_THAT(said->approvals(), IsEmpty());
}

TEST(FireEntryApproval, LapsesInTimeAndSaysWhoStandsAbove) {
  RegistryWorld world;
  world.org.Person("hugo", "Hugo");
  world.org.Assign("a9", "it-director", "hugo", {});
  world.org.Line("csi-manager", "it-director", 1);
  world.ShowDirectory();
  ASSERT_TRUE(SetRule(world, FromMedium()).ok());
  const std::string name = world.LogAs("one", Large()).name();
  ASSERT_TRUE(world.Accept("bob", name).ok());
  world.runner.Advance(7 * kDay);
  EXPECT_THAT(world.Read(name).approvals(), IsEmpty());
  EXPECT_TRUE(world.runner.timers("registry").empty());
  v1::OpportunityApprovalExpired event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").back().data()));
  EXPECT_EQ(event.lapsed_size(), 1);
  EXPECT_EQ(event.to_role(), "tenants/acme/roles/it-director");
  EXPECT_THAT(event.to_persons(), ElementsAre("tenants/acme/people/hugo"));
  EXPECT_EQ(world.Accept("anna", name)->state(), v1::OPPORTUNITY_STATE_NEW)
      << "it waits anew";
}

TEST(DecideUpdateOpportunity, WordsForAnotherSizeOrCostLapse) {
  RegistryWorld world;
  ASSERT_TRUE(SetRule(world, FromMedium()).ok());
  const std::string name = world.LogAs("one", Large()).name();
  ASSERT_TRUE(world.Accept("bob", name).ok());
  v1::Opportunity change;
  change.set_name(name);
  change.set_title("Larger");
  ASSERT_TRUE(world.Update("anna", change, "title").ok());
  EXPECT_EQ(world.Read(name).approvals_size(), 1);
  ASSERT_TRUE(SetCost(world, name, 7).ok());
  EXPECT_THAT(world.Read(name).approvals(), IsEmpty());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(DecideUpdateOpportunity, PuttingOffForgetsWhoWasForIt) {
  RegistryWorld world;
  ASSERT_TRUE(SetRule(world, FromMedium()).ok());
  const std::string name = world.LogAs("one", Large()).name();
  ASSERT_TRUE(world.Accept("bob", name).ok());
  ASSERT_TRUE(world.Defer("anna", name).ok());
  EXPECT_THAT(world.Read(name).approvals(), IsEmpty());
  EXPECT_EQ(world.runner.timers("registry").size(), 1u) << "the wake-up";
}

TEST(DecideReapproveOpportunity, WhatChangedSinceIsApprovedAgain) {
  RegistryWorld world;
  v1::Opportunity fields = Large();
  fields.set_approach(v1::APPROACH_EXTERNAL_PROJECT);
  const std::string name = world.LogAs("one", fields).name();
  ASSERT_TRUE(world.Accept("anna", name).ok());
  ASSERT_TRUE(world.Move("bob", name, v1::OPPORTUNITY_STATE_APPROVED).ok());
  EXPECT_EQ(ReasonIn(Reapprove(world, "anna", name)), "RULE_VIOLATED");
  ASSERT_TRUE(SetCost(world, name, 5).ok());
  ASSERT_TRUE(SetCost(world, name, 6).ok());
  EXPECT_THAT(world.Read(name).reapproval_fields(), ElementsAre("cost"));
  const auto early = world.Move("bob", name, v1::OPPORTUNITY_STATE_IN_PROGRESS);
  EXPECT_EQ(MetadataOf(early.status(), "rule"), "REAPPROVAL_NEEDED");
  EXPECT_EQ(ReasonIn(Reapprove(world, "bob", name)), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Reapprove(world, "", name)), "NO_ACTOR");
  const auto approved = Reapprove(world, "anna", name);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_THAT(approved->reapproval_fields(), IsEmpty());
  EXPECT_EQ(approved->state(), v1::OPPORTUNITY_STATE_APPROVED);
  EXPECT_TRUE(world.Move("bob", name, v1::OPPORTUNITY_STATE_IN_PROGRESS).ok());
}

TEST(DecideReapproveOpportunity, TheSameValueAgainChangesNothing) {
  RegistryWorld world;
  const std::string name =
      world.InState("one", v1::OPPORTUNITY_STATE_APPROVED).name();
  ASSERT_TRUE(SetCost(world, name, 5).ok());
  ASSERT_TRUE(Reapprove(world, "anna", name).ok());
  ASSERT_TRUE(SetCost(world, name, 5).ok());
  EXPECT_THAT(world.Read(name).reapproval_fields(), IsEmpty());
}

TEST(DecideReapproveOpportunity, TakesTheQuorumOfTheRuleToo) {
  RegistryWorld world;
  ASSERT_TRUE(SetRule(world, From(100)).ok());
  const std::string name =
      world.InState("one", v1::OPPORTUNITY_STATE_APPROVED).name();
  ASSERT_TRUE(SetCost(world, name, 500).ok());
  auto said = Reapprove(world, "anna", name);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_THAT(said->reapproval_fields(), ElementsAre("cost"));
  EXPECT_EQ(said->approvals_size(), 1);
  said = Reapprove(world, "bob", name);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_THAT(said->reapproval_fields(), IsEmpty());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(DecideSetPolicy, RefusesRulesThatMeanNothing) {
  RegistryWorld world;
  EXPECT_EQ(ReasonIn(SetRule(world, FromMedium(1))), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(SetRule(world, FromMedium(11))), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(SetRule(world, From(-1))), "FIELD_INVALID");
}

}  // namespace
}  // namespace csi::registry
