#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

namespace wf = ::csi::workflow::v1;

absl::StatusOr<v1::Opportunity> Link(RegistryWorld& world,
                                     const std::string& name, v1::LinkType type,
                                     const std::string& target,
                                     bool remove = false,
                                     std::string_view actor = "anna") {
  v1::LinkOpportunityRequest request;
  request.set_name(name);
  request.mutable_link()->set_type(type);
  request.mutable_link()->set_target(target);
  request.set_remove(remove);
  return world.Call<v1::Opportunity>(actor, "LinkOpportunity", request);
}

// sip-1, by the CSI manager, who is responsible for deciding plans here.
void CreatePlan(RegistryWorld& world) {
  world.org.Deploy(world.org.Matrix("plans", "", {"decide-sip csi-manager AR"}),
                   0);
  world.ShowDirectory();
  v1::CreatePlanRequest request;
  request.set_parent("tenants/acme");
  request.set_plan_id("sip-1");
  request.mutable_plan()->set_title("Plan");
  request.mutable_plan()->set_owner(authority::Name("people", "bob"));
  const auto made = world.Call<v1::Plan>("anna", "CreatePlan", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

std::string Rule(const absl::StatusOr<v1::Opportunity>& result) {
  return MetadataOf(result.status(), "rule");
}

TEST(DecideLinkOpportunity, TiesAndUntiesEachType) {
  RegistryWorld world;
  const std::string one = world.Log("one").name();
  const std::string two = world.Log("two").name();
  CreatePlan(world);
  const std::pair<v1::LinkType, std::string> kLinks[] = {
      {v1::LINK_TYPE_PARENT, two},
      {v1::LINK_TYPE_RELATED, two},
      {v1::LINK_TYPE_DUPLICATE_OF, two},
      {v1::LINK_TYPE_AGREEMENT, "tenants/acme/agreements/sla-1"},
      {v1::LINK_TYPE_PLAN, "tenants/acme/plans/sip-1"},
      {v1::LINK_TYPE_RFC, "tenants/acme/rfcs/rfc-9"}};
  for (const auto& [type, target] : kLinks) {
    ASSERT_TRUE(Link(world, one, type, target).ok()) << target;
    EXPECT_EQ(Rule(Link(world, one, type, target)), "TIED_ALREADY");
  }
  v1::Opportunity entry = world.Read(one);
  EXPECT_EQ(entry.parent(), two);
  EXPECT_EQ(entry.plan(), "tenants/acme/plans/sip-1");
  EXPECT_EQ(entry.links_size(), 3);
  ASSERT_EQ(entry.rfcs_size(), 1);
  EXPECT_EQ(entry.rfcs(0).rfc(), "tenants/acme/rfcs/rfc-9");
  for (const auto& [type, target] : kLinks) {
    ASSERT_TRUE(Link(world, one, type, target, true).ok()) << target;
    EXPECT_EQ(Rule(Link(world, one, type, target, true)), "NOT_TIED");
  }
  entry = world.Read(one);
  EXPECT_EQ(entry.parent(), "");
  EXPECT_EQ(entry.plan(), "");
  EXPECT_EQ(entry.links_size(), 0);
  EXPECT_EQ(entry.rfcs_size(), 0);
}

TEST(DecideLinkOpportunity, RefusesCyclesAndSecondParents) {
  RegistryWorld world;
  const std::string a = world.Log("a").name();
  const std::string b = world.Log("b").name();
  const std::string c = world.Log("c").name();
  ASSERT_TRUE(Link(world, b, v1::LINK_TYPE_PARENT, a).ok());
  ASSERT_TRUE(Link(world, c, v1::LINK_TYPE_PARENT, b).ok());
  EXPECT_EQ(Rule(Link(world, a, v1::LINK_TYPE_PARENT, c)), "NO_CYCLE");
  EXPECT_EQ(Rule(Link(world, a, v1::LINK_TYPE_PARENT, a)), "NO_CYCLE");
  EXPECT_EQ(Rule(Link(world, a, v1::LINK_TYPE_RELATED, a)), "NO_CYCLE");
  EXPECT_EQ(Rule(Link(world, c, v1::LINK_TYPE_PARENT, a)), "ONE_PARENT");
}

TEST(DecideLinkOpportunity, RefusesHierarchiesTooDeep) {
  RegistryWorld world;
  std::string parent = world.Log("top").name();
  absl::Status status;
  int depth = 0;
  for (; status.ok() && depth < 2 * limits::kHierarchyDepthMax; ++depth) {
    const std::string child = world.Log("d" + std::to_string(depth)).name();
    status = Link(world, child, v1::LINK_TYPE_PARENT, parent).status();
    parent = child;
  }
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(depth, limits::kHierarchyDepthMax + 1);
}

TEST(DecideLinkOpportunity, RefusesTargetsThatAreNotThere) {
  RegistryWorld world;
  const std::string one = world.Log("one").name();
  EXPECT_EQ(
      ReasonIn(Link(world, one, v1::LINK_TYPE_RELATED, EntryName("ghost"))),
      "NOT_FOUND");
  EXPECT_EQ(ReasonIn(Link(world, one, v1::LINK_TYPE_PLAN, "sip-1")),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Link(world, one, v1::LINK_TYPE_UNSPECIFIED, one)),
            "FIELD_INVALID");
  EXPECT_EQ(
      ReasonIn(Link(world, one, v1::LINK_TYPE_RFC, "tenants/other/rfcs/r")),
      "FIELD_INVALID");
}

TEST(DecideLinkOpportunity, RefusesWhoMayNotChangeTheEntry) {
  RegistryWorld world;
  const std::string one = world.Log("one").name();
  const std::string two = world.Log("two").name();
  EXPECT_EQ(
      ReasonIn(Link(world, one, v1::LINK_TYPE_RELATED, two, false, "dave")),
      "NOT_AUTHORIZED");
  EXPECT_TRUE(
      Link(world, one, v1::LINK_TYPE_RELATED, two, false, "frank").ok());
}

TEST(DecideLinkOpportunity, AnRfcThatTheRunFollowsStays) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_APPROVED);
  wf::RfcRequested requested;
  requested.mutable_rfc()->set_name("tenants/acme/runs/run-one/rfcs/x");
  requested.mutable_rfc()->set_status(wf::Rfc::STATUS_SUBMITTED);
  world.Tell(entry.name(), "", requested, "run-one");
  EXPECT_EQ(Rule(Link(world, entry.name(), v1::LINK_TYPE_RFC,
                      "tenants/acme/runs/run-one/rfcs/x", true)),
            "RFC_FOLLOWED");
}

}  // namespace
}  // namespace csi::registry
