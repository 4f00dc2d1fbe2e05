#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

absl::StatusOr<v1::Matrix> SetCell(RaciWorld& world, std::string_view matrix,
                                   const v1::MatrixCell& cell) {
  v1::SetCellsRequest request;
  request.set_name(Name("matrices", matrix));
  *request.add_cells() = cell;
  return world.Call<v1::Matrix>("SetCells", request);
}

TEST(DecideSetCells, RefusesASecondAccountableColumnNamingBoth) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.AddMatrix(
      "m", {"act-2 it-director A", "act-2 service-level-manager R"}));
  auto refused =
      SetCell(world, "m", Cell("act-2", "service-level-manager", "A"));
  EXPECT_REFUSED(refused, "TWO_ACCOUNTABLE",
                 "it-director and service-level-manager");
  EXPECT_REFUSED(refused, "TWO_ACCOUNTABLE",
                 "Only one person can be accountable");
  EXPECT_EQ(world.runner.CountEvents("raci", "MatrixChanged"), 0);
}

TEST(DecideSetCells, ClearsCellsAndMakesATestedMatrixADraft) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"step-1 it-director AR", "step-1 customer I"}));
  ASSERT_ACCEPTED(world.Test("m"));
  auto matrix = SetCell(world, "m", Cell("step-1", "customer", ""));
  ASSERT_ACCEPTED(matrix);
  EXPECT_EQ(matrix->cells_size(), 1);
  EXPECT_EQ(matrix->state(), v1::Matrix::STATE_DRAFT);
  EXPECT_REFUSED(SetCell(world, "m", Cell("step-9", "customer", "I")),
                 "FIELD_INVALID", "step-9");
  EXPECT_REFUSED(SetCell(world, "m", Cell("step-1", "customer", "I!")),
                 "FIELD_INVALID", "only a consultation");
}

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
  EXPECT_REFUSED(SetCell(world, "m", Cell("step-1", "it-director", "A")),
                 "WRONG_STATE", "RETIRED");
}

TEST(DecideImportMatrix, MatchesColumnsToRolesAndReportsRepairs) {
  RaciWorld world;
  v1::ImportMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_matrix_id("m");
  request.set_table(
      "Activity,IT director,Problem manager,Subject owner\n"
      "Activity 1,AR,1,\n"
      "Activity 2,\xd0\x90,R,C!\n");
  auto reply = world.Call<v1::ImportMatrixResponse>("ImportMatrix", request);
  ASSERT_ACCEPTED(reply);
  EXPECT_EQ(reply->repairs_size(), 2);
  EXPECT_EQ(reply->matrix().state(), v1::Matrix::STATE_DRAFT);
  EXPECT_EQ(reply->matrix().columns(0).role(), Name("roles", "it-director"));
  EXPECT_EQ(reply->matrix().columns(2).computed(),
            v1::COMPUTED_COLUMN_SUBJECT_OWNER);
  ASSERT_ACCEPTED(world.Test("m"));
}

TEST(DecideImportMatrix, RefusesUnknownColumnsUnlessTheyBecomeRoles) {
  RaciWorld world;
  v1::ImportMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_matrix_id("m");
  request.set_table("Activity,Astronaut\nFly,A/R\n");
  EXPECT_REFUSED(world.Call<v1::ImportMatrixResponse>("ImportMatrix", request),
                 "FIELD_INVALID", "Astronaut");
  request.set_create_missing_roles(true);
  auto reply = world.Call<v1::ImportMatrixResponse>("ImportMatrix", request);
  ASSERT_ACCEPTED(reply);
  ASSERT_EQ(reply->created_roles_size(), 1);
  EXPECT_EQ(reply->created_roles(0), Name("roles", "astronaut"));
  request.set_matrix_id("n");
  request.set_table("Activity,Customer\nFly,A/X\n");
  EXPECT_REFUSED(world.Call<v1::ImportMatrixResponse>("ImportMatrix", request),
                 "FIELD_INVALID", "is no letter");
}

TEST(ExportMatrix, ImportingWhatWasExportedGivesTheSameMatrix) {
  RaciWorld world;
  for (const auto format : {v1::TABLE_FORMAT_CSV, v1::TABLE_FORMAT_MARKDOWN}) {
    v1::ExportMatrixRequest request;
    request.set_name(Name("matrices", "seven-step-central"));
    request.set_format(format);
    v1::ExportMatrixResponse table;
    ASSERT_ACCEPTED(ExportMatrix(world.runner.Query("raci"), request, &table));
    v1::ImportMatrixRequest import;
    import.set_parent("tenants/acme");
    import.set_table(table.table());
    auto reply = world.Call<v1::ImportMatrixResponse>("ImportMatrix", import);
    ASSERT_ACCEPTED(reply);
    v1::GetMatrixRequest get;
    get.set_name(request.name());
    v1::Matrix original;
    ASSERT_ACCEPTED(GetMatrix(world.runner.Query("raci"), get, &original));
    ASSERT_EQ(reply->matrix().activities_size(), 7);
    EXPECT_EQ(reply->matrix().activities(2).id(), "step-3");
    EXPECT_EQ(reply->matrix().cells_size(), original.cells_size());
    EXPECT_EQ(reply->matrix().columns_size(), original.columns_size());
  }
}

TEST(CheckMatrix, ChecksAnUploadedTableWithoutStoringIt) {
  RaciWorld world;
  v1::CheckMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_table("Activity,IT director,Customer\nPlan,A,A\nDo,1,R\n");
  v1::CheckMatrixResponse reply;
  const MemoryKv before = world.runner.state("raci");
  ASSERT_ACCEPTED(CheckMatrix(world.runner.Query("raci"), request, &reply));
  EXPECT_FALSE(reply.passed());
  EXPECT_EQ(reply.repairs_size(), 1);
  std::vector<std::string> rules;
  for (const auto& finding : reply.findings()) rules.push_back(finding.rule());
  EXPECT_THAT(rules, ::testing::IsSupersetOf({"H1", "H2", "P3", "P10"}));
  EXPECT_TRUE(before == world.runner.state("raci"));
}

}  // namespace
}  // namespace csi::raci
