#include "services/raci/domain/skills.h"

#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

void Learn(RaciWorld& world, std::string_view person, std::string_view skill,
           int level) {
  v1::GetPersonRequest get;
  get.set_name(Name("people", person));
  v1::Person known;
  ASSERT_TRUE(GetPerson(world.runner.Query("raci"), get, &known).ok());
  v1::UpdatePersonRequest request;
  *request.mutable_person() = known;
  v1::Skill& added = *request.mutable_person()->add_skills();
  added.set_skill(std::string(skill));
  added.set_level(level);
  request.mutable_update_mask()->add_paths("skills");
  ASSERT_ACCEPTED(world.Call<v1::Person>("UpdatePerson", request));
}

void AddRole(RaciWorld& world) {
  v1::CreateRoleRequest request;
  request.set_parent("tenants/acme");
  request.set_role_id("data-person");
  v1::Role& role = *request.mutable_role();
  role.set_display_name("Data person");
  role.set_category(v1::ROLE_CATEGORY_SPECIFIC);
  for (const auto& [skill, level] :
       {std::pair("Statistics", 4), std::pair("Writing", 0)}) {
    v1::RequiredSkill& required = *role.add_required_skills();
    required.set_skill(skill);
    required.set_level(level);
  }
  ASSERT_ACCEPTED(world.Call<v1::Role>("CreateRole", request));
}

v1::AuditSkillsResponse Audit(const RaciWorld& world, bool gaps_only,
                              std::string_view person = "") {
  v1::AuditSkillsRequest request;
  request.set_parent("tenants/acme");
  request.set_role(Name("roles", "data-person"));
  if (!person.empty()) request.set_person(Name("people", person));
  request.set_gaps_only(gaps_only);
  v1::AuditSkillsResponse reply;
  EXPECT_TRUE(AuditSkills(world.runner.Query("raci"), request, &reply).ok());
  return reply;
}

TEST(AuditSkills, ComparesLevelsWithoutRegardToCase) {
  RaciWorld world;
  AddRole(world);
  Learn(world, "anna", " statistics ", 3);
  Learn(world, "anna", "WRITING", 1);
  ASSERT_ACCEPTED(world.Appoint("a1", "data-person", "anna"));
  const auto audit = Audit(world, false);
  EXPECT_EQ(audit.holders(), 1);
  ASSERT_EQ(audit.rows_size(), 2);
  EXPECT_TRUE(audit.rows(0).gap()) << "3 of 4";
  EXPECT_EQ(audit.rows(0).held_level(), 3);
  EXPECT_EQ(audit.rows(0).required_level(), 4);
  EXPECT_FALSE(audit.rows(1).gap()) << "any level will do";
  EXPECT_EQ(Audit(world, true).rows_size(), 1);
}

TEST(AuditSkills, MembersOfATeamAreHolders) {
  RaciWorld world;
  AddRole(world);
  v1::CreateTeamRequest team;
  team.set_parent("tenants/acme");
  team.set_team_id("numbers");
  team.mutable_team()->set_display_name("Numbers");
  team.mutable_team()->add_members()->set_person(Name("people", "anna"));
  team.mutable_team()->add_members()->set_person(Name("people", "bob"));
  ASSERT_ACCEPTED(world.Call<v1::Team>("CreateTeam", team));
  ASSERT_ACCEPTED(world.Appoint("a1", "data-person", "teams/numbers"));
  EXPECT_EQ(Audit(world, true).holders(), 2);
  EXPECT_EQ(Audit(world, true).rows_size(), 4);
}

TEST(AuditSkills, APersonsRoles) {
  RaciWorld world;
  AddRole(world);
  ASSERT_ACCEPTED(world.Appoint("a1", "data-person", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "data-person", "bob"));
  EXPECT_EQ(Audit(world, true, "bob").holders(), 1);
  EXPECT_EQ(Audit(world, true, "carol").holders(), 0);
}

TEST(AuditSkills, SomebodyMustBeNamed) {
  RaciWorld world;
  v1::AuditSkillsRequest request;
  request.set_parent("tenants/acme");
  v1::AuditSkillsResponse reply;
  EXPECT_REFUSED(AuditSkills(world.runner.Query("raci"), request, &reply),
                 "FIELD_INVALID", "name a role, a person, or both");
}

TEST(SuggestHolders, MostSkillsFirstThenTheLeastBusy) {
  RaciWorld world;
  AddRole(world);
  Learn(world, "anna", "Writing", 1);
  Learn(world, "bob", "Writing", 1);
  Learn(world, "bob", "Statistics", 5);
  Learn(world, "carol", "Writing", 1);
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "data-person", "dave"));
  v1::SuggestHoldersRequest request;
  request.set_parent("tenants/acme");
  request.set_role(Name("roles", "data-person"));
  request.set_limit(3);
  v1::SuggestHoldersResponse reply;
  ASSERT_TRUE(SuggestHolders(world.runner.Query("raci"), request, &reply).ok());
  ASSERT_EQ(reply.suggestions_size(), 3);
  EXPECT_EQ(reply.suggestions(0).person(), Name("people", "bob"));
  EXPECT_EQ(reply.suggestions(0).skills_met(), 2);
  EXPECT_EQ(reply.suggestions(1).person(), Name("people", "carol"));
  ASSERT_EQ(reply.suggestions(1).gaps_size(), 1);
  EXPECT_EQ(reply.suggestions(1).gaps(0).skill(), "Statistics");
  EXPECT_EQ(reply.suggestions(2).person(), Name("people", "anna"));
  EXPECT_EQ(reply.suggestions(2).assignments(), 1);
  for (const auto& suggestion : reply.suggestions()) {
    EXPECT_NE(suggestion.person(), Name("people", "dave")) << "holds it";
  }
}

TEST(SuggestHolders, WhoHasLeftIsNotSuggested) {
  RaciWorld world;
  AddRole(world);
  Learn(world, "bob", "Statistics", 5);
  ASSERT_ACCEPTED(world.Leave("bob"));
  v1::SuggestHoldersRequest request;
  request.set_parent("tenants/acme");
  request.set_role(Name("roles", "data-person"));
  v1::SuggestHoldersResponse reply;
  ASSERT_TRUE(SuggestHolders(world.runner.Query("raci"), request, &reply).ok());
  for (const auto& suggestion : reply.suggestions()) {
    EXPECT_NE(suggestion.person(), Name("people", "bob"));
  }
}

}  // namespace
}  // namespace csi::raci
