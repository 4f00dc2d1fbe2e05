#include "services/raci/domain/matrix_shape.h"

#include "services/raci/domain/uploaded_matrix.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::Matrix Small() {
  v1::Matrix matrix;
  matrix.set_display_name("Small");
  for (const char* id : {"plan", "do"}) {
    matrix.add_activities()->set_id(id);
    matrix.mutable_activities(matrix.activities_size() - 1)->set_title(id);
  }
  for (const char* id : {"customer", "user"}) {
    v1::MatrixColumn& column = *matrix.add_columns();
    column.set_id(id);
    column.set_title(id);
    column.set_role(Name("roles", id));
  }
  return matrix;
}

TEST(NormaliseCells, SortsRowsAndLettersAndDropsEmptyCells) {
  v1::Matrix matrix = Small();
  *matrix.add_cells() = Cell("do", "user", "RA");
  *matrix.add_cells() = Cell("plan", "user", "R");
  *matrix.add_cells() = Cell("do", "customer", "");
  *matrix.add_cells() = Cell("plan", "customer", "A");
  NormaliseCells(matrix);
  ASSERT_EQ(matrix.cells_size(), 3);
  // Inside a row the order is kept: the first R leads.
  EXPECT_EQ(matrix.cells(0).column(), "user");
  EXPECT_EQ(matrix.cells(1).column(), "customer");
  EXPECT_EQ(matrix.cells(2).letters(0), common::v1::LETTER_ACCOUNTABLE);
  const std::string once = matrix.SerializeAsString();
  NormaliseCells(matrix);
  EXPECT_EQ(matrix.SerializeAsString(), once);
}

TEST(CheckMatrixShape, NamesTheFieldOfWhatIsWrong) {
  RaciWorld world;
  Context context;
  context.tenant = "acme";
  context.state = &world.runner.state("raci");
  auto check = [&](auto change) {
    v1::Matrix matrix = Small();
    change(matrix);
    return CheckMatrixShape(context, matrix);
  };
  EXPECT_TRUE(check([](v1::Matrix&) {}).ok());
  EXPECT_REFUSED(
      check([](v1::Matrix& m) { m.mutable_activities(1)->set_id("plan"); }),
      "FIELD_INVALID", "two activities");
  EXPECT_REFUSED(
      check([](v1::Matrix& m) { m.mutable_columns(0)->clear_subject(); }),
      "FIELD_INVALID", "say who it is");
  EXPECT_REFUSED(check([](v1::Matrix& m) {
                   m.mutable_columns(0)->set_role(Name("roles", "none"));
                 }),
                 "NOT_FOUND", "roles/none");
  EXPECT_REFUSED(check([](v1::Matrix& m) {
                   *m.add_cells() = Cell("plan", "user", "R");
                   *m.add_cells() = Cell("plan", "user", "A");
                 }),
                 "FIELD_INVALID", "cells[1]");
  EXPECT_REFUSED(
      check([](v1::Matrix& m) { *m.add_cells() = Cell("plan", "user", "RR"); }),
      "FIELD_INVALID", "twice");
  EXPECT_REFUSED(check([](v1::Matrix& m) { m.set_variant("Central!"); }),
                 "FIELD_INVALID", "matrix.variant");
}

TEST(ReadUploaded, RefusesATableThatIsTooLarge) {
  RaciWorld world;
  const std::string bytes(1024 * 1024 + 1, 'x');
  EXPECT_REFUSED(ReadUploaded(world.runner.state("raci"), "acme",
                              {bytes, v1::TABLE_FORMAT_CSV}),
                 "TOO_LARGE", "1048576");
}

}  // namespace
}  // namespace csi::raci
