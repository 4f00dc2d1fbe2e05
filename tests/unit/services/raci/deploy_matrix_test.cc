#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideTestMatrix, RefusesARowWithoutAnA) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 it-director R"}));
  EXPECT_REFUSED(world.Test("m"), "VACANT", "Nobody is accountable");
}

TEST(DecideTestMatrix, RefusesARowWithTwoAs) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"step-1 it-director AR", "step-1 customer A"}));
  EXPECT_REFUSED(world.Test("m"), "TWO_ACCOUNTABLE",
                 "Only one person can be accountable");
}

TEST(DecideTestMatrix, RefusesARowWithoutAnR) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 it-director A"}));
  EXPECT_REFUSED(world.Test("m"), "RULE_VIOLATED", "H2");
}

TEST(DecideDeployMatrix, RefusesAMatrixWithNobodyAccountable) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 it-director AR"}));
  EXPECT_REFUSED(world.Deploy("m"), "WRONG_STATE", "TestMatrix first");
  ASSERT_ACCEPTED(world.Test("m"));
  EXPECT_REFUSED(world.Deploy("m"), "VACANT", "IT director has no holder");
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.Deploy("m"));
}

TEST(DecideDeployMatrix, RefusesTwoPeopleBehindTheA) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 reporting-analyst AR"}));
  ASSERT_ACCEPTED(world.Test("m"));
  auto refused = world.Deploy("m");
  EXPECT_REFUSED(refused, "TWO_ACCOUNTABLE", "Anna and Bob");
  EXPECT_REFUSED(refused, "TWO_ACCOUNTABLE",
                 "Only one person can be accountable");
}

TEST(DecideDeployMatrix, RefusesTwoPeopleInAnyNarrowerScope) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a0", "reporting-analyst", "carol"));
  ASSERT_ACCEPTED(
      world.Appoint("a1", "reporting-analyst", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(
      world.Appoint("a2", "reporting-analyst", "bob", Scoped("email", "")));
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 reporting-analyst AR"}));
  ASSERT_ACCEPTED(world.Test("m"));
  EXPECT_REFUSED(world.Deploy("m"), "TWO_ACCOUNTABLE", "Anna and Bob");
}

TEST(DecideDeployMatrix, ReplacesTheMatrixOfTheSameScopeAndVariant) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.AddMatrix("m1", {"step-1 it-director AR"}));
  ASSERT_ACCEPTED(world.AddMatrix("m2", {"step-1 it-director AR"}));
  ASSERT_ACCEPTED(
      world.AddMatrix("m3", {"step-1 it-director AR"}, "federated"));
  for (const char* id : {"m1", "m3", "m2"}) {
    ASSERT_ACCEPTED(world.TestAndDeploy(id));
  }
  auto state = [&](std::string_view id) {
    v1::GetMatrixRequest request;
    request.set_name(Name("matrices", id));
    v1::Matrix matrix;
    EXPECT_TRUE(GetMatrix(world.runner.Query("raci"), request, &matrix).ok());
    return matrix.state();
  };
  EXPECT_EQ(state("m1"), v1::Matrix::STATE_RETIRED);
  EXPECT_EQ(state("m2"), v1::Matrix::STATE_DEPLOYED);
  EXPECT_EQ(state("m3"), v1::Matrix::STATE_DEPLOYED);
  EXPECT_EQ(world.runner.CountEvents("raci", "MatrixRetired"), 1);
}

TEST(DecideDeployMatrix, SaysWhichRolesNobodyFills) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"step-1 it-director AR", "step-1 customer C!"}));
  const int before = world.runner.CountEvents("raci", "RoleVacated");
  ASSERT_ACCEPTED(world.TestAndDeploy("m"));
  EXPECT_EQ(world.runner.CountEvents("raci", "RoleVacated"), before + 1);
}

TEST(DecideDeployMatrix, NeedsTheAuthorityOverMatrices) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "seven-step-process-owner", "anna"));
  ASSERT_ACCEPTED(world.Appoint("a2", "csi-manager", "bob"));
  world.runner.ActAs("bob");
  EXPECT_REFUSED(world.AddMatrix("m", {"step-1 csi-manager AR"}),
                 "NOT_AUTHORIZED", "Anna (Seven-step process owner)");
  world.runner.ActAs("anna");
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 csi-manager AR"}));
  ASSERT_ACCEPTED(world.TestAndDeploy("m"));
}

TEST(DecideRetireMatrix, RetiresOnce) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "it-director", "anna"));
  ASSERT_ACCEPTED(world.AddMatrix("m", {"step-1 it-director AR"}));
  ASSERT_ACCEPTED(world.TestAndDeploy("m"));
  v1::RetireMatrixRequest request;
  request.set_name(Name("matrices", "m"));
  ASSERT_ACCEPTED(world.Call<v1::Matrix>("RetireMatrix", request));
  EXPECT_REFUSED(world.Call<v1::Matrix>("RetireMatrix", request), "WRONG_STATE",
                 "RETIRED");
  // The role makes nobody accountable any more: a second holder is welcome.
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "bob"));
  EXPECT_REFUSED(
      [&] {
        v1::SetCellsRequest cells;
        cells.set_name(Name("matrices", "m"));
        *cells.add_cells() = Cell("step-1", "it-director", "A");
        return world.Call<v1::Matrix>("SetCells", cells);
      }(),
      "WRONG_STATE", "RETIRED");
}

}  // namespace
}  // namespace csi::raci
