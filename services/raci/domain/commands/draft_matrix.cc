// CreateMatrix and SetCells. A draft may have errors; SetCells refuses only to
// make a row with two accountable columns.
#include "common/authority/limits.h"
#include "common/base/mutants.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/matrix_shape.h"
#include "services/raci/domain/resource.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

// Replaces the row, column or cell with the same id, or adds it.
template <class Item, class SameFn>
void Put(google::protobuf::RepeatedPtrField<Item>* items, const Item& item,
         SameFn same) {
  for (Item& known : *items) {
    if (same(known)) {
      known = item;
      return;
    }
  }
  *items->Add() = item;
}

void Merge(const v1::SetCellsRequest& request, v1::Matrix& matrix) {
  for (const v1::MatrixActivity& activity : request.activities()) {
    Put(matrix.mutable_activities(), activity,
        [&](const auto& known) { return known.id() == activity.id(); });
  }
  for (const v1::MatrixColumn& column : request.columns()) {
    Put(matrix.mutable_columns(), column,
        [&](const auto& known) { return known.id() == column.id(); });
  }
  for (const v1::MatrixCell& cell : request.cells()) {
    Put(matrix.mutable_cells(), cell, [&](const auto& known) {
      return known.activity() == cell.activity() &&
             known.column() == cell.column();
    });
  }
}

// Rows that the request touches keep at most one accountable column.
absl::Status CheckTouchedRows(const v1::SetCellsRequest& request,
                              const v1::Matrix& matrix) {
  for (const v1::MatrixCell& cell : request.cells()) {
    const std::vector<std::string> accountable =
        ColumnsWith(matrix, cell.activity(), common::v1::LETTER_ACCOUNTABLE);
    if (accountable.size() < 2 || mutants::kTwoAccountable) continue;
    return Refusal(
        common::v1::ERROR_REASON_TWO_ACCOUNTABLE,
        StrCat(JoinNames(accountable), " would be accountable for activity ",
               cell.activity(), ". ", kOnlyOne,
               " Take A from one of them in the same call (rule H1)."),
        {{"rule", "H1"},
         {"activity", cell.activity()},
         {"first", accountable[0]},
         {"second", accountable[1]}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideCreateMatrix(const v1::CreateMatrixRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId("matrix_id", request.matrix_id(), *context.ids));
  v1::Matrix matrix = request.matrix();
  ClearOutputOnly(matrix);
  if (context.state->Has(
          authority::ResourceKey(authority::kMatrixTag, context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("matrix_id: \"", id,
                          "\" is taken. Choose another id, or SetCells."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayMatrices, "make matrices").status());
  StampNew(context, "matrices", id, matrix);
  if (matrix.display_name().empty()) matrix.set_display_name(id);
  RETURN_IF_ERROR(CheckMatrixShape(context, matrix));
  NormaliseCells(matrix);
  matrix.set_state(v1::Matrix::STATE_DRAFT);
  *outcome.Emit<v1::JournalEvent>().mutable_matrix_drafted()->mutable_matrix() =
      matrix;
  outcome.ReplyWith(WithEtag(matrix));
  return absl::OkStatus();
}

absl::Status DecideSetCells(const v1::SetCellsRequest& request,
                            const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      v1::Matrix matrix,
      Load<v1::Matrix>(*context.state, context.tenant, "name", request.name(),
                       "matrices", authority::kMatrixTag, "ListMatrices"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), matrix.revision(), matrix.name()));
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayMatrices, "change matrices").status());
  if (matrix.state() != v1::Matrix::STATE_DRAFT &&
      matrix.state() != v1::Matrix::STATE_TESTED) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat(matrix.name(), " is ",
               matrix.state() == v1::Matrix::STATE_DEPLOYED ? "DEPLOYED"
                                                            : "RETIRED",
               "; only a DRAFT or TESTED matrix changes. Make a new one "
               "(ExportMatrix, ImportMatrix) and deploy it: it replaces this "
               "one."),
        {{"state", v1::Matrix::State_Name(matrix.state())}});
  }
  if (request.cells_size() + request.activities_size() +
          request.columns_size() ==
      0) {
    return FieldError("cells",
                      "nothing is to be set: name cells, activities "
                      "or columns.");
  }
  Merge(request, matrix);
  RETURN_IF_ERROR(CheckMatrixShape(context, matrix));
  NormaliseCells(matrix);
  RETURN_IF_ERROR(CheckTouchedRows(request, matrix));
  matrix.set_state(v1::Matrix::STATE_DRAFT);
  matrix.clear_test_time();
  StampChanged(context, matrix);
  *outcome.Emit<v1::JournalEvent>().mutable_matrix_changed()->mutable_matrix() =
      matrix;
  outcome.ReplyWith(WithEtag(matrix));
  return absl::OkStatus();
}

}  // namespace csi::raci
