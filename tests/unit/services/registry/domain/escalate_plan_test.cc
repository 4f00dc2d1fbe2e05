// The way up: asked for, or because nobody decided in time.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/dates.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

constexpr absl::Duration kDay = absl::Hours(24);

TEST(FirePlanApproval, WhatNobodyDecidesInTimeGoesUpTheLine) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  ASSERT_EQ(world.runner.timers("registry").size(), 1u);
  EXPECT_EQ(world.runner.timers("registry")[0].kind, kPlanApprovalTimer);
  world.runner.Advance(7 * kDay - absl::Seconds(1));
  EXPECT_EQ(world.Stored().escalations_size(), 0);
  world.runner.Advance(absl::Seconds(1));
  const v1::Recommendation late = world.Stored();
  ASSERT_EQ(late.escalations_size(), 1);
  EXPECT_EQ(late.escalations(0).to_role(), "tenants/acme/roles/it-director");
  EXPECT_THAT(late.escalations(0).to_persons(),
              ElementsAre(PersonName("hugo")));
  EXPECT_EQ(late.escalations(0).escalated_by(), "");
  EXPECT_EQ(FromTimestamp(late.approval_due_time()),
            world.runner.now() + 7 * kDay);
  const auto decided = world.Accept1("hugo");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_THAT(decided->approvals(0).grant().exceptions(),
              Contains("ESCALATED"));
}

TEST(FirePlanApproval, AtTheTopItSaysSoOnceAndWaitsOn) {
  PlansWorld world;
  ASSERT_TRUE(world.SetPolicy(1, false, 2).ok());
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  world.runner.Advance(2 * kDay);
  world.runner.Advance(2 * kDay);
  world.runner.Advance(90 * kDay);
  EXPECT_EQ(world.runner.CountEvents("registry", "PlanApprovalExpired"), 2);
  EXPECT_EQ(world.Stored().escalations_size(), 1);
  EXPECT_FALSE(world.Stored().has_approval_due_time());
  EXPECT_TRUE(world.runner.timers("registry").empty());
  EXPECT_TRUE(world.Accept1("gina").ok()) << "she still may";
}

TEST(DecideEscalatePlan, WhoRecommendsMayUrgeADecision) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  const std::string name = world.Stored().name();
  EXPECT_EQ(ReasonIn(world.Escalate("erin", name)), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Escalate("", name)), "NO_ACTOR");
  world.runner.Advance(kDay);
  const auto up = world.Escalate("frank", name);
  ASSERT_TRUE(up.ok()) << up.status();
  EXPECT_EQ(up->escalation().to_role(), "tenants/acme/roles/it-director");
  EXPECT_EQ(up->escalation().escalated_by(), PersonName("frank"));
  EXPECT_EQ(FromTimestamp(up->recommendation().approval_due_time()),
            world.runner.now() + 7 * kDay);
  ASSERT_EQ(world.runner.timers("registry").size(), 1u);
  EXPECT_EQ(world.runner.timers("registry")[0].due,
            world.runner.now() + 7 * kDay);
  EXPECT_EQ(RuleIn(world.Escalate("anna", name)), "NOBODY_ABOVE");
  ASSERT_TRUE(world.Accept1("hugo").ok());
  EXPECT_EQ(ReasonIn(world.Escalate("frank", name)), "WRONG_STATE");
}

TEST(DecideEscalatePlan, APlanGoesToTheServiceManagerThenToTheDirector) {
  PlansWorld world;
  const std::string name = world.Made().name();
  EXPECT_EQ(ReasonIn(world.Escalate("frank", name)), "NOT_AUTHORIZED");
  const auto first = world.Escalate("bob", name);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->escalation().to_role(),
            "tenants/acme/roles/service-manager");
  EXPECT_EQ(first->escalation().reason(), "the supplier is late");
  const auto second = world.Escalate("anna", name);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->escalation().to_role(), "tenants/acme/roles/it-director");
  EXPECT_EQ(second->plan().escalations_size(), 2);
  EXPECT_EQ(RuleIn(world.Escalate("bob", name)), "NOBODY_ABOVE");
  EXPECT_EQ(world.runner.CountEvents("registry", "PlanEscalated"), 2);
}

TEST(DecideEscalatePlan, RefusesWhatIsNotThereAndAnEmptyReason) {
  PlansWorld world;
  EXPECT_EQ(ReasonIn(world.Escalate("bob", PlanName("ghost"))), "NOT_FOUND");
  EXPECT_EQ(ReasonIn(world.Escalate(
                "bob", authority::Name("recommendations", "ghost"))),
            "NOT_FOUND");
  EXPECT_EQ(ReasonIn(world.Escalate("bob", EntryName("one"))), "FIELD_INVALID");
  v1::EscalatePlanRequest request;
  request.set_name(world.Made().name());
  EXPECT_EQ(ReasonIn(world.Call<v1::EscalatePlanResponse>("bob", "EscalatePlan",
                                                          request)),
            "FIELD_INVALID");
  ASSERT_TRUE(world.ClosePlan("gina").ok());
  EXPECT_EQ(ReasonIn(world.Escalate("bob", PlanName("p1"))), "WRONG_STATE");
}

}  // namespace
}  // namespace csi::registry
