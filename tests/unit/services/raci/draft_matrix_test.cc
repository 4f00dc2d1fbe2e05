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

}  // namespace
}  // namespace csi::raci
