// Remarks on anything, and what remarks and objections may be about.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/subjects.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {

absl::Status CheckSubjectExists(const Context& context, std::string_view field,
                                const std::string& subject) {
  if (subject.empty()) return FieldError(field, "it is required.");
  RETURN_IF_ERROR(CheckSubject(context, field, subject));
  const auto entry = IdOf(field, subject, context.tenant, "opportunities");
  if (entry.ok() && !context.state->Has(EntryKey(context.tenant, *entry))) {
    return NoSuch("opportunity", subject);
  }
  const auto session = IdOf(field, subject, context.tenant, "prioritizations");
  if (session.ok() &&
      !context.state->Has(SessionKey(context.tenant, *session))) {
    return NoSuch("prioritization", subject);
  }
  return absl::OkStatus();
}

absl::Status DecideAddComment(const v1::AddCommentRequest& request,
                              const Context& context, Outcome& outcome) {
  const v1::Comment& wanted = request.comment();
  if (wanted.text().empty()) {
    return FieldError("comment.text", "it is required.");
  }
  RETURN_IF_ERROR(
      CheckText("comment.text", wanted.text(), csi::limits::kLongTextBytesMax));
  RETURN_IF_ERROR(
      CheckSubjectExists(context, "comment.subject", wanted.subject()));
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId(context, "comment_id", request.comment_id()));
  if (context.state->Has(CommentKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is a comment ", id,
                          " already. Take another id, or none."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(CheckActor(context, "comment"));
  v1::JournalEvent event;
  v1::Comment& comment = *event.mutable_comment_added()->mutable_comment();
  comment.set_name(ResourceName(context.tenant, "comments", id));
  comment.set_uid(context.ids->Next());
  comment.set_revision(1);
  *comment.mutable_create_time() = ToTimestamp(context.now);
  *comment.mutable_update_time() = comment.create_time();
  comment.set_subject(wanted.subject());
  comment.set_text(wanted.text());
  comment.set_author(
      context.on_behalf_of.empty()
          ? ActorName(context)
          : ResourceName(context.tenant, "people", context.on_behalf_of));
  comment.set_visibility(wanted.visibility() == v1::COMMENT_VISIBILITY_CUSTOMER
                             ? v1::COMMENT_VISIBILITY_CUSTOMER
                             : v1::COMMENT_VISIBILITY_INTERNAL);
  v1::Comment reply = comment;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
