// Saving and deleting views. What a filter says is checked when it is saved:
// a list that nobody can open is worth nothing.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry_filter.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/views.h"

namespace csi::registry {
namespace {

absl::StatusOr<std::string> SavedId(const Context& context,
                                    std::string_view field,
                                    const std::string& name) {
  ASSIGN_OR_RETURN(std::string id, IdOf(field, name, context.tenant, "views"));
  if (!BuiltInView(context.tenant, id)) return id;
  return FieldError(field, StrCat("the view ", id,
                                  " belongs to every register and does not "
                                  "change; save yours under another id."));
}

// Unset for the owner of the view.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeView(
    const Context& context, std::string_view what, const v1::View& before) {
  RETURN_IF_ERROR(CheckActor(context, what));
  if (before.owner() == ActorName(context)) {
    return common::v1::AuthorityGrant();
  }
  authority::Question question;
  question.activity = std::string(kMaintain);
  question.as_of = context.now;
  return AuthorizeIn(context, what, {common::v1::LETTER_ACCOUNTABLE}, question);
}

}  // namespace

absl::Status DecideSetView(const v1::SetViewRequest& request,
                           const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string id,
                   SavedId(context, "view.name", request.view().name()));
  RETURN_IF_ERROR(CheckText("view.title", request.view().title(),
                            csi::limits::kShortTextBytesMax));
  RETURN_IF_ERROR(CheckText("view.filter", request.view().filter(),
                            limits::kViewFilterBytesMax));
  RETURN_IF_ERROR(CheckView(request.view()));
  const auto before =
      GetRow<v1::View>(*context.state, ViewKey(context.tenant, id));
  RETURN_IF_ERROR(CheckEtag(request.view().etag(),
                            before ? before->revision() : 0,
                            request.view().name()));
  RETURN_IF_ERROR(CheckActor(context, "save a view"));
  v1::JournalEvent event;
  v1::ViewSet& set = *event.mutable_view_set();
  v1::View& view = *set.mutable_view();
  view = request.view();
  view.clear_etag();
  view.set_owner(before ? before->owner() : ActorName(context));
  if (before) {
    ASSIGN_OR_RETURN(
        *set.mutable_grant(),
        AuthorizeView(context, StrCat("change the view ", id), *before));
    if (set.grant().person().empty()) set.clear_grant();
  }
  view.set_uid(before ? before->uid() : context.ids->Next());
  view.set_revision(before ? before->revision() + 1 : 1);
  *view.mutable_update_time() = ToTimestamp(context.now);
  *view.mutable_create_time() =
      before ? before->create_time() : view.update_time();
  v1::View reply = view;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

absl::Status DecideDeleteView(const v1::DeleteViewRequest& request,
                              const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string id,
                   SavedId(context, "name", request.name()));
  const auto before =
      GetRow<v1::View>(*context.state, ViewKey(context.tenant, id));
  if (!before) return NoSuch("view", request.name());
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), before->revision(), request.name()));
  v1::JournalEvent event;
  v1::ViewDeleted& deleted = *event.mutable_view_deleted();
  ASSIGN_OR_RETURN(
      *deleted.mutable_grant(),
      AuthorizeView(context, StrCat("delete the view ", id), *before));
  if (deleted.grant().person().empty()) deleted.clear_grant();
  *deleted.mutable_view() = *before;
  outcome.ReplyWith(*before);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
