// Who decides a recommendation, with how many, and what becomes of it.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

constexpr auto kAccept = v1::PLAN_DECISION_ACCEPT;
constexpr auto kReject = v1::PLAN_DECISION_REJECT;
constexpr auto kDefer = v1::PLAN_DECISION_DEFER;

TEST(DecideDecidePlan, AcceptanceMakesAPlanAndTiesItsEntriesInOneBatch) {
  PlansWorld world;
  const std::string one = world.Log("one").name();
  v1::Recommendation wanted = PlansWorld::Advice();
  wanted.add_opportunities(one);
  wanted.set_target_result("99.9 %");
  ASSERT_TRUE(world.Recommend("frank", wanted).ok());
  const auto decided = world.Decide("gina", kAccept);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state(), v1::RECOMMENDATION_STATE_ACCEPTED);
  EXPECT_EQ(decided->decided_by(), PersonName("gina"));
  EXPECT_EQ(decided->plan(), PlanName("r1"));
  EXPECT_FALSE(decided->has_approval_due_time());
  const v1::Plan plan = world.StoredPlan("r1");
  EXPECT_EQ(plan.state(), v1::PLAN_STATE_OPEN);
  EXPECT_EQ(plan.owner(), PersonName("bob"));
  EXPECT_EQ(plan.budget().units(), 5000);
  EXPECT_EQ(plan.target_result(), "99.9 %");
  EXPECT_EQ(plan.recommendation(), decided->name());
  EXPECT_THAT(plan.opportunities(), ElementsAre(one));
  EXPECT_EQ(world.Read(one).plan(), plan.name());
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityLinked"), 1);
  EXPECT_TRUE(world.runner.timers("registry").empty());
  EXPECT_EQ(ReasonIn(world.Decide("gina", kReject)), "WRONG_STATE");
}

TEST(DecideDecidePlan, RejectionEndsItWithItsReason) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  const auto decided = world.Decide("gina", kReject);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state(), v1::RECOMMENDATION_STATE_REJECTED);
  EXPECT_EQ(decided->decision_reason(), "because");
  EXPECT_EQ(decided->plan(), "");
  ASSERT_EQ(decided->approvals_size(), 1);
  EXPECT_EQ(decided->approvals(0).grant().letter(),
            common::v1::LETTER_ACCOUNTABLE);
}

TEST(DecideDecidePlan, CostAndSizeBeyondTheLimitGoToTheNextRole) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice(10001)).ok());
  EXPECT_EQ(RuleIn(world.Decide("gina", kAccept)), "NOT_AN_APPROVER");
  EXPECT_TRUE(world.Decide("hugo", kAccept).ok());
  v1::Recommendation large = PlansWorld::Advice(1);
  large.set_size(v1::SIZE_LARGE);
  ASSERT_TRUE(world.Recommend("frank", large, "r2").ok());
  EXPECT_EQ(ReasonIn(world.Decide("gina", kAccept, "r2")), "NOT_AUTHORIZED");
  EXPECT_TRUE(world.Decide("hugo", kReject, "r2").ok());
}

TEST(DecideDecidePlan, WhoRecommendsDoesNotDecideWhileSomebodyElseCan) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("gina", PlansWorld::Advice()).ok());
  const auto own = world.Decide("gina", kAccept);
  EXPECT_EQ(ReasonIn(own), "NOT_AUTHORIZED");
  EXPECT_EQ(RuleIn(own), "SEPARATION_OF_DUTIES");
  EXPECT_EQ(MetadataOf(own.status(), "could_instead"), "Hugo");
  const auto above = world.Decide("hugo", kAccept);
  ASSERT_TRUE(above.ok()) << above.status();
  EXPECT_THAT(above->approvals(0).grant().exceptions(), Contains("ACTING"));
}

