// What decisions about plans share: entries of a plan, and the tie to one.
#include "services/registry/domain/plans.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/plan_approvers.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::StatusOr<v1::Opportunity> Tie(PlansWorld& world, const std::string& entry,
                                    const std::string& plan,
                                    bool remove = false) {
  v1::LinkOpportunityRequest request;
  request.set_name(entry);
  request.mutable_link()->set_type(v1::LINK_TYPE_PLAN);
  request.mutable_link()->set_target(plan);
  request.set_remove(remove);
  return world.Call<v1::Opportunity>("anna", "LinkOpportunity", request);
}

TEST(Plans, ATieStandsAtBothEnds) {
  PlansWorld world;
  const std::string plan = world.Made().name();
  const std::string one = world.Log("one").name();
  EXPECT_EQ(ReasonIn(Tie(world, one, PlanName("ghost"))), "NOT_FOUND");
  ASSERT_TRUE(Tie(world, one, plan).ok());
  EXPECT_THAT(world.StoredPlan().opportunities(), ElementsAre(one));
  ASSERT_TRUE(Tie(world, one, plan, true).ok());
  EXPECT_THAT(world.StoredPlan().opportunities(), IsEmpty());
  EXPECT_EQ(world.Read(one).plan(), "");
}

TEST(Plans, AClosedPlanKeepsItsEntriesAndTakesNoMore) {
  PlansWorld world;
  const std::string one = world.Log("one").name();
  const std::string plan = world.Made({one}).name();
  ASSERT_TRUE(world.ClosePlan("anna").ok());
  EXPECT_EQ(ReasonIn(Tie(world, world.Log("two").name(), plan)), "WRONG_STATE");
  ASSERT_TRUE(Tie(world, one, plan, true).ok()) << "free for another plan";
  EXPECT_THAT(world.StoredPlan().opportunities(), ElementsAre(one));
}

TEST(Plans, TheHistoryOfAnEntryTellsOfItsPlan) {
  PlansWorld world;
  const std::string one = world.Log("one").name();
  world.Made({one});
  int lines = 0;
  world.runner.state("registry")
      .ScanPrefix("reg.hist", [&](std::string_view, std::string_view) {
        ++lines;
        return true;
      });
  EXPECT_EQ(lines, 4) << "logged, recommended, decided, linked";
}

TEST(PlanApprovers, LookUpTheLineUntilSomebodyElseIsThere) {
  PlansWorld world;
  world.runner.ActAs("frank");
  Context context;
  context.tenant = "acme";
  context.now = world.runner.now();
  context.state = &world.runner.state("registry");
  context.views = &world.org.rows;
  const LineAbove above = NextLine(context, "csi-manager", "sip-escalation", {},
                                   {PersonName("gina")});
  EXPECT_EQ(above.role, "it-director");
  ASSERT_EQ(above.holders.size(), 1u);
  EXPECT_EQ(above.holders[0].person, PersonName("hugo"));
  EXPECT_EQ(NextLine(context, "it-director", "accountability", {}, {}).role,
            "");
  EXPECT_EQ(EscalationLine(context, "csi-manager", {}).role, "service-manager");
}

TEST(PlanApprovers, AVacantRoleIsActedForByTheLineAbove) {
  PlansWorld world;
  world.org.Deploy(
      world.org.Matrix("plans2", "", {"decide-sip practitioner A"}), 1);
  world.org.Line("practitioner", "it-director", 1);
  world.ShowDirectory();
  world.runner.AdvanceTo(authority::Hour(2));
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  const auto decided = world.Accept1("hugo");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_THAT(decided->approvals(0).grant().exceptions(),
              ElementsAre("ACTING"));
}

}  // namespace
}  // namespace csi::registry
