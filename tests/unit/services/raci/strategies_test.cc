#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::CreateStrategyRequest Wanted(std::string_view id, v1::StrategyKind kind,
                                 std::string_view parent = "") {
  v1::CreateStrategyRequest request;
  request.set_parent("tenants/acme");
  request.set_strategy_id(std::string(id));
  v1::Strategy& strategy = *request.mutable_strategy();
  strategy.set_kind(kind);
  strategy.set_display_name(std::string(id));
  strategy.set_owner(Name("people", "anna"));
  if (!parent.empty()) strategy.set_parent_strategy(Name("strategies", parent));
  return request;
}

absl::StatusOr<v1::Strategy> Create(RaciWorld& world,
                                    const v1::CreateStrategyRequest& request) {
  return world.Call<v1::Strategy>("CreateStrategy", request);
}

TEST(Strategies, StandBelowSomethingWider) {
  RaciWorld world;
  ASSERT_ACCEPTED(Create(world, Wanted("better", v1::STRATEGY_KIND_VISION)));
  ASSERT_ACCEPTED(
      Create(world, Wanted("faster", v1::STRATEGY_KIND_GOAL, "better")));
  ASSERT_ACCEPTED(
      Create(world, Wanted("mttr", v1::STRATEGY_KIND_OBJECTIVE, "faster")));
  EXPECT_REFUSED(Create(world, Wanted("other", v1::STRATEGY_KIND_GOAL, "mttr")),
                 "FIELD_INVALID", "\"mttr\" is a OBJECTIVE");
  EXPECT_REFUSED(
      Create(world, Wanted("twin", v1::STRATEGY_KIND_VISION, "better")),
      "FIELD_INVALID", "stands below something wider");
  EXPECT_REFUSED(Create(world, Wanted("x", v1::STRATEGY_KIND_GOAL, "nothing")),
                 "NOT_FOUND", "ListStrategies");
}

TEST(Strategies, NeedAKindAnOwnerAndDaysInOrder) {
  RaciWorld world;
  EXPECT_REFUSED(Create(world, Wanted("x", v1::STRATEGY_KIND_UNSPECIFIED)),
                 "FIELD_INVALID", "strategy.kind");
  auto orphan = Wanted("x", v1::STRATEGY_KIND_GOAL);
  orphan.mutable_strategy()->clear_owner();
  EXPECT_REFUSED(Create(world, orphan), "FIELD_INVALID", "strategy.owner");
  auto backwards = Wanted("x", v1::STRATEGY_KIND_GOAL);
  auto& start = *backwards.mutable_strategy()->mutable_start_date();
  start.set_year(2025);
  start.set_month(6);
  start.set_day(1);
  *backwards.mutable_strategy()->mutable_end_date() = start;
  backwards.mutable_strategy()->mutable_end_date()->set_month(5);
  EXPECT_REFUSED(Create(world, backwards), "FIELD_INVALID",
                 "before start_date");
}

TEST(Strategies, OwnersChangeTheirsAndNobodyChangesAKind) {
  RaciWorld world;
  const auto made = Create(world, Wanted("faster", v1::STRATEGY_KIND_GOAL));
  ASSERT_ACCEPTED(made);
  ASSERT_ACCEPTED(world.Appoint("m", "csi-manager", "frank"));
  v1::UpdateStrategyRequest change;
  change.mutable_strategy()->set_name(made->name());
  change.mutable_strategy()->set_text("Every call within an hour.");
  world.runner.ActAs("bob");
  EXPECT_REFUSED(world.Call<v1::Strategy>("UpdateStrategy", change),
                 "NOT_AUTHORIZED", "Frank");
  world.runner.ActAs("anna");
  const auto changed = world.Call<v1::Strategy>("UpdateStrategy", change);
  ASSERT_ACCEPTED(changed);
  EXPECT_EQ(changed->text(), "Every call within an hour.");
  EXPECT_EQ(changed->revision(), 2u);
  change.mutable_strategy()->set_kind(v1::STRATEGY_KIND_VISION);
  EXPECT_REFUSED(world.Call<v1::Strategy>("UpdateStrategy", change),
                 "FIELD_INVALID", "stays one");
}

TEST(Strategies, AreListedByKindAndParent) {
  RaciWorld world;
  ASSERT_ACCEPTED(Create(world, Wanted("a", v1::STRATEGY_KIND_VISION)));
  ASSERT_ACCEPTED(Create(world, Wanted("b", v1::STRATEGY_KIND_GOAL, "a")));
  ASSERT_ACCEPTED(Create(world, Wanted("c", v1::STRATEGY_KIND_GOAL)));
  v1::ListStrategiesRequest request;
  request.set_parent("tenants/acme");
  request.set_filter("kind = GOAL");
  v1::ListStrategiesResponse reply;
  ASSERT_ACCEPTED(ListStrategies(world.runner.Query("raci"), request, &reply));
  ASSERT_EQ(reply.strategies_size(), 2);
  request.set_filter("parent_strategy = \"tenants/acme/strategies/a\"");
  reply.Clear();
  ASSERT_ACCEPTED(ListStrategies(world.runner.Query("raci"), request, &reply));
  ASSERT_EQ(reply.strategies_size(), 1);
  EXPECT_EQ(reply.strategies(0).display_name(), "b");
}

}  // namespace
}  // namespace csi::raci
