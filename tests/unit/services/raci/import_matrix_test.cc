#include "common/base/strings.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

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

TEST(DecideImportMatrix, ReplacesADraftAndSaysWhatChanges) {
  RaciWorld world;
  v1::ImportMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_matrix_id("m");
  request.set_table("Activity,IT director,Problem manager\nPlan,A,R\nDo,A,R\n");
  auto first = world.Call<v1::ImportMatrixResponse>("ImportMatrix", request);
  ASSERT_ACCEPTED(first);
  EXPECT_EQ(first->differences_size(), 2 + 2 + 4);
  request.set_table("Role,Plan,Check\nIT director,A,A\nProblem manager,C!,R\n");
  EXPECT_REFUSED(world.Call<v1::ImportMatrixResponse>("ImportMatrix", request),
                 "ALREADY_EXISTS", "replace_draft");
  request.set_replace_draft(true);
  auto second = world.Call<v1::ImportMatrixResponse>("ImportMatrix", request);
  ASSERT_ACCEPTED(second);
  EXPECT_EQ(second->matrix().revision(), 2u);
  std::vector<std::string> kinds;
  for (const auto& one : second->differences()) {
    kinds.push_back(StrCat(v1::MatrixDifference::Kind_Name(one.kind()), " ",
                           one.activity(), " ", one.from(), ">", one.to()));
  }
  EXPECT_THAT(kinds,
              ::testing::IsSupersetOf({"KIND_ACTIVITY_ADDED check >Check",
                                       "KIND_ACTIVITY_REMOVED do Do>",
                                       "KIND_CELL_CHANGED plan R>C!"}));
  request.set_table("Activity,IT director\nPlan,A/R\n");
  request.set_content("x");
  EXPECT_REFUSED(world.Call<v1::ImportMatrixResponse>("ImportMatrix", request),
                 "FIELD_INVALID", "not as both");
}

TEST(DecideImportMatrix, RefusesToReplaceWhatIsInForce) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.AddMatrix("m", {"a it-director A/R"}));
  ASSERT_ACCEPTED(world.Appoint("x", "it-director", "anna"));
  ASSERT_ACCEPTED(world.TestAndDeploy("m"));
  v1::ImportMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_matrix_id("m");
  request.set_replace_draft(true);
  request.set_table("Activity,IT director\nPlan,A/R\n");
  EXPECT_REFUSED(world.Call<v1::ImportMatrixResponse>("ImportMatrix", request),
                 "WRONG_STATE", "under another id");
}

TEST(ExportMatrix, ImportingWhatWasExportedGivesTheSameMatrix) {
  RaciWorld world;
  for (const auto format :
       {v1::TABLE_FORMAT_CSV, v1::TABLE_FORMAT_TSV, v1::TABLE_FORMAT_MARKDOWN,
        v1::TABLE_FORMAT_XLSX, v1::TABLE_FORMAT_JSON}) {
    v1::ExportMatrixRequest request;
    request.set_name(Name("matrices", "seven-step-central"));
    request.set_format(format);
    v1::ExportMatrixResponse table;
    ASSERT_ACCEPTED(ExportMatrix(world.runner.Query("raci"), request, &table));
    v1::ImportMatrixRequest import;
    import.set_parent("tenants/acme");
    import.set_table(table.table());
    import.set_content(table.content());
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
  EXPECT_EQ(reply.differences_size(), 0);
  request.set_compare_with(Name("matrices", "absent"));
  request.clear_table();
  request.set_content("Activity,IT director,Astronaut\nPlan,A,R\n");
  v1::CheckMatrixResponse compared;
  ASSERT_ACCEPTED(CheckMatrix(world.runner.Query("raci"), request, &compared));
  EXPECT_EQ(compared.differences_size(), 1 + 2 + 2);
  EXPECT_THAT(compared.missing_roles(),
              ::testing::ElementsAre(Name("roles", "astronaut")));
  EXPECT_THAT(rules, ::testing::IsSupersetOf({"H1", "H2", "P3", "P10"}));
  EXPECT_TRUE(before == world.runner.state("raci"));
}

}  // namespace
}  // namespace csi::raci
