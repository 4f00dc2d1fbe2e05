#include "services/raci/domain/act.h"

#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

class RequireAuthorityTest : public ::testing::Test {
 protected:
  absl::StatusOr<common::v1::AuthorityGrant> Ask(std::string_view actor,
                                                 std::string_view authority) {
    Context context;
    context.tenant = "acme";
    context.actor = std::string(actor);
    context.now = world_.runner.now();
    context.state = &world_.runner.state("raci");
    return RequireAuthority(context, authority, "do that");
  }

  RaciWorld world_;
};

TEST_F(RequireAuthorityTest, NobodyActsWithoutAName) {
  EXPECT_REFUSED(Ask("", kMayPeople), "NO_ACTOR", "strangers");
}

TEST_F(RequireAuthorityTest, TheFirstActorHasAllUntilThereIsACsiManager) {
  auto grant = Ask("root", kMayMatrices);
  ASSERT_ACCEPTED(grant);
  ASSERT_EQ(grant->exceptions_size(), 1);
  EXPECT_EQ(grant->exceptions(0), "BOOTSTRAP");
  EXPECT_REFUSED(Ask("anna", kMayMatrices), "NOT_AUTHORIZED", "do that");
  ASSERT_ACCEPTED(world_.Appoint("a1", "csi-manager", "anna"));
  EXPECT_REFUSED(Ask("root", kMayMatrices), "NOT_AUTHORIZED",
                 "directory.matrices");
}

TEST_F(RequireAuthorityTest, ARoleGivesItsAuthoritiesThroughATeamToo) {
  ASSERT_ACCEPTED(world_.Appoint("a1", "it-director", "anna"));
  auto grant = Ask("anna", kMayRoles);
  ASSERT_ACCEPTED(grant);
  EXPECT_EQ(grant->role(), Name("roles", "it-director"));
  EXPECT_EQ(grant->assignment(), Name("assignments", "a1"));
  v1::CreateTeamRequest team;
  team.set_parent("tenants/acme");
  team.set_team_id("office");
  team.mutable_team()->set_display_name("Office");
  team.mutable_team()->add_members()->set_person(Name("people", "bob"));
  ASSERT_ACCEPTED(world_.Call<v1::Team>("CreateTeam", team));
  ASSERT_ACCEPTED(
      world_.Appoint("a2", "seven-step-process-manager", "teams/office"));
  ASSERT_ACCEPTED(Ask("bob", kMayCatalogue));
  EXPECT_REFUSED(Ask("bob", kMayRoles), "NOT_AUTHORIZED", "Anna");
}

}  // namespace
}  // namespace csi::raci
