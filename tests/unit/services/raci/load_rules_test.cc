#include "services/raci/domain/load_rules.h"

#include "common/base/strings.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

using ::testing::Contains;
using ::testing::Not;

std::vector<std::string> RulesOf(RaciWorld& world, std::string_view matrix) {
  v1::CheckMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_name(Name("matrices", matrix));
  v1::CheckMatrixResponse reply;
  EXPECT_TRUE(CheckMatrix(world.runner.Query("raci"), request, &reply).ok());
  std::vector<std::string> rules;
  for (const auto& finding : reply.findings()) {
    rules.push_back(StrCat(finding.rule(), " ", finding.place()));
  }
  return rules;
}

const std::vector<std::string> kCells = {
    "plan it-director A",     "plan problem-manager R",
    "make problem-manager A", "make it-director R",
    "sell it-director A",     "sell problem-manager R",
    "mend problem-manager A", "mend it-director R"};

TEST(CheckLoad, FindsOnePersonBehindTwoColumns) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "problem-manager", "anna"));
  ASSERT_ACCEPTED(world.AddMatrix("m", kCells));
  const auto rules = RulesOf(world, "m");
  const std::string anna = Name("people", "anna");
  EXPECT_THAT(rules, Contains("P11 activity plan"));
  EXPECT_THAT(rules, Contains("V1 " + anna));
  EXPECT_THAT(rules, Contains("V3 " + anna));
  EXPECT_THAT(rules, Contains("V5 " + anna));
  EXPECT_THAT(rules, Contains("P9 " + anna));
}

TEST(CheckLoad, IsSilentWhereTwoPeopleShareTheWork) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "problem-manager", "frank"));
  ASSERT_ACCEPTED(world.AddMatrix("m", kCells));
  const auto rules = RulesOf(world, "m");
  EXPECT_THAT(rules, Not(Contains("P11 activity plan")));
  EXPECT_THAT(rules, Not(Contains("V1 " + Name("people", "anna"))));
  // Each of them works in all four all the same.
  EXPECT_THAT(rules, Contains("P9 " + Name("people", "anna")));
}

TEST(CheckLoad, FindsSkillsThatAHolderLacks) {
  RaciWorld world;
  v1::CreateRoleRequest role;
  role.set_parent("tenants/acme");
  role.set_role_id("welder");
  role.mutable_role()->set_display_name("Welder");
  role.mutable_role()->set_category(v1::ROLE_CATEGORY_SPECIFIC);
  auto& skill = *role.mutable_role()->add_required_skills();
  skill.set_skill("welding");
  skill.set_level(3);
  ASSERT_ACCEPTED(world.Call<v1::Role>("CreateRole", role));
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "welder", "frank"));
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"join it-director A", "join welder R"}));
  EXPECT_THAT(RulesOf(world, "m"), Contains("P5 " + Name("people", "frank")));
}

TEST(DropSamePersonFindings, KeepsOnlyProcessesOfSeveralPeople) {
  v1::Matrix matrix;
  for (const char* id : {"a", "b"}) {
    auto& activity = *matrix.add_activities();
    activity.set_id(id);
    activity.set_process("p");
  }
  common::v1::Finding finding;
  finding.set_rule("H8");
  finding.set_place("process p");
  std::vector<HeldLetter> held = {
      {"a", common::v1::LETTER_ACCOUNTABLE, "anna", "x", ""},
      {"b", common::v1::LETTER_ACCOUNTABLE, "frank", "y", ""}};
  std::vector<common::v1::Finding> findings = {finding};
  DropSamePersonFindings(matrix, held, findings);
  EXPECT_EQ(findings.size(), 1u);
  held[1].person = "anna";
  DropSamePersonFindings(matrix, held, findings);
  EXPECT_TRUE(findings.empty());
}

}  // namespace
}  // namespace csi::raci
