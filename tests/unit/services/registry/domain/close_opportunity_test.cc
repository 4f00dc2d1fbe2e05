#include "csi/reporting/v1/reporting_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;
namespace wf = ::csi::workflow::v1;
namespace rep = ::csi::reporting::v1;

v1::Opportunity External(RegistryWorld& world, std::string_view id) {
  v1::Opportunity fields;
  fields.set_title("A project elsewhere");
  fields.set_approach(v1::APPROACH_EXTERNAL_PROJECT);
  fields.mutable_scope()->set_service("tenants/acme/services/web");
  const auto entry = world.LogAs(id, fields);
  EXPECT_TRUE(world.Accept("anna", entry.name()).ok());
  return entry;
}

void Judge(RegistryWorld& world, const std::string& entry,
           rep::VerdictValue value) {
  rep::VerdictAccepted event;
  event.mutable_comparison()->set_opportunity(entry);
  event.mutable_comparison()->set_value(value);
  world.runner.Deliver("reporting", event, entry);
}

TEST(DecideHoldOpportunity, ReturnsWhereItCameFrom) {
  for (const auto from :
       {v1::OPPORTUNITY_STATE_ACCEPTED, v1::OPPORTUNITY_STATE_ASSESSED,
        v1::OPPORTUNITY_STATE_APPROVED, v1::OPPORTUNITY_STATE_IN_PROGRESS,
        v1::OPPORTUNITY_STATE_IN_REVIEW}) {
    RegistryWorld world;
    const auto entry = world.InState("one", from);
    auto held = world.Hold("bob", entry.name());
    ASSERT_TRUE(held.ok()) << held.status();
    EXPECT_EQ(held->return_state(), from);
    EXPECT_EQ(held->hold_reason(), "because");
    const auto resumed = world.Resume("bob", entry.name());
    ASSERT_TRUE(resumed.ok()) << resumed.status();
    EXPECT_EQ(resumed->state(), from);
    EXPECT_EQ(resumed->hold_reason(), "");
  }
}

TEST(DecideHoldOpportunity, CoordinatorMayAndOthersMayNot) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("Entry");
  fields.mutable_scope()->set_service("tenants/acme/services/web");
  fields.set_coordinator("tenants/acme/people/dave");
  const auto entry = world.LogAs("one", fields);
  ASSERT_TRUE(world.Accept("anna", entry.name()).ok());
  EXPECT_EQ(ReasonIn(world.Hold("frank", entry.name())), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Hold("erin", entry.name())), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Hold("", entry.name())), "NO_ACTOR");
  ASSERT_TRUE(world.Hold("dave", entry.name()).ok());
  EXPECT_EQ(ReasonIn(world.Hold("dave", entry.name())), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(world.Resume("frank", entry.name())), "NOT_AUTHORIZED");
  EXPECT_TRUE(world.Resume("dave", entry.name()).ok());
  EXPECT_EQ(ReasonIn(world.Resume("dave", entry.name())), "WRONG_STATE");
}

TEST(DecideHoldOpportunity, RefusesWithoutAReason) {
  RegistryWorld world;
  v1::HoldOpportunityRequest request;
  request.set_name(world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED).name());
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Opportunity>("bob", "HoldOpportunity", request)),
      "FIELD_INVALID");
}

TEST(DecideResumeOpportunity, AHoldOfTheRunIsEndedByTheRun) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_ASSESSED);
  world.Tell<wf::RunHeld>(entry.name(), "ON_HOLD", {}, "run-one");
  EXPECT_EQ(world.Read(entry.name()).state(), v1::OPPORTUNITY_STATE_ON_HOLD);
  const auto reply = world.Resume("bob", entry.name());
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "HELD_BY_RUN");
  world.Tell<wf::RunResumed>(entry.name(), "ASSESSED", {}, "run-one");
  EXPECT_EQ(world.Read(entry.name()).state(), v1::OPPORTUNITY_STATE_ASSESSED);
}

TEST(DecideCancelOpportunity, RefusesWhileAChangeIsImplemented) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_IN_PROGRESS);
  wf::RfcStatusChanged changed;
  changed.mutable_rfc()->set_name("tenants/acme/runs/run-one/rfcs/x");
  changed.mutable_rfc()->set_external_id("RFC-501");
  changed.mutable_rfc()->set_status(wf::Rfc::STATUS_IMPLEMENTED);
  world.Tell(entry.name(), "", changed, "run-one");
  const auto reply = world.Cancel("anna", entry.name());
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "CHANGE_IMPLEMENTED");
  EXPECT_THAT(std::string(reply.status().message()), HasSubstr("RFC-501"));
  changed.mutable_rfc()->set_status(wf::Rfc::STATUS_BACKED_OUT);
  world.Tell(entry.name(), "", changed, "run-one");
  EXPECT_TRUE(world.Cancel("anna", entry.name()).ok());
}

TEST(DecideCancelOpportunity, RefusesWithoutReasonOrLetter) {
  RegistryWorld world;
  v1::CancelOpportunityRequest request;
  request.set_name(world.Log("one").name());
  EXPECT_EQ(ReasonIn(world.Call<v1::Opportunity>("anna", "CancelOpportunity",
                                                 request)),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(world.Cancel("bob", request.name())), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Cancel("", request.name())), "NO_ACTOR");
}

TEST(DecideCloseOpportunity, NeedsAnAcceptedVerdict) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_IN_REVIEW);
  auto reply = world.Close("anna", entry.name());
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "RUN_ACTIVE");
  // A run that ended without moving the entry leaves it to the verb.
  world.Tell<wf::RunCompleted>(entry.name(), "", {}, "run-one");
  reply = world.Close("anna", entry.name());
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "NO_VERDICT");
}

