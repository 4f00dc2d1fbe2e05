// ImportMatrix: a table becomes a draft, or replaces the lines of one. Columns
// are roles by id or title.
#include <map>
#include <optional>

#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/matrix_difference.h"
#include "services/raci/domain/matrix_shape.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/stored_rules.h"
#include "services/raci/domain/uploaded_matrix.h"
#include "services/raci/rules/form_rules.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {
namespace {

absl::Status MakeRoles(const Context& context, const UploadedMatrix& uploaded,
                       v1::ImportMatrixResponse& reply, Outcome& outcome) {
  if (uploaded.new_roles.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(RequireAuthority(context, kMayRoles, "make roles").status());
  for (const auto& [id, title] : uploaded.new_roles) {
    v1::Role role;
    StampNew(context, "roles", id, role);
    role.set_display_name(title);
    role.set_category(v1::ROLE_CATEGORY_SPECIFIC);
    *outcome.Emit<v1::JournalEvent>().mutable_role_defined()->mutable_role() =
        role;
    reply.add_created_roles(role.name());
  }
  return absl::OkStatus();
}

// The stored matrix that the import replaces; nothing for a new one.
absl::StatusOr<std::optional<v1::Matrix>> Replaced(
    const v1::ImportMatrixRequest& request, const Context& context,
    const std::string& id) {
  const std::string name = ResourceName(context.tenant, "matrices", id);
  absl::StatusOr<v1::Matrix> known =
      Load<v1::Matrix>(*context.state, context.tenant, "matrix_id", name,
                       "matrices", authority::kMatrixTag, "ListMatrices");
  if (absl::IsNotFound(known.status())) return std::nullopt;
  if (!known.ok()) return known.status();
  if (!request.replace_draft()) {
    return Refusal(
        common::v1::ERROR_REASON_ALREADY_EXISTS,
        StrCat("matrix_id: \"", id,
               "\" is taken. Choose another id, or set replace_draft."),
        {{"id", id}});
  }
  if (known->state() != v1::Matrix::STATE_DRAFT &&
      known->state() != v1::Matrix::STATE_TESTED) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(name,
                          " is in force or retired; only a DRAFT or TESTED "
                          "matrix is replaced. Import under another id and "
                          "deploy that: it replaces this one."),
                   {{"state", v1::Matrix::State_Name(known->state())}});
  }
  return *std::move(known);
}

// What a table does not say stays as it was.
void KeepBesides(const v1::Matrix& known, v1::Matrix& matrix) {
  for (v1::MatrixActivity& activity : *matrix.mutable_activities()) {
    for (const v1::MatrixActivity& old : known.activities()) {
      if (old.id() != activity.id()) continue;
      activity.set_kind(old.kind());
      activity.set_process(old.process());
    }
  }
  for (v1::MatrixColumn& column : *matrix.mutable_columns()) {
    for (const v1::MatrixColumn& old : known.columns()) {
      if (old.id() != column.id()) continue;
      const std::string title = column.title();
      column = old;
      column.set_title(title);
    }
  }
}

// The new state of a matrix that is replaced.
v1::Matrix MergedInto(const v1::Matrix& known,
                      const v1::ImportMatrixRequest& request, v1::Matrix lines,
                      const Context& context) {
  KeepBesides(known, lines);
  v1::Matrix matrix = known;
  matrix.mutable_activities()->Swap(lines.mutable_activities());
  matrix.mutable_columns()->Swap(lines.mutable_columns());
  matrix.mutable_cells()->Swap(lines.mutable_cells());
  if (!request.display_name().empty()) {
    matrix.set_display_name(request.display_name());
  }
  if (request.has_scope()) *matrix.mutable_scope() = request.scope();
  if (!request.variant().empty()) matrix.set_variant(request.variant());
  matrix.clear_test_time();
  matrix.set_state(v1::Matrix::STATE_DRAFT);
  StampChanged(context, matrix);
  return matrix;
}

v1::Matrix NewMatrix(const v1::ImportMatrixRequest& request, v1::Matrix lines,
                     const std::string& id, const Context& context) {
  StampNew(context, "matrices", id, lines);
  lines.set_display_name(
      request.display_name().empty() ? id : request.display_name());
  *lines.mutable_scope() = request.scope();
  lines.set_variant(request.variant());
  lines.set_state(v1::Matrix::STATE_DRAFT);
  return lines;
}

// Roles that this command makes cannot be looked up yet: their columns are left
// out of the check of references.
absl::Status CheckShapeOf(const Context& context,
                          const UploadedMatrix& uploaded, v1::Matrix matrix) {
  for (v1::MatrixColumn& column : *matrix.mutable_columns()) {
    if (uploaded.new_roles.contains(std::string(LastPart(column.role())))) {
      column.set_computed(v1::COMPUTED_COLUMN_SUBJECT_OWNER);
    }
  }
  return CheckMatrixShape(context, matrix);
}

void Report(const UploadedMatrix& uploaded, const RuleBook& rules,
            const v1::Matrix& known, const v1::Matrix& matrix,
            v1::ImportMatrixResponse& reply) {
  std::vector<common::v1::Finding> findings;
  for (const auto& finding : uploaded.findings) rules.Add(findings, finding);
  for (const auto& finding : CheckLetters(matrix, rules)) {
    findings.push_back(finding);
  }
  for (const auto& finding : findings) *reply.add_findings() = finding;
  for (const v1::TableRepair& repair : uploaded.repairs) {
    *reply.add_repairs() = repair;
  }
  for (const v1::MatrixDifference& one : Differences(known, matrix)) {
    *reply.add_differences() = one;
  }
}

}  // namespace

absl::Status DecideImportMatrix(const v1::ImportMatrixRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId("matrix_id", request.matrix_id(), *context.ids));
  ASSIGN_OR_RETURN(const RuleBook rules,
                   RulesOf(*context.state, context.tenant, request));
  ASSIGN_OR_RETURN(const std::string_view bytes,
                   OneOf(request.table(), request.content()));
  ASSIGN_OR_RETURN(
      UploadedMatrix uploaded,
      ReadUploaded(*context.state, context.tenant,
                   {bytes, request.format(), request.orientation(),
                    request.create_missing_roles(), /*lenient=*/false}));
  ASSIGN_OR_RETURN(const std::optional<v1::Matrix> known,
                   Replaced(request, context, id));
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayMatrices, "import matrices").status());
  v1::ImportMatrixResponse reply;
  RETURN_IF_ERROR(MakeRoles(context, uploaded, reply, outcome));
  v1::Matrix matrix =
      known ? MergedInto(*known, request, uploaded.matrix, context)
            : NewMatrix(request, uploaded.matrix, id, context);
  RETURN_IF_ERROR(CheckShapeOf(context, uploaded, matrix));
  NormaliseCells(matrix);
  v1::JournalEvent& event = outcome.Emit<v1::JournalEvent>();
  *(known ? event.mutable_matrix_changed()->mutable_matrix()
          : event.mutable_matrix_drafted()->mutable_matrix()) = matrix;
  Report(uploaded, rules, known.value_or(v1::Matrix()), matrix, reply);
  *reply.mutable_matrix() = WithEtag(matrix);
  outcome.ReplyWith(std::move(reply));
  return absl::OkStatus();
}

}  // namespace csi::raci
