// Plans that were decided elsewhere, and changes of a plan's fields.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;

absl::StatusOr<v1::Plan> Create(PlansWorld& world, std::string_view actor,
                                const v1::Plan& plan,
                                std::string_view id = "old") {
  v1::CreatePlanRequest request;
  request.set_parent("tenants/acme");
  request.set_plan_id(std::string(id));
  *request.mutable_plan() = plan;
  return world.Call<v1::Plan>(actor, "CreatePlan", request);
}

v1::Plan Old() {
  v1::Plan plan;
  plan.set_title("Last year's mirror");
  plan.set_owner(PersonName("bob"));
  return plan;
}

TEST(DecideCreatePlan, EntersAPlanOfBeforeAndTiesItsEntries) {
  PlansWorld world;
  const std::string one = world.Log("one").name();
  v1::Plan plan = Old();
  plan.add_opportunities(one);
  plan.set_outcome_text("said too early");
  const auto made = Create(world, "anna", plan);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->retrospective());
  EXPECT_EQ(made->outcome_text(), "");
  EXPECT_EQ(made->revision(), 1u);
  EXPECT_EQ(world.Read(one).plan(), made->name());
  EXPECT_EQ(ReasonIn(Create(world, "anna", Old())), "ALREADY_EXISTS");
  EXPECT_EQ(RuleIn(Create(world, "anna", plan, "other")), "ONE_PLAN");
}

TEST(DecideCreatePlan, RefusesOthersAndWhatIsWrong) {
  PlansWorld world;
  EXPECT_EQ(ReasonIn(Create(world, "bob", Old())), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Create(world, "", Old())), "NO_ACTOR");
  const auto refused = [&](auto change) {
    v1::Plan bad = Old();
    change(bad);
    return ReasonIn(Create(world, "anna", bad));
  };
  EXPECT_EQ(refused([](v1::Plan& p) { p.clear_title(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Plan& p) { p.clear_owner(); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Plan& p) { p.set_owner(PersonName("ghost")); }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Plan& p) { p.add_rfcs(""); }), "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Plan& p) {
              p.mutable_budget()->set_currency_code("EUR");
              p.mutable_spent()->set_currency_code("USD");
            }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Plan& p) {
              p.mutable_planned_start_date()->set_year(2026);
              p.mutable_planned_start_date()->set_month(5);
              p.mutable_planned_start_date()->set_day(2);
              *p.mutable_planned_end_date() = p.planned_start_date();
              p.mutable_planned_end_date()->set_day(1);
            }),
            "FIELD_INVALID");
}

TEST(DecideUpdatePlan, OwnerAndResponsibleChangeFieldsAndClearThem) {
  PlansWorld world;
  v1::Plan plan = world.Made();
  plan.set_slm_part("renegotiate the SLA");
  plan.set_slm_person(PersonName("dave"));
  plan.add_rfcs("RFC-501");
  plan.mutable_spent()->set_currency_code("EUR");
  plan.mutable_spent()->set_units(6000);
  auto changed =
      world.Change("bob", plan, "slm_part,slm_person,rfcs,spent,description");
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->spent().units(), 6000);
  EXPECT_THAT(changed->rfcs(), ElementsAre("RFC-501"));
  EXPECT_EQ(changed->revision(), 2u);
  v1::Plan empty;
  empty.set_name(plan.name());
  changed = world.Change("anna", empty, "slm_part");
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->slm_part(), "");
  EXPECT_EQ(changed->slm_person(), PersonName("dave"));
}

TEST(DecideUpdatePlan, MoreMoneyNeedsADecision) {
  PlansWorld world;
  v1::Plan plan = world.Made();
  plan.mutable_budget()->set_units(5001);
  EXPECT_EQ(RuleIn(world.Change("bob", plan, "budget")), "DECISION_NEEDED");
  EXPECT_EQ(RuleIn(world.Change("gina", plan, "budget")), "DECISION_NEEDED");
  plan.mutable_budget()->set_currency_code("USD");
  EXPECT_EQ(RuleIn(world.Change("bob", plan, "budget")), "DECISION_NEEDED");
  plan.mutable_budget()->set_currency_code("EUR");
  plan.mutable_budget()->set_units(4000);
  EXPECT_TRUE(world.Change("bob", plan, "budget").ok());
  plan.set_target_result("less");
  EXPECT_EQ(ReasonIn(world.Change("bob", plan, "target_result")),
            "FIELD_INVALID");
}

TEST(DecideUpdatePlan, RefusesOthersClosedPlansAndNoMask) {
  PlansWorld world;
  v1::Plan plan = world.Made();
  EXPECT_EQ(ReasonIn(world.Change("frank", plan, "title")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Change("bob", plan, "*")), "FIELD_INVALID");
  plan.set_etag("\"r7\"");
  EXPECT_EQ(ReasonIn(world.Change("bob", plan, "title")), "ETAG_MISMATCH");
  plan.clear_etag();
  v1::UpdatePlanRequest bare;
  *bare.mutable_plan() = plan;
  EXPECT_EQ(ReasonIn(world.Call<v1::Plan>("bob", "UpdatePlan", bare)),
            "FIELD_INVALID");
  plan.clear_owner();
  EXPECT_EQ(ReasonIn(world.Change("bob", plan, "owner")), "FIELD_INVALID");
  plan.set_owner(PersonName("bob"));
  world.BobLeaves(0);
  EXPECT_EQ(ReasonIn(world.Change("bob", plan, "title")), "NOT_AUTHORIZED")
      << "a leaver keeps no say";
  ASSERT_TRUE(world.ClosePlan("gina").ok());
  plan.set_owner(PersonName("erin"));
  EXPECT_EQ(ReasonIn(world.Change("anna", plan, "owner")), "WRONG_STATE");
}

}  // namespace
}  // namespace csi::registry