TEST(DecideCloseOpportunity, RecordsWhereJudgementAndVerdictDisagree) {
  RegistryWorld world;
  const auto entry = External(world, "one");
  Judge(world, entry.name(), rep::VERDICT_VALUE_NOT_SHOWN);
  const auto reply = world.Close("anna", entry.name());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_EQ(reply->closure_code(), v1::CLOSURE_CODE_SUCCESSFUL);
  EXPECT_EQ(reply->verdict().value(), "NOT_SHOWN");
  EXPECT_TRUE(reply->has_actual_end_time());
  v1::OpportunityClosed event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").back().data()));
  ASSERT_EQ(event.findings_size(), 1);
  EXPECT_EQ(event.findings(0).rule(), "VERDICT_DISAGREES");
}

TEST(DecideCloseOpportunity, OutsideEntriesCloseWithAReason) {
  RegistryWorld world;
  const auto entry = External(world, "one");
  v1::CloseOpportunityRequest request;
  request.set_name(entry.name());
  request.set_closure_code(v1::CLOSURE_CODE_WITHDRAWN);
  EXPECT_EQ(ReasonIn(world.Call<v1::Opportunity>("anna", "CloseOpportunity",
                                                 request)),
            "FIELD_INVALID");
  request.set_reason("the project ended");
  request.clear_closure_code();
  EXPECT_EQ(ReasonIn(world.Call<v1::Opportunity>("anna", "CloseOpportunity",
                                                 request)),
            "FIELD_INVALID");
  request.set_closure_code(v1::CLOSURE_CODE_WITHDRAWN);
  request.set_lessons("start smaller");
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Opportunity>("bob", "CloseOpportunity", request)),
      "NOT_AUTHORIZED");
  const auto reply =
      world.Call<v1::Opportunity>("anna", "CloseOpportunity", request);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->lessons(), "start smaller");
}

TEST(DecideReopenOpportunity, NeedsAnAccountablePersonAndANewVerdict) {
  RegistryWorld world;
  const auto entry = External(world, "one");
  Judge(world, entry.name(), rep::VERDICT_VALUE_IMPROVED);
  ASSERT_TRUE(world.Close("anna", entry.name()).ok());
  EXPECT_EQ(ReasonIn(world.Reopen("bob", entry.name())), "NOT_AUTHORIZED");
  const auto reply = world.Reopen("anna", entry.name());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(reply->accountable(), "tenants/acme/people/bob");
  EXPECT_FALSE(reply->has_verdict());
  EXPECT_FALSE(reply->has_actual_end_time());
  EXPECT_EQ(reply->closure_code(), v1::CLOSURE_CODE_UNSPECIFIED);
}

TEST(DecideReopenOpportunity, RefusesAScopeThatHasBecomeVacant) {
  RegistryWorld world;
  const auto entry = External(world, "one");
  ASSERT_TRUE(world.Close("anna", entry.name()).ok());
  world.BobLeaves(0);
  EXPECT_EQ(ReasonIn(world.Reopen("anna", entry.name())), "VACANT");
}

TEST(DecideMoveOpportunity, MovesOutsideEntriesForwardOnly) {
  RegistryWorld world;
  const auto entry = External(world, "one");
  auto reply =
      world.Move("bob", entry.name(), v1::OPPORTUNITY_STATE_IN_PROGRESS);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->state(), v1::OPPORTUNITY_STATE_IN_PROGRESS);
  EXPECT_TRUE(reply->has_actual_start_time());
  reply = world.Move("bob", entry.name(), v1::OPPORTUNITY_STATE_ASSESSED);
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "ONLY_FORWARD");
  reply = world.Move("bob", entry.name(), v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_EQ(ReasonIn(reply), "FIELD_INVALID");
  reply = world.Move("anna", entry.name(), v1::OPPORTUNITY_STATE_IN_REVIEW);
  EXPECT_EQ(ReasonIn(reply), "NOT_AUTHORIZED");
}

TEST(DecideMoveOpportunity, RefusesEntriesThatTheirRunMoves) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED);
  const auto reply =
      world.Move("bob", entry.name(), v1::OPPORTUNITY_STATE_ASSESSED);
  EXPECT_EQ(MetadataOf(reply.status(), "rule"), "MOVED_BY_RUN");
}

TEST(DecideCloseOpportunity, AsksForLessonsWhereThePolicyDoes) {
  RegistryWorld world;
  v1::SetPolicyRequest policy;
  policy.mutable_policy()->set_name("tenants/acme/policies/register");
  policy.mutable_policy()->set_lessons_required(true);
  ASSERT_TRUE(world.Call<v1::Policy>("anna", "SetPolicy", policy).ok());
  const std::string name = External(world, "one").name();
  const auto refused = world.Close("anna", name);
  EXPECT_EQ(ReasonIn(refused), "RULE_VIOLATED");
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "LESSONS_REQUIRED");
  v1::Opportunity learned;
  learned.set_name(name);
  learned.set_lessons("Ask the supplier first.");
  ASSERT_TRUE(world.Update("anna", learned, "lessons").ok());
  EXPECT_TRUE(world.Close("anna", name).ok()) << "they were said before";
  v1::CloseOpportunityRequest request;
  request.set_name(External(world, "two").name());
  request.set_reason("done");
  request.set_closure_code(v1::CLOSURE_CODE_SUCCESSFUL);
  request.set_lessons("Ask earlier.");
  EXPECT_TRUE(
      world.Call<v1::Opportunity>("anna", "CloseOpportunity", request).ok());
}

}  // namespace
}  // namespace csi::registry