TEST(DecideDecidePlan, NobodyElseMakesItSelfApprovedUnlessThePolicyIsStrict) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("hugo", PlansWorld::Advice(20000)).ok());
  const auto own = world.Decide("hugo", kAccept);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_THAT(own->approvals(0).grant().exceptions(),
              ElementsAre("SELF_APPROVED"));
  EXPECT_TRUE(world.Recommend("hugo", PlansWorld::Advice(20000), "r2").ok());
  world.org.Line("csi-manager", "it-director", 1);
  world.org.Deploy(
      world.org.Matrix("base", "", {"freeze-baseline csi-manager A"}), 0);
  world.ShowDirectory();
  const auto strict = world.SetPolicy(1, true);
  ASSERT_TRUE(strict.ok()) << strict.status();
  const auto refused = world.Decide("hugo", kAccept, "r2");
  EXPECT_EQ(ReasonIn(refused), "NOT_AUTHORIZED");
  EXPECT_EQ(RuleIn(refused), "STRICT_SEPARATION");
}

TEST(DecideDecidePlan, AQuorumNeedsTheAccountableAndTheOthers) {
  PlansWorld world;
  ASSERT_TRUE(world.SetPolicy(3, false).ok());
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  EXPECT_EQ(world.Stored().quorum(), 2) << "three are asked for, two can";
  EXPECT_EQ(RuleIn(world.Decide("anna", kDefer)), "DEFER_NEEDS_ACCOUNTABLE");
  auto said = world.Decide("anna", kAccept);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::RECOMMENDATION_STATE_OPEN);
  ASSERT_TRUE(world.Decide("anna", kReject).ok()) << "a later word counts";
  said = world.Decide("gina", kAccept);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::RECOMMENDATION_STATE_OPEN);
  said = world.Decide("anna", kAccept);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->state(), v1::RECOMMENDATION_STATE_ACCEPTED);
  EXPECT_EQ(said->approvals_size(), 2);
}

TEST(DecideDecidePlan, WhoOnlyAgreesMayNotWhereOneIsEnough) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  EXPECT_EQ(RuleIn(world.Decide("anna", kAccept)), "NOT_AN_APPROVER");
  EXPECT_EQ(ReasonIn(world.Decide("frank", kAccept)), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Decide("", kAccept)), "NO_ACTOR");
}

TEST(DecideDecidePlan, ADeputyDecidesForAnAbsence) {
  PlansWorld world;
  world.org.Absent("gina", "dave", 0, 1000);
  world.ShowDirectory();
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  EXPECT_EQ(world.Stored().quorum(), 1);
  const auto decided = world.Decide("dave", kAccept);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_THAT(decided->approvals(0).grant().exceptions(),
              ElementsAre("DEPUTY"));
}

TEST(DecideDecidePlan, PutOffItWaitsAgainOnTheDay) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  ASSERT_TRUE(world.Decide("gina", kDefer).ok());
  EXPECT_EQ(world.Stored().state(), v1::RECOMMENDATION_STATE_DEFERRED);
  world.runner.AdvanceTo(absl::FromUnixSeconds(1772323199));  // 28 February
  EXPECT_EQ(world.Stored().state(), v1::RECOMMENDATION_STATE_DEFERRED);
  world.runner.Advance(absl::Seconds(1));
  const v1::Recommendation awake = world.Stored();
  EXPECT_EQ(awake.state(), v1::RECOMMENDATION_STATE_OPEN);
  EXPECT_EQ(awake.approvals_size(), 0);
  EXPECT_TRUE(awake.has_approval_due_time());
  EXPECT_EQ(world.runner.CountEvents("registry", "PlanDeferralEnded"), 1);
  EXPECT_TRUE(world.Decide("gina", kAccept).ok());
}

TEST(DecideDecidePlan, ADeferredOneMayBeDecidedEarly) {
  PlansWorld world;
  ASSERT_TRUE(world.Recommend("frank", PlansWorld::Advice()).ok());
  ASSERT_TRUE(world.Decide("gina", kDefer).ok());
  ASSERT_TRUE(world.Decide("gina", kAccept).ok());
  EXPECT_TRUE(world.runner.timers("registry").empty());
}

