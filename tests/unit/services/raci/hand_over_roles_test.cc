#include "common/authority/rows.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::HandOverRolesRequest From(std::string_view person, std::string_view to) {
  v1::HandOverRolesRequest request;
  request.set_name(Name("people", person));
  request.set_successor(Name("people", to));
  request.set_comment("a new job");
  return request;
}

absl::StatusOr<v1::HandOverRolesResponse> HandOver(
    RaciWorld& world, const v1::HandOverRolesRequest& request) {
  return world.Call<v1::HandOverRolesResponse>("HandOverRoles", request);
}

std::vector<v1::Assignment> HeldBy(const RaciWorld& world,
                                   std::string_view person) {
  v1::ListAssignmentsRequest request;
  request.set_parent("tenants/acme");
  request.set_page_size(100);
  v1::ListAssignmentsResponse reply;
  const QueryContext context = world.runner.Query("raci");
  EXPECT_TRUE(ListAssignments(context, request, &reply).ok());
  std::vector<v1::Assignment> held;
  for (const v1::Assignment& assignment : reply.assignments()) {
    if (assignment.holder() == Name("people", person) &&
        authority::Covers(assignment.interval(), context.now)) {
      held.push_back(assignment);
    }
  }
  return held;
}

TEST(HandOverRoles, PassesOwnershipWithoutAVacancyOrASecondOwner) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "process-owner", "anna", Scoped("", "release")));
  const int vacated = world.runner.CountEvents("raci", "RoleVacated");
  auto passed = HandOver(world, From("anna", "bob"));
  ASSERT_ACCEPTED(passed);
  EXPECT_EQ(passed->ended_size(), 2);
  EXPECT_EQ(passed->begun_size(), 2);
  EXPECT_TRUE(HeldBy(world, "anna").empty());
  ASSERT_EQ(HeldBy(world, "bob").size(), 2u);
  EXPECT_EQ(HeldBy(world, "bob")[0].comment(), "a new job");
  EXPECT_EQ(world.runner.CountEvents("raci", "RoleVacated"), vacated);
}

TEST(HandOverRoles, ATimeToComeMovesNothingBeforeIt) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  v1::HandOverRolesRequest request = From("anna", "bob");
  *request.mutable_hand_over_time() =
      authority::TimestampOf(world.runner.Query("raci").now + absl::Hours(24));
  ASSERT_ACCEPTED(HandOver(world, request));
  EXPECT_EQ(HeldBy(world, "anna").size(), 1u);
  EXPECT_TRUE(HeldBy(world, "bob").empty());
  world.runner.Advance(absl::Hours(25));
  EXPECT_TRUE(HeldBy(world, "anna").empty());
  EXPECT_EQ(HeldBy(world, "bob").size(), 1u);
}

TEST(HandOverRoles, OnlyTheRolesThatAreNamed) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "service-owner", "anna", Scoped("email", "")));
  v1::HandOverRolesRequest request = From("anna", "bob");
  request.add_roles(Name("roles", "reporting-analyst"));
  ASSERT_ACCEPTED(HandOver(world, request));
  ASSERT_EQ(HeldBy(world, "anna").size(), 1u);
  EXPECT_EQ(HeldBy(world, "anna")[0].role(), Name("roles", "service-owner"));
  EXPECT_EQ(HeldBy(world, "bob").size(), 1u);
}

TEST(HandOverRoles, ARoleThatTheSuccessorHoldsAlreadyOnlyEnds) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  auto passed = HandOver(world, From("anna", "bob"));
  ASSERT_ACCEPTED(passed);
  EXPECT_EQ(passed->ended_size(), 1);
  EXPECT_EQ(passed->begun_size(), 0);
  EXPECT_EQ(HeldBy(world, "bob").size(), 1u);
}

TEST(HandOverRoles, AllOrNothing) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(world.Leave("bob"));
  const int events = world.runner.CountEvents("raci", "AssignmentEnded");
  EXPECT_REFUSED(HandOver(world, From("anna", "bob")), "WRONG_STATE", "left");
  EXPECT_EQ(world.runner.CountEvents("raci", "AssignmentEnded"), events);
  EXPECT_EQ(HeldBy(world, "anna").size(), 2u);
}

TEST(HandOverRoles, RefusesWhatMakesNoSense) {
  RaciWorld world;
  EXPECT_REFUSED(HandOver(world, From("anna", "anna")), "FIELD_INVALID",
                 "same person");
  EXPECT_REFUSED(HandOver(world, From("anna", "bob")), "WRONG_STATE",
                 "nothing to hand over");
  EXPECT_REFUSED(HandOver(world, From("anna", "nobody")), "NOT_FOUND",
                 "people/nobody");
  v1::HandOverRolesRequest past = From("anna", "bob");
  *past.mutable_hand_over_time() =
      authority::TimestampOf(world.runner.Query("raci").now - absl::Hours(1));
  EXPECT_REFUSED(HandOver(world, past), "FIELD_INVALID", "in the past");
}

TEST(HandOverRoles, NeedsTheRightToAppoint) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(world.Appoint("c1", "csi-manager", "frank"));
  world.runner.ActAs("carol");
  EXPECT_REFUSED(HandOver(world, From("anna", "bob")), "NOT_AUTHORIZED",
                 "hand over the role of");
  EXPECT_EQ(HeldBy(world, "anna").size(), 1u);
}

}  // namespace
}  // namespace csi::raci
