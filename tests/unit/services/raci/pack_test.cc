#include "services/raci/domain/pack/pack.h"

#include <set>

#include "services/raci/rules/form_rules.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(Pack, ParsesAndItsMatricesHaveOneAAndAnREach) {
  auto pack = ParsePack(PackText(kDefaultPack), "acme");
  ASSERT_ACCEPTED(pack);
  EXPECT_EQ(pack->processes.size(), 12u);
  EXPECT_EQ(pack->roles.size(), 42u);
  ASSERT_EQ(pack->matrices.size(), 4u);
  for (const v1::Matrix& matrix : pack->matrices) {
    for (const auto& finding : CheckForm(matrix)) {
      ADD_FAILURE() << matrix.name() << ": " << finding.message();
    }
  }
  EXPECT_EQ(pack->matrices[0].activities_size(), 7);
  EXPECT_EQ(pack->matrices[1].activities_size(), 7);
  EXPECT_EQ(pack->matrices[2].activities_size(), 13);
  EXPECT_EQ(pack->matrices[3].activities_size(), 10);
}

TEST(Pack, EveryRoleThatIsNamedExists) {
  auto pack = ParsePack(PackText(kDefaultPack), "acme");
  ASSERT_ACCEPTED(pack);
  std::set<std::string> roles = {""};
  for (const v1::Role& role : pack->roles) {
    EXPECT_TRUE(roles.insert(role.name()).second) << role.name();
  }
  for (const auto& line : pack->lines) {
    EXPECT_TRUE(roles.contains(line.from_role())) << line.from_role();
    EXPECT_TRUE(roles.contains(line.to_role())) << line.to_role();
  }
  for (const auto& right : pack->rights) {
    EXPECT_TRUE(roles.contains(right.appointer_role()));
    EXPECT_TRUE(roles.contains(right.appointed_role()));
  }
  for (const v1::Matrix& matrix : pack->matrices) {
    for (const auto& column : matrix.columns()) {
      EXPECT_TRUE(roles.contains(column.role())) << column.role();
    }
  }
}

TEST(Pack, BlockingConsultationsAreThoseOfTheSteps) {
  auto pack = ParsePack(PackText(kDefaultPack), "acme");
  ASSERT_ACCEPTED(pack);
  std::vector<std::string> blocking;
  for (const auto& cell : pack->matrices[0].cells()) {
    if (cell.blocking()) {
      blocking.push_back(cell.activity() + " " + cell.column());
    }
  }
  EXPECT_THAT(blocking, ::testing::ElementsAre("step-1 customer",
                                               "step-2 reporting-analyst",
                                               "step-6 senior-it-manager",
                                               "step-7 change-manager"));
}

TEST(Pack, ABrokenLineIsNamed) {
  EXPECT_REFUSED(ParsePack("pack p | 1\nrole x | X\n", "acme"), "FIELD_INVALID",
                 "line 2");
  EXPECT_REFUSED(ParsePack("# nothing\n", "acme"), "FIELD_INVALID",
                 "no pack line");
}

TEST(DecideApplyPack, BringsEverythingOnceAndKeepsWhatTheTenantChanged) {
  RaciWorld world(RaciWorld::Kind::kEmpty);
  v1::ApplyPackRequest request;
  request.set_parent("tenants/acme");
  auto first = world.Call<v1::ApplyPackResponse>("ApplyPack", request);
  ASSERT_ACCEPTED(first);
  for (const auto& change : first->changes()) {
    EXPECT_EQ(change.action(), v1::PackChange::ACTION_CREATE);
  }
  const size_t events = world.runner.events("raci").size();
  v1::UpdateRoleRequest update;
  update.mutable_role()->set_name(Name("roles", "customer"));
  update.mutable_role()->set_display_name("Client");
  ASSERT_ACCEPTED(world.Call<v1::Role>("UpdateRole", update));
  v1::PreviewPackRequest preview;
  preview.set_parent("tenants/acme");
  v1::PreviewPackResponse seen;
  ASSERT_ACCEPTED(PreviewPack(world.runner.Query("raci"), preview, &seen));
  auto again = world.Call<v1::ApplyPackResponse>("ApplyPack", request);
  ASSERT_ACCEPTED(again);
  for (int i = 0; i < again->changes_size(); ++i) {
    const auto& change = again->changes(i);
    EXPECT_EQ(change.action(), seen.changes(i).action());
    if (change.name() == Name("roles", "customer")) {
      EXPECT_EQ(change.action(), v1::PackChange::ACTION_KEPT);
    } else if (change.name().find("/matrices/") == std::string::npos) {
      EXPECT_EQ(change.action(), v1::PackChange::ACTION_UNCHANGED)
          << change.name();
    }
  }
  // One for the role, one for the pack.
  EXPECT_EQ(world.runner.events("raci").size(), events + 2);
  request.set_pack("nothing");
  EXPECT_REFUSED(world.Call<v1::ApplyPackResponse>("ApplyPack", request),
                 "NOT_FOUND", "itil-2011");
}

TEST(DecideApplyPack, ASmallTenantDeploysAllDefaultMatrices) {
  RaciWorld world;
  int number = 0;
  for (const char* role : {"seven-step-process-owner", "service-level-manager",
                           "service-manager", "it-director", "csi-manager"}) {
    ASSERT_ACCEPTED(
        world.Appoint("a" + std::to_string(++number), role, "anna"));
  }
  world.runner.ActAs("anna");
  for (const char* matrix : {"seven-step-central", "seven-step-federated",
                             "csi-activities", "service-owner-stakeholder"}) {
    ASSERT_ACCEPTED(world.TestAndDeploy(matrix));
  }
}

}  // namespace
}  // namespace csi::raci