TEST(DecideDecidePlan, AnAmendmentChangesThePlanThatIsThere) {
  PlansWorld world;
  const v1::Plan before = world.Made();
  v1::Recommendation more = PlansWorld::Advice(9000);
  more.set_amended_plan(before.name());
  more.set_target_result("99.95 %");
  more.add_opportunities(world.Log("two").name());
  ASSERT_TRUE(world.Recommend("bob", more, "r2").ok());
  const auto decided = world.Decide("gina", kAccept, "r2");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->plan(), before.name());
  const v1::Plan after = world.StoredPlan();
  EXPECT_EQ(after.budget().units(), 9000);
  EXPECT_EQ(after.target_result(), "99.95 %");
  EXPECT_EQ(after.opportunities_size(), 1);
  EXPECT_EQ(after.revision(), before.revision() + 1);
  EXPECT_EQ(after.uid(), before.uid());
}

TEST(DecideDecidePlan, RefusesWhatDoesNotFit) {
  PlansWorld world;
  v1::DecidePlanRequest request;
  request.set_name(authority::Name("recommendations", "r1"));
  request.set_decision(kAccept);
  const auto call = [&] {
    return world.Call<v1::Recommendation>("gina", "DecidePlan", request);
  };
  EXPECT_EQ(ReasonIn(call()), "NOT_FOUND");
  v1::Recommendation wanted = PlansWorld::Advice();
  wanted.clear_owner();
  ASSERT_TRUE(world.Recommend("frank", wanted).ok());
  EXPECT_EQ(ReasonIn(call()), "FIELD_INVALID") << "nobody owns the plan";
  request.mutable_revisit_date()->set_year(2027);
  EXPECT_EQ(ReasonIn(call()), "FIELD_INVALID");
  request.clear_revisit_date();
  request.set_decision(kDefer);
  request.set_reason("later");
  EXPECT_EQ(ReasonIn(call()), "FIELD_INVALID") << "no day";
  request.set_decision(kReject);
  request.clear_reason();
  EXPECT_EQ(ReasonIn(call()), "FIELD_INVALID") << "no reason";
  request.set_reason("no");
  request.set_owner(PersonName("bob"));
  EXPECT_EQ(ReasonIn(call()), "FIELD_INVALID") << "an owner of nothing";
  request.set_decision(v1::PLAN_DECISION_UNSPECIFIED);
  EXPECT_EQ(ReasonIn(call()), "FIELD_INVALID");
  request.set_decision(kAccept);
  request.set_etag("\"r9\"");
  EXPECT_EQ(ReasonIn(call()), "ETAG_MISMATCH");
  request.set_etag("\"r1\"");
  request.set_plan_id("web-twice");
  ASSERT_TRUE(call().ok());
  EXPECT_EQ(world.StoredPlan("web-twice").owner(), PersonName("bob"));
}

TEST(DecideDecidePlan, RefusesAnIdThatAPlanHasAndEntriesThatGotOne) {
  PlansWorld world;
  world.Made();
  const std::string one = world.Log("one").name();
  v1::Recommendation wanted = PlansWorld::Advice();
  wanted.add_opportunities(one);
  ASSERT_TRUE(world.Recommend("frank", wanted, "r2").ok());
  ASSERT_TRUE(world.Recommend("frank", wanted, "r3").ok());
  v1::DecidePlanRequest request;
  request.set_name(authority::Name("recommendations", "r2"));
  request.set_decision(kAccept);
  request.set_plan_id("p1");
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Recommendation>("gina", "DecidePlan", request)),
      "ALREADY_EXISTS");
  ASSERT_TRUE(world.Decide("gina", kAccept, "r2").ok());
  EXPECT_EQ(RuleIn(world.Decide("gina", kAccept, "r3")), "ONE_PLAN");
}

}  // namespace
}  // namespace csi::registry
