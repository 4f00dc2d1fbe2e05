// Disagreement: anyone may raise it, somebody has to answer it, and it can
// become the draft of a request for change.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/subjects.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

constexpr size_t kLong = csi::limits::kLongTextBytesMax;

absl::StatusOr<v1::Objection> Load(const Context& context,
                                   const std::string& name,
                                   const std::string& etag) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", name, context.tenant, "objections"));
  auto objection =
      GetRow<v1::Objection>(*context.state, ObjectionKey(context.tenant, id));
  if (!objection) return NoSuch("objection", name);
  RETURN_IF_ERROR(CheckEtag(etag, objection->revision(), name));
  return *std::move(objection);
}

// The entry that is objected to; an empty one for any other subject, so that
// the scope is the whole organisation.
v1::Opportunity EntryOf(const Context& context, const std::string& subject) {
  const auto id = IdOf("subject", subject, context.tenant, "opportunities");
  if (!id.ok()) return v1::Opportunity();
  const auto row = ReadHead(*context.state, context.tenant, *id);
  return row ? row->opportunity() : v1::Opportunity();
}

absl::Status CheckOpen(const v1::Objection& objection) {
  if (objection.state() == v1::OBJECTION_STATE_OPEN) return absl::OkStatus();
  const bool answered = objection.state() == v1::OBJECTION_STATE_ANSWERED;
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat("Objection ", objection.name(), " is ",
             answered ? "ANSWERED" : "PROMOTED", " by ",
             objection.answered_by(),
             " already; that needs OPEN. Raise another one to go on."),
      {{"state", answered ? "ANSWERED" : "PROMOTED"}, {"allowed", "OPEN"}});
}

// Stamps the answer, and leaves event and reply behind.
void Settle(const Context& context, v1::ObjectionState state,
            v1::Objection& objection, v1::JournalEvent& event,
            Outcome& outcome) {
  objection.set_state(state);
  objection.set_answered_by(ActorName(context));
  *objection.mutable_answer_time() = ToTimestamp(context.now);
  *objection.mutable_update_time() = objection.answer_time();
  objection.set_revision(objection.revision() + 1);
  v1::Objection reply = objection;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
}

}  // namespace

absl::Status DecideRaiseObjection(const v1::RaiseObjectionRequest& request,
                                  const Context& context, Outcome& outcome) {
  const v1::Objection& wanted = request.objection();
  if (wanted.text().empty()) {
    return FieldError("objection.text", "it is required: say what is wrong.");
  }
  RETURN_IF_ERROR(CheckText("objection.text", wanted.text(), kLong));
  RETURN_IF_ERROR(
      CheckSubjectExists(context, "objection.subject", wanted.subject()));
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId(context, "objection_id", request.objection_id()));
  if (context.state->Has(ObjectionKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is an objection ", id,
                          " already. Take another id, or none."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(CheckActor(context, "raise an objection"));
  v1::JournalEvent event;
  v1::Objection& objection =
      *event.mutable_objection_raised()->mutable_objection();
  objection.set_name(ResourceName(context.tenant, "objections", id));
  objection.set_uid(context.ids->Next());
  *objection.mutable_create_time() = ToTimestamp(context.now);
  objection.set_subject(wanted.subject());
  objection.set_text(wanted.text());
  objection.set_raised_by(
      context.on_behalf_of.empty()
          ? ActorName(context)
          : ResourceName(context.tenant, "people", context.on_behalf_of));
  objection.set_state(v1::OBJECTION_STATE_OPEN);
  objection.set_revision(1);
  *objection.mutable_update_time() = objection.create_time();
  v1::Objection reply = objection;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

absl::Status DecideAnswerObjection(const v1::AnswerObjectionRequest& request,
                                   const Context& context, Outcome& outcome) {
  if (request.answer().empty()) {
    return FieldError("answer", "it is required.");
  }
  RETURN_IF_ERROR(CheckText("answer", request.answer(), kLong));
  ASSIGN_OR_RETURN(v1::Objection before,
                   Load(context, request.name(), request.etag()));
  const std::string what = StrCat("answer objection ", before.name());
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::ObjectionAnswered& answered = *event.mutable_objection_answered();
  ASSIGN_OR_RETURN(*answered.mutable_grant(),
                   Authorize(context, what, kPrioritise,
                             {common::v1::LETTER_ACCOUNTABLE,
                              common::v1::LETTER_RESPONSIBLE},
                             EntryOf(context, before.subject())));
  RETURN_IF_ERROR(CheckOpen(before));
  v1::Objection& objection = *answered.mutable_objection();
  objection = std::move(before);
  objection.set_answer(request.answer());
  Settle(context, v1::OBJECTION_STATE_ANSWERED, objection, event, outcome);
  return absl::OkStatus();
}

absl::Status DecidePromoteObjection(const v1::PromoteObjectionRequest& request,
                                    const Context& context, Outcome& outcome) {
  if (request.rfc_draft().title().empty()) {
    return FieldError("rfc_draft.title", "it is required.");
  }
  RETURN_IF_ERROR(CheckText("rfc_draft.title", request.rfc_draft().title(),
                            csi::limits::kShortTextBytesMax));
  RETURN_IF_ERROR(
      CheckText("rfc_draft.reason", request.rfc_draft().reason(), kLong));
  ASSIGN_OR_RETURN(v1::Objection before,
                   Load(context, request.name(), request.etag()));
  const std::string what = StrCat("promote objection ", before.name());
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::ObjectionPromoted& promoted = *event.mutable_objection_promoted();
  ASSIGN_OR_RETURN(*promoted.mutable_grant(),
                   Authorize(context, what, kRaiseRfc,
                             {common::v1::LETTER_ACCOUNTABLE,
                              common::v1::LETTER_RESPONSIBLE},
                             EntryOf(context, before.subject())));
  RETURN_IF_ERROR(CheckOpen(before));
  v1::Objection& objection = *promoted.mutable_objection();
  objection = std::move(before);
  *objection.mutable_rfc_draft() = request.rfc_draft();
  Settle(context, v1::OBJECTION_STATE_PROMOTED, objection, event, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
