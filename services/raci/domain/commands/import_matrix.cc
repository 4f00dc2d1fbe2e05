// ImportMatrix: a table becomes a draft. Columns are roles by id or title.
#include <map>

#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/matrix_shape.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/uploaded_matrix.h"
#include "services/raci/rules/form_rules.h"

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

}  // namespace

absl::Status DecideImportMatrix(const v1::ImportMatrixRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId("matrix_id", request.matrix_id(), *context.ids));
  ASSIGN_OR_RETURN(
      UploadedMatrix uploaded,
      ReadUploaded(*context.state, context.tenant, request.table(),
                   request.format(), request.create_missing_roles()));
  if (context.state->Has(
          authority::ResourceKey(authority::kMatrixTag, context.tenant, id))) {
    return Refusal(
        common::v1::ERROR_REASON_ALREADY_EXISTS,
        StrCat("matrix_id: \"", id, "\" is taken. Choose another id."),
        {{"id", id}});
  }
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayMatrices, "import matrices").status());
  v1::ImportMatrixResponse reply;
  RETURN_IF_ERROR(MakeRoles(context, uploaded, reply, outcome));
  v1::Matrix& matrix = uploaded.matrix;
  StampNew(context, "matrices", id, matrix);
  matrix.set_display_name(
      request.display_name().empty() ? id : request.display_name());
  *matrix.mutable_scope() = request.scope();
  matrix.set_variant(request.variant());
  matrix.set_state(v1::Matrix::STATE_DRAFT);
  // Roles that this command makes cannot be looked up yet: their columns are
  // left out of the check of references.
  v1::Matrix checked = matrix;
  for (v1::MatrixColumn& column : *checked.mutable_columns()) {
    if (uploaded.new_roles.contains(std::string(LastPart(column.role())))) {
      column.set_computed(v1::COMPUTED_COLUMN_SUBJECT_OWNER);
    }
  }
  RETURN_IF_ERROR(CheckMatrixShape(context, checked));
  NormaliseCells(matrix);
  *outcome.Emit<v1::JournalEvent>().mutable_matrix_drafted()->mutable_matrix() =
      matrix;
  for (const auto& finding : uploaded.findings) {
    *reply.add_findings() = finding;
  }
  for (const auto& finding : CheckForm(matrix)) {
    *reply.add_findings() = finding;
  }
  for (const v1::TableRepair& repair : uploaded.repairs) {
    *reply.add_repairs() = repair;
  }
  *reply.mutable_matrix() = WithEtag(matrix);
  outcome.ReplyWith(std::move(reply));
  return absl::OkStatus();
}

}  // namespace csi::raci
