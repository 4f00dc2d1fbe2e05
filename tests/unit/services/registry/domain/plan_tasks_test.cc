// The work of a plan, and its end.
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

TEST(DecideSetPlanTask, AddsAndChangesOpenTasks) {
  PlansWorld world;
  world.Made();
  auto plan = world.Task("bob", "order", "dave");
  ASSERT_TRUE(plan.ok()) << plan.status();
  ASSERT_EQ(plan->tasks_size(), 1);
  EXPECT_EQ(plan->tasks(0).state(), v1::PLAN_TASK_STATE_OPEN);
  EXPECT_EQ(plan->tasks(0).changed_by(), PersonName("bob"));
  plan = world.Task("anna", "order", "erin");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->tasks_size(), 1);
  EXPECT_EQ(plan->tasks(0).owner(), PersonName("erin"));
  plan = world.Task("bob", "");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->tasks_size(), 2);
  EXPECT_FALSE(plan->tasks(1).id().empty());
}

TEST(DecideSetPlanTask, RefusesOthersTooManyAndWhatIsWrong) {
  PlansWorld world;
  world.Made();
  EXPECT_EQ(ReasonIn(world.Task("frank", "a")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Task("", "a")), "NO_ACTOR");
  EXPECT_EQ(ReasonIn(world.Task("bob", "No id")), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(world.Task("bob", "a", "ghost")), "FIELD_INVALID");
  v1::SetPlanTaskRequest request;
  request.set_name(PlanName("p1"));
  EXPECT_EQ(ReasonIn(world.Call<v1::Plan>("bob", "SetPlanTask", request)),
            "FIELD_INVALID");
  request.mutable_task()->set_title("x");
  request.mutable_task()->mutable_due_date()->set_year(2026);
  EXPECT_EQ(ReasonIn(world.Call<v1::Plan>("bob", "SetPlanTask", request)),
            "FIELD_INVALID");
  for (int i = 0; i < limits::kPlanTasksMax; ++i) {
    ASSERT_TRUE(world.Task("bob", "t" + std::to_string(i)).ok());
  }
  EXPECT_EQ(ReasonIn(world.Task("bob", "more")), "TOO_LARGE");
}

TEST(DecideCompletePlanTask, TheOwnerOfATaskEndsItAndNobodyTwice) {
  PlansWorld world;
  world.Made();
  ASSERT_TRUE(world.Task("bob", "a", "dave").ok());
  ASSERT_TRUE(world.Task("bob", "b").ok());
  EXPECT_EQ(ReasonIn(world.Complete("frank", "a")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Complete("dave", "b")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Complete("dave", "ghost")), "NOT_FOUND");
  auto plan = world.Complete("dave", "a");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->tasks(0).state(), v1::PLAN_TASK_STATE_DONE);
  EXPECT_EQ(ReasonIn(world.Complete("bob", "a")), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(world.Task("bob", "a")), "WRONG_STATE");
  plan = world.Complete("bob", "b", true);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->tasks(1).state(), v1::PLAN_TASK_STATE_DROPPED);
  EXPECT_EQ(plan->tasks(1).note(), "no longer needed");
}

TEST(DecideCompletePlanTask, AsksWhyATaskIsDropped) {
  PlansWorld world;
  world.Made();
  ASSERT_TRUE(world.Task("bob", "a").ok());
  v1::CompletePlanTaskRequest request;
  request.set_name(PlanName("p1"));
  EXPECT_EQ(ReasonIn(world.Call<v1::Plan>("bob", "CompletePlanTask", request)),
            "FIELD_INVALID");
  request.set_task_id("a");
  request.set_dropped(true);
  EXPECT_EQ(ReasonIn(world.Call<v1::Plan>("bob", "CompletePlanTask", request)),
            "FIELD_INVALID");
}

TEST(DecideClosePlan, NeedsItsTasksEndedAndARight) {
  PlansWorld world;
  world.Made();
  ASSERT_TRUE(world.Task("bob", "a").ok());
  EXPECT_EQ(ReasonIn(world.ClosePlan("bob")), "NOT_AUTHORIZED")
      << "the owner does not judge the outcome";
  EXPECT_EQ(RuleIn(world.ClosePlan("gina")), "TASKS_OPEN");
  ASSERT_TRUE(world.Complete("bob", "a").ok());
  const auto closed = world.ClosePlan("gina");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state(), v1::PLAN_STATE_CLOSED);
  EXPECT_EQ(closed->outcome(), v1::PLAN_OUTCOME_ACHIEVED);
  EXPECT_EQ(closed->closed_by(), PersonName("gina"));
  EXPECT_EQ(world.runner.CountEvents("registry", "PlanClosed"), 1);
  EXPECT_EQ(ReasonIn(world.ClosePlan("gina")), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(world.Task("bob", "b")), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(world.Complete("bob", "a")), "WRONG_STATE");
}

TEST(DecideClosePlan, AsksWhatCameOfIt) {
  PlansWorld world;
  v1::ClosePlanRequest request;
  request.set_name(world.Made().name());
  const auto call = [&] {
    return ReasonIn(world.Call<v1::Plan>("gina", "ClosePlan", request));
  };
  EXPECT_EQ(call(), "FIELD_INVALID");
  request.set_outcome(v1::PLAN_OUTCOME_ABANDONED);
  EXPECT_EQ(call(), "FIELD_INVALID");
  request.set_outcome_text(std::string(1001, 'x'));
  EXPECT_EQ(call(), "TOO_LARGE");
  request.set_outcome_text("The service ended.");
  EXPECT_EQ(call(), "OK");
}

}  // namespace
}  // namespace csi::registry
