#include "services/raci/domain/audience.h"

#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

// anna to frank are people; anna owns service email, bob process release, and
// the team "desk" of carol and dave are practitioners there.
class AudienceTest : public ::testing::Test {
 protected:
  AudienceTest() {
    v1::CreateTeamRequest team;
    team.set_parent("tenants/acme");
    team.set_team_id("desk");
    team.mutable_team()->set_display_name("Desk");
    for (const char* member : {"carol", "dave"}) {
      team.mutable_team()->add_members()->set_person(Name("people", member));
    }
    EXPECT_TRUE(world_.Call<v1::Team>("CreateTeam", team).ok());
    const auto owner =
        world_.Appoint("a1", "service-owner", "anna", Scoped("email", ""));
    EXPECT_TRUE(owner.ok()) << owner.status();
    const auto desk = world_.Appoint("a2", "process-practitioner", "teams/desk",
                                     Scoped("", "release"));
    EXPECT_TRUE(desk.ok()) << desk.status();
  }

  bool Has(const v1::Audience& audience, std::string_view person) {
    const auto context = world_.runner.Query("raci");
    return IsInAudience(context.state, "acme", audience, Name("people", person),
                        context.now);
  }
  std::set<std::string> All(const v1::Audience& audience) {
    const auto context = world_.runner.Query("raci");
    return PeopleOf(context.state, "acme", audience, context.now).names;
  }

  RaciWorld world_;
};

TEST_F(AudienceTest, RolesAreHeldAnywhereAndByTeams) {
  v1::Audience audience;
  audience.add_roles(Name("roles", "service-owner"));
  audience.add_roles(Name("roles", "process-practitioner"));
  EXPECT_TRUE(Has(audience, "anna"));
  EXPECT_TRUE(Has(audience, "carol"));
  EXPECT_FALSE(Has(audience, "bob"));
  EXPECT_EQ(All(audience), (std::set<std::string>{Name("people", "anna"),
                                                  Name("people", "carol"),
                                                  Name("people", "dave")}));
}

TEST_F(AudienceTest, AScopeNarrowsTheRoles) {
  v1::Audience audience;
  audience.add_roles(Name("roles", "service-owner"));
  *audience.mutable_scope() = Scoped("", "release");
  EXPECT_FALSE(Has(audience, "anna"));
  *audience.mutable_scope() = Scoped("email", "");
  EXPECT_TRUE(Has(audience, "anna"));
  EXPECT_EQ(All(audience), std::set<std::string>{Name("people", "anna")});
}

TEST_F(AudienceTest, WhoLeavesAndWhoComesIsSeen) {
  v1::Audience audience;
  audience.set_everyone(true);
  const size_t before = All(audience).size();
  EXPECT_TRUE(Has(audience, "frank"));
  ASSERT_ACCEPTED(world_.Leave("frank"));
  EXPECT_FALSE(Has(audience, "frank"));
  EXPECT_EQ(All(audience).size(), before - 1);
  ASSERT_ACCEPTED(world_.AddPerson("gina", "Gina"));
  EXPECT_TRUE(Has(audience, "gina"));
  EXPECT_FALSE(Has(audience, "nobody"));
}

TEST_F(AudienceTest, TeamsAndPeopleAreNamed) {
  v1::Audience audience;
  audience.add_teams(Name("teams", "desk"));
  audience.add_people(Name("people", "erin"));
  EXPECT_TRUE(Has(audience, "dave"));
  EXPECT_TRUE(Has(audience, "erin"));
  EXPECT_FALSE(Has(audience, "anna"));
  EXPECT_EQ(All(audience).size(), 3u);
}

}  // namespace
}  // namespace csi::raci
