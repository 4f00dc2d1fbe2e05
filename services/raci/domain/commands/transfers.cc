// AnnounceTransfer, CancelTransfer. ORDER: form of the ids, exists, etag, actor
// and authority, the transfer, its matrix.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/party_commands.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/matrix_shape.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/transfer_state.h"

namespace csi::raci {
namespace {

using authority::limits::kTextBytesMax;

absl::Status CheckReason(std::string_view field, const std::string& reason) {
  if (reason.empty()) return FieldError(field, "it is empty; say why.");
  return CheckText(field, reason, kTextBytesMax);
}

// The owner of the service, or who keeps the catalogue.
absl::StatusOr<common::v1::AuthorityGrant> RequireAnnouncer(
    const Context& context, const std::string& service) {
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  common::v1::Scope scope;
  scope.set_service(service);
  const authority::Directory directory(*context.state, context.tenant);
  if (auto held = directory.Holding(actor, authority::kServiceOwner, scope,
                                    context.now)) {
    return GrantOf(*held);
  }
  return RequireAuthority(context, kMayCatalogue,
                          "announce transfers without owning the service");
}

absl::Status CheckParties(const Context& context, const v1::Transfer& wanted) {
  if (wanted.to_party().empty()) {
    return FieldError("transfer.to_party",
                      "it is missing: say who will provide the service.");
  }
  RETURN_IF_ERROR(CheckReference(context, "transfer.to_party",
                                 wanted.to_party(), "parties", kPartyTag,
                                 "ListParties"));
  RETURN_IF_ERROR(CheckReference(context, "transfer.from_party",
                                 wanted.from_party(), "parties", kPartyTag,
                                 "ListParties"));
  if (wanted.from_party() != wanted.to_party()) return absl::OkStatus();
  return FieldError("transfer.to_party",
                    "it is the provider that the service has now.");
}

// A service has one transfer at a time.
absl::Status CheckOnlyOne(const Context& context, const std::string& service) {
  const auto last = GetRow<v1::Transfer>(
      *context.state, OpenTransferKey(context.tenant, service));
  if (!last) return absl::OkStatus();
  auto open = GetRow<v1::Transfer>(
      *context.state, authority::ResourceKey(kTransferTag, context.tenant,
                                             LastPart(last->name())));
  if (!open) return absl::OkStatus();
  FillState(*context.state, context.tenant, context.now, *open);
  if (open->state() == v1::Transfer::STATE_DONE ||
      open->state() == v1::Transfer::STATE_CANCELLED) {
    return absl::OkStatus();
  }
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(service, " passes to ", open->to_party(), " already (",
                        open->name(),
                        "). Finish that transfer, or call it off with "
                        "CancelTransfer."),
                 {{"transfer", open->name()}});
}

absl::Status CheckTransfer(const Context& context, const v1::Transfer& wanted) {
  RETURN_IF_ERROR(CheckParties(context, wanted));
  RETURN_IF_ERROR(CheckReason("transfer.reason", wanted.reason()));
  RETURN_IF_ERROR(CheckDate("transfer.transfer_date", wanted.transfer_date()));
  if (DayOf(wanted.transfer_date()) <=
      absl::ToCivilDay(context.now, absl::UTCTimeZone())) {
    return FieldError("transfer.transfer_date",
                      "it is not in the future: a matrix has to be in force "
                      "before the new provider begins.");
  }
  return CheckOnlyOne(context, wanted.service());
}

absl::Status ReplaceRole(const Context& context, const std::string& field,
                         const v1::RoleReplacement& replacement,
                         v1::Matrix& matrix) {
  const auto role = Load<v1::Role>(
      *context.state, context.tenant, StrCat(field, ".to_role"),
      replacement.to_role(), "roles", authority::kRoleTag, "ListRoles");
  RETURN_IF_ERROR(role.status());
  v1::MatrixColumn* found = nullptr;
  for (v1::MatrixColumn& column : *matrix.mutable_columns()) {
    if (column.role() == replacement.to_role()) {
      return FieldError(StrCat(field, ".to_role"),
                        StrCat(replacement.to_role(),
                               " has a column of its own; letters would fall "
                               "together. Set them in the draft by SetCells."));
    }
    if (column.role() == replacement.from_role()) found = &column;
  }
  if (found == nullptr || replacement.from_role().empty()) {
    return FieldError(StrCat(field, ".from_role"),
                      StrCat("\"", replacement.from_role(),
                             "\" has no column in the matrix."));
  }
  found->set_role(replacement.to_role());
  found->set_title(role->display_name());
  return absl::OkStatus();
}

absl::StatusOr<v1::Matrix> DraftOf(const v1::AnnounceTransferRequest& request,
                                   const Context& context,
                                   const std::string& id) {
  ASSIGN_OR_RETURN(
      v1::Matrix matrix,
      Load<v1::Matrix>(*context.state, context.tenant, "from_matrix",
                       request.from_matrix(), "matrices", authority::kMatrixTag,
                       "ListMatrices"));
  if (context.state->Has(
          authority::ResourceKey(authority::kMatrixTag, context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("matrix_id: \"", id,
                          "\" is taken. Choose another id for the draft."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(CheckCount("replacements", request.replacements_size(),
                             authority::limits::kListItemsMax));
  for (int i = 0; i < request.replacements_size(); ++i) {
    RETURN_IF_ERROR(ReplaceRole(context, StrCat("replacements[", i, "]"),
                                request.replacements(i), matrix));
  }
  ClearOutputOnly(matrix);
  matrix.mutable_scope()->set_service(request.transfer().service());
  matrix.mutable_scope()->set_provider(request.transfer().to_party());
  matrix.clear_version();
  StampNew(context, "matrices", id, matrix);
  RETURN_IF_ERROR(CheckMatrixShape(context, matrix));
  matrix.set_state(v1::Matrix::STATE_DRAFT);
  return matrix;
}

}  // namespace

absl::Status DecideAnnounceTransfer(const v1::AnnounceTransferRequest& request,
                                    const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      const std::string id,
      ChooseId("transfer_id", request.transfer_id(), *context.ids));
  ASSIGN_OR_RETURN(
      const std::string matrix_id,
      ChooseId("matrix_id",
               request.matrix_id().empty() ? id : request.matrix_id(),
               *context.ids));
  v1::Transfer transfer = request.transfer();
  ClearOutputOnly(transfer);
  if (context.state->Has(
          authority::ResourceKey(kTransferTag, context.tenant, id))) {
    return Refusal(
        common::v1::ERROR_REASON_ALREADY_EXISTS,
        StrCat("transfer_id: \"", id, "\" is taken. Choose another id."),
        {{"id", id}});
  }
  if (transfer.service().empty()) {
    return FieldError("transfer.service", "it is missing.");
  }
  RETURN_IF_ERROR(CheckReference(context, "transfer.service",
                                 transfer.service(), "services",
                                 authority::kServiceTag, "ListServices"));
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   RequireAnnouncer(context, transfer.service()));
  RETURN_IF_ERROR(CheckTransfer(context, transfer));
  ASSIGN_OR_RETURN(const v1::Matrix matrix,
                   DraftOf(request, context, matrix_id));
  StampNew(context, "transfers", id, transfer);
  transfer.set_matrix(matrix.name());
  transfer.set_announced_by(grant.person());
  *outcome.Emit<v1::JournalEvent>().mutable_matrix_drafted()->mutable_matrix() =
      matrix;
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_transfer_announced();
  *event.mutable_transfer() = transfer;
  *event.mutable_grant() = grant;
  transfer.set_state(v1::Transfer::STATE_ANNOUNCED);
  transfer.set_warning(WarningOf(transfer));
  outcome.ReplyWith(WithEtag(transfer));
  return absl::OkStatus();
}

absl::Status DecideCancelTransfer(const v1::CancelTransferRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason("reason", request.reason()));
  ASSIGN_OR_RETURN(
      v1::Transfer transfer,
      Load<v1::Transfer>(*context.state, context.tenant, "name", request.name(),
                         "transfers", kTransferTag, "ListTransfers"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), transfer.revision(), transfer.name()));
  RETURN_IF_ERROR(RequireAnnouncer(context, transfer.service()).status());
  FillState(*context.state, context.tenant, context.now, transfer);
  if (transfer.state() == v1::Transfer::STATE_DONE ||
      transfer.state() == v1::Transfer::STATE_CANCELLED) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(transfer.name(), " is over: ",
                          transfer.cancel_reason().empty()
                              ? std::string("the service has passed")
                              : transfer.cancel_reason()),
                   {{"transfer", transfer.name()}});
  }
  transfer.clear_state();
  transfer.clear_warning();
  transfer.set_cancel_reason(request.reason());
  StampChanged(context, transfer);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_transfer_cancelled()
       ->mutable_transfer() = transfer;
  transfer.set_state(v1::Transfer::STATE_CANCELLED);
  outcome.ReplyWith(WithEtag(transfer));
  return absl::OkStatus();
}

}  // namespace csi::raci
