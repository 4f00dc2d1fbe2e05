// Reading and listing recommendations and plans.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Plans(PlansWorld& world, const std::string& filter) {
  v1::ListPlansRequest request;
  request.set_parent("tenants/acme");
  request.set_filter(filter);
  v1::ListPlansResponse reply;
  const absl::Status status =
      ListPlans(world.runner.Query("registry"), request, &reply);
  if (!status.ok()) return {csi::ReasonName(csi::ReasonOf(status))};
  std::vector<std::string> names;
  for (const v1::Plan& plan : reply.plans()) {
    names.push_back(plan.name().substr(plan.name().rfind('/') + 1));
  }
  return names;
}

TEST(GetPlan, ShowsItWithItsEtag) {
  PlansWorld world;
  world.Made();
  v1::GetPlanRequest request;
  request.set_name(PlanName("p1"));
  v1::Plan plan;
  ASSERT_TRUE(GetPlan(world.runner.Query("registry"), request, &plan).ok());
  EXPECT_EQ(plan.etag(), "\"r1\"");
  EXPECT_EQ(plan.title(), "Mirror web twice");
  request.set_name(PlanName("ghost"));
  EXPECT_EQ(ReasonOf(GetPlan(world.runner.Query("registry"), request, &plan)),
            common::v1::ERROR_REASON_NOT_FOUND);
}

TEST(ListPlans, FiltersByWhatIsAsked) {
  PlansWorld world;
  world.Made();
  EXPECT_THAT(Plans(world, ""), ElementsAre("p1"));
  EXPECT_THAT(Plans(world, "state = OPEN AND owner = bob"), ElementsAre("p1"));
  EXPECT_THAT(Plans(world, "state = CLOSED"), ElementsAre());
  EXPECT_THAT(Plans(world, "text:\"mirror\""), ElementsAre("p1"));
  EXPECT_THAT(Plans(world, "colour = red"), ElementsAre("FILTER_INVALID"));
  world.runner.ActAs("bob");
  EXPECT_THAT(Plans(world, "owner = @me"), ElementsAre("p1"));
}

TEST(ListRecommendations, PagesByTimeAndFilters) {
  PlansWorld world;
  for (const char* id : {"a", "b", "c"}) {
    world.runner.Advance(absl::Hours(1));
    ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice(), id).ok());
  }
  ASSERT_TRUE(world.Decide("gina", v1::PLAN_DECISION_REJECT, "b").ok());
  v1::ListRecommendationsRequest request;
  request.set_parent("tenants/acme");
  request.set_page_size(1);
  request.set_filter("state = OPEN");
  v1::ListRecommendationsResponse page;
  ASSERT_TRUE(
      ListRecommendations(world.runner.Query("registry"), request, &page).ok());
  ASSERT_EQ(page.recommendations_size(), 1);
  EXPECT_EQ(page.recommendations(0).name(),
            authority::Name("recommendations", "a"));
  request.set_page_token(page.next_page_token());
  page.Clear();
  ASSERT_TRUE(
      ListRecommendations(world.runner.Query("registry"), request, &page).ok());
  ASSERT_EQ(page.recommendations_size(), 1);
  EXPECT_EQ(page.recommendations(0).name(),
            authority::Name("recommendations", "c"));
  request.Clear();
  request.set_parent("tenants/other");
  EXPECT_FALSE(
      ListRecommendations(world.runner.Query("registry"), request, &page).ok());
}

TEST(GetRecommendation, TellsWhatWasDecided) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  ASSERT_TRUE(world.Decide("gina", v1::PLAN_DECISION_REJECT).ok());
  v1::GetRecommendationRequest request;
  request.set_name(authority::Name("recommendations", "r1"));
  v1::Recommendation reply;
  const auto query = world.runner.Query("registry");
  ASSERT_TRUE(GetRecommendation(query, request, &reply).ok());
  EXPECT_EQ(reply.decision_reason(), "because");
  EXPECT_EQ(reply.etag(), "\"r2\"");
  request.set_name(authority::Name("recommendations", "ghost"));
  EXPECT_FALSE(GetRecommendation(query, request, &reply).ok());
}

}  // namespace
}  // namespace csi::registry
