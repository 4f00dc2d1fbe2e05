// What a recommendation says and takes over, and what is refused.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

v1::Opportunity Costing(std::string_view service, int64_t units, int32_t nanos,
                        std::string_view currency = "EUR") {
  v1::Opportunity entry;
  entry.set_title("Entry");
  entry.mutable_scope()->set_service(authority::Name("services", service));
  entry.mutable_cost()->set_currency_code(std::string(currency));
  entry.mutable_cost()->set_units(units);
  entry.mutable_cost()->set_nanos(nanos);
  return entry;
}

TEST(DecideRecommendPlan, TakesItFromAnybodyNamedAndWaitsForADecision) {
  PlansWorld world;
  const auto made = world.Recommend("frank", PlansWorld::Advice());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::RECOMMENDATION_STATE_OPEN);
  EXPECT_EQ(made->recommended_by(), PersonName("frank"));
  EXPECT_EQ(made->etag(), "\"r1\"");
  EXPECT_EQ(FromTimestamp(made->approval_due_time()),
            world.runner.now() + absl::Hours(24) * 7);
  EXPECT_EQ(made->quorum(), 1);
  EXPECT_EQ(world.runner.CountEvents("registry", "PlanRecommended"), 1);
}

TEST(DecideRecommendPlan, TakesScopeSizeAndCostFromItsEntries) {
  PlansWorld world;
  v1::Opportunity first = Costing("web", 10, 600000000);
  first.set_size(v1::SIZE_LARGE);
  v1::Recommendation wanted;
  wanted.set_title("Both");
  wanted.set_text("Do both.");
  wanted.add_opportunities(world.LogAs("one", first).name());
  wanted.add_opportunities(
      world.LogAs("two", Costing("web", 5, 600000000)).name());
  const auto made = world.Recommend("frank", wanted);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->scope().service(), "tenants/acme/services/web");
  EXPECT_EQ(made->size(), v1::SIZE_LARGE);
  EXPECT_EQ(made->cost().units(), 16);
  EXPECT_EQ(made->cost().nanos(), 200000000);
  wanted.add_opportunities(
      world.LogAs("three", Costing("mail", 1, 0, "USD")).name());
  const auto mixed = world.Recommend("frank", wanted, "r2");
  ASSERT_TRUE(mixed.ok()) << mixed.status();
  EXPECT_FALSE(mixed->has_scope()) << "two services: the whole organisation";
  EXPECT_FALSE(mixed->has_cost()) << "two currencies do not add up";
}

TEST(DecideRecommendPlan, RecordsForSomebodyElse) {
  PlansWorld world;
  const auto made = world.Recommend("frank", PlansWorld::Advice());
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->recorded_by(), "") << "nobody else";
}

TEST(DecideRecommendPlan, RefusesWhatIsWrong) {
  PlansWorld world;
  const auto refused = [&](auto change) {
    v1::Recommendation bad = PlansWorld::Advice();
    change(bad);
    return ReasonIn(world.Recommend("frank", bad));
  };
  using R = v1::Recommendation;
  EXPECT_EQ(refused([](R& r) { r.clear_title(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](R& r) { r.clear_text(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](R& r) { r.set_text(std::string(20001, 'x')); }),
            "TOO_LARGE");
  EXPECT_EQ(refused([](R& r) { r.set_owner(PersonName("ghost")); }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](R& r) { r.mutable_cost()->set_units(-1); }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](R& r) { r.add_evidence(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](R& r) { r.add_agreements("sla"); }), "FIELD_INVALID");
  EXPECT_EQ(
      refused([](R& r) { r.mutable_planned_start_date()->set_year(2026); }),
      "FIELD_INVALID");
  EXPECT_EQ(refused([](R& r) { r.add_opportunities(EntryName("ghost")); }),
            "NOT_FOUND");
  EXPECT_EQ(refused([](R& r) { r.set_amended_plan(PlanName("ghost")); }),
            "NOT_FOUND");
  EXPECT_EQ(ReasonIn(world.Recommend("", PlansWorld::Advice())), "NO_ACTOR");
  EXPECT_EQ(ReasonIn(world.Recommend("frank", PlansWorld::Advice(), "No id")),
            "FIELD_INVALID");
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  EXPECT_EQ(ReasonIn(world.Recommend("frank", PlansWorld::Advice())),
            "ALREADY_EXISTS");
}

TEST(DecideRecommendPlan, RefusesEntriesTwiceOrWithAnotherPlan) {
  PlansWorld world;
  const std::string one = world.Log("one").name();
  world.Made({one});
  v1::Recommendation wanted = PlansWorld::Advice();
  wanted.add_opportunities(one);
  EXPECT_EQ(RuleIn(world.Recommend("frank", wanted)), "ONE_PLAN");
  wanted.set_opportunities(0, world.Log("two").name());
  wanted.add_opportunities(wanted.opportunities(0));
  EXPECT_EQ(ReasonIn(world.Recommend("frank", wanted)), "FIELD_INVALID");
}

TEST(CostOf, DoesNotOverflow) {
  std::vector<v1::Opportunity> entries = {
      Costing("web", std::numeric_limits<int64_t>::max(), 1),
      Costing("web", 1, 0)};
  EXPECT_FALSE(CostOf(entries).has_value());
  EXPECT_FALSE(CostOf({}).has_value());
}

}  // namespace
}  // namespace csi::registry
