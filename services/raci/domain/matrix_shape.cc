#include "services/raci/domain/matrix_shape.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/authority/limits.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/fields.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;

absl::Status CheckActivities(const Context& context, const v1::Matrix& matrix) {
  RETURN_IF_ERROR(CheckCount("matrix.activities", matrix.activities_size(),
                             limits::kActivitiesMax));
  std::set<std::string> ids;
  for (int i = 0; i < matrix.activities_size(); ++i) {
    const v1::MatrixActivity& activity = matrix.activities(i);
    const std::string field = StrCat("matrix.activities[", i, "]");
    if (!IsResourceId(activity.id())) {
      return FieldError(StrCat(field, ".id"),
                        StrCat("\"", activity.id(),
                               "\" is no id of lower-case letters, digits and "
                               "'-'."));
    }
    if (!ids.insert(activity.id()).second) {
      return FieldError(
          StrCat(field, ".id"),
          StrCat("there are two activities \"", activity.id(), "\"."));
    }
    RETURN_IF_ERROR(
        CheckDisplayName(StrCat(field, ".title"), activity.title()));
    RETURN_IF_ERROR(CheckText(StrCat(field, ".section"), activity.section(),
                              limits::kDisplayNameBytesMax));
    RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".process"),
                                   activity.process(), "processes",
                                   authority::kProcessTag, "ListProcesses"));
  }
  return absl::OkStatus();
}

absl::Status CheckColumns(const Context& context, const v1::Matrix& matrix) {
  RETURN_IF_ERROR(
      CheckCount("matrix.columns", matrix.columns_size(), limits::kColumnsMax));
  std::set<std::string> ids;
  for (int i = 0; i < matrix.columns_size(); ++i) {
    const v1::MatrixColumn& column = matrix.columns(i);
    const std::string field = StrCat("matrix.columns[", i, "]");
    if (!IsResourceId(column.id()) || !ids.insert(column.id()).second) {
      return FieldError(
          StrCat(field, ".id"),
          StrCat("\"", column.id(), "\" is no id, or stands there twice."));
    }
    RETURN_IF_ERROR(CheckDisplayName(StrCat(field, ".title"), column.title()));
    switch (column.subject_case()) {
      case v1::MatrixColumn::kRole:
        RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".role"),
                                       column.role(), "roles",
                                       authority::kRoleTag, "ListRoles"));
        break;
      case v1::MatrixColumn::kPerson:
        RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".person"),
                                       column.person(), "people",
                                       authority::kPersonTag, "ListPeople"));
        break;
      case v1::MatrixColumn::kComputed:
        break;
      case v1::MatrixColumn::SUBJECT_NOT_SET:
        return FieldError(field, "say who it is: role, person or computed.");
    }
    if ((column.has_role() && column.role().empty()) ||
        (column.has_person() && column.person().empty()) ||
        (column.has_computed() &&
         column.computed() == v1::COMPUTED_COLUMN_UNSPECIFIED)) {
      return FieldError(field, "say who it is: role, person or computed.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLetters(const std::string& field,
                          const v1::MatrixCell& cell) {
  std::set<int> letters;
  for (int letter : cell.letters()) {
    if (letter < common::v1::LETTER_RESPONSIBLE ||
        letter > common::v1::LETTER_INFORMED) {
      return FieldError(StrCat(field, ".letters"), "a letter is R, A, C or I.");
    }
    if (!letters.insert(letter).second) {
      return FieldError(StrCat(field, ".letters"), "a letter stands twice.");
    }
  }
  if (cell.blocking() && !letters.contains(common::v1::LETTER_CONSULTED)) {
    return FieldError(StrCat(field, ".blocking"),
                      "only a consultation (C) can block.");
  }
  return absl::OkStatus();
}

absl::Status CheckCells(const v1::Matrix& matrix) {
  RETURN_IF_ERROR(
      CheckCount("matrix.cells", matrix.cells_size(), limits::kCellsMax));
  std::set<std::string> activities;
  std::set<std::string> columns;
  for (const auto& activity : matrix.activities()) {
    activities.insert(activity.id());
  }
  for (const auto& column : matrix.columns()) columns.insert(column.id());
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < matrix.cells_size(); ++i) {
    const v1::MatrixCell& cell = matrix.cells(i);
    const std::string field = StrCat("matrix.cells[", i, "]");
    if (!activities.contains(cell.activity())) {
      return FieldError(
          StrCat(field, ".activity"),
          StrCat("there is no activity \"", cell.activity(), "\"."));
    }
    if (!columns.contains(cell.column())) {
      return FieldError(StrCat(field, ".column"),
                        StrCat("there is no column \"", cell.column(), "\"."));
    }
    if (!seen.emplace(cell.activity(), cell.column()).second) {
      return FieldError(field, "the same cell stands there twice.");
    }
    RETURN_IF_ERROR(CheckLetters(field, cell));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMatrixShape(const Context& context,
                              const v1::Matrix& matrix) {
  RETURN_IF_ERROR(
      CheckDisplayName("matrix.display_name", matrix.display_name()));
  RETURN_IF_ERROR(CheckText("matrix.version", matrix.version(), 100));
  if (!matrix.variant().empty() && !IsResourceId(matrix.variant())) {
    return FieldError("matrix.variant",
                      "it is no id, for example central or federated.");
  }
  RETURN_IF_ERROR(CheckScope(context, "matrix.scope", matrix.scope()));
  RETURN_IF_ERROR(CheckActivities(context, matrix));
  RETURN_IF_ERROR(CheckColumns(context, matrix));
  return CheckCells(matrix);
}

void NormaliseCells(v1::Matrix& matrix) {
  std::map<std::string, int> rows;
  for (int i = 0; i < matrix.activities_size(); ++i) {
    rows[matrix.activities(i).id()] = i;
  }
  std::vector<v1::MatrixCell> cells;
  for (v1::MatrixCell& cell : *matrix.mutable_cells()) {
    if (cell.letters_size() == 0) continue;
    std::vector<int> letters(cell.letters().begin(), cell.letters().end());
    const auto rank = [](int letter) {
      return letter == common::v1::LETTER_ACCOUNTABLE ? 0 : letter;
    };
    std::sort(letters.begin(), letters.end(),
              [&](int a, int b) { return rank(a) < rank(b); });
    cell.clear_letters();
    for (int letter : letters) {
      cell.add_letters(static_cast<common::v1::Letter>(letter));
    }
    cells.push_back(cell);
  }
  std::stable_sort(cells.begin(), cells.end(),
                   [&](const v1::MatrixCell& a, const v1::MatrixCell& b) {
                     return rows[a.activity()] < rows[b.activity()];
                   });
  matrix.clear_cells();
  for (v1::MatrixCell& cell : cells) *matrix.add_cells() = std::move(cell);
}

}  // namespace csi::raci
