// Opening a joint session and voting in it.
#include <set>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/session.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

constexpr size_t kShort = csi::limits::kShortTextBytesMax;

absl::Status CheckSession(const Context& context,
                          const v1::Prioritization& session) {
  if (session.title().empty()) {
    return FieldError("prioritization.title", "it is required.");
  }
  RETURN_IF_ERROR(CheckText("prioritization.title", session.title(), kShort));
  RETURN_IF_ERROR(CheckText("prioritization.agenda", session.agenda(),
                            csi::limits::kLongTextBytesMax));
  if (session.opportunities().empty()) {
    return FieldError("prioritization.opportunities",
                      "it is required: name the entries to rank.");
  }
  RETURN_IF_ERROR(CheckCount("prioritization.opportunities",
                             session.opportunities_size(),
                             limits::kSessionEntriesMax));
  RETURN_IF_ERROR(CheckCount("prioritization.participants",
                             session.participants_size(),
                             limits::kSessionParticipantsMax));
  std::set<std::string> persons;
  for (const v1::Participant& participant : session.participants()) {
    RETURN_IF_ERROR(CheckPerson(context, "prioritization.participants.person",
                                participant.person()));
    if (participant.person().empty() ||
        !persons.insert(participant.person()).second) {
      return FieldError("prioritization.participants.person",
                        "each participant is named, and once.");
    }
    if (!participant.role().empty()) {
      RETURN_IF_ERROR(IdOf("prioritization.participants.role",
                           participant.role(), context.tenant, "roles")
                          .status());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Opportunity>> LoadEntries(
    const Context& context, const v1::Prioritization& session) {
  std::vector<v1::Opportunity> entries;
  std::set<std::string> seen;
  for (const std::string& name : session.opportunities()) {
    ASSIGN_OR_RETURN(
        v1::OpportunityRow row,
        LoadEntry(context, "prioritization.opportunities", name, ""));
    if (!seen.insert(name).second) {
      return FieldError("prioritization.opportunities",
                        StrCat(name, " is named twice."));
    }
    entries.push_back(std::move(*row.mutable_opportunity()));
  }
  return entries;
}

// R or A of review-and-prioritise for at least one of the entries.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeOpening(
    const Context& context, const std::vector<v1::Opportunity>& entries) {
  RETURN_IF_ERROR(CheckActor(context, "open a prioritization"));
  absl::Status first = absl::OkStatus();
  for (const v1::Opportunity& entry : entries) {
    auto grant = Authorize(
        context, StrCat("open a session that ranks entry ", Called(entry)),
        kPrioritise,
        {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE},
        entry);
    if (grant.ok()) return grant;
    if (first.ok()) first = grant.status();
  }
  return first;
}

absl::StatusOr<v1::Prioritization> LoadOpenSession(
    const Context& context, const v1::CastVoteRequest& request) {
  ASSIGN_OR_RETURN(
      const std::string id,
      IdOf("name", request.name(), context.tenant, "prioritizations"));
  auto session = ReadSession(*context.state, context.tenant, id);
  if (!session) return NoSuch("prioritization", request.name());
  for (const std::string& name : session->opportunities()) {
    if (name == request.opportunity()) return *std::move(session);
  }
  return FieldError(
      "opportunity",
      StrCat(request.opportunity(), " is not ranked in ", request.name(), "."));
}

}  // namespace

absl::Status DecideOpenPrioritization(
    const v1::OpenPrioritizationRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckSession(context, request.prioritization()));
  ASSIGN_OR_RETURN(const std::string id, ChooseId(context, "prioritization_id",
                                                  request.prioritization_id()));
  if (context.state->Has(SessionKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is a prioritization ", id,
                          " already. Take another id, or none."),
                   {{"id", id}});
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Opportunity> entries,
                   LoadEntries(context, request.prioritization()));
  v1::JournalEvent event;
  v1::PrioritizationOpened& opened = *event.mutable_prioritization_opened();
  ASSIGN_OR_RETURN(*opened.mutable_grant(), AuthorizeOpening(context, entries));
  for (const v1::Opportunity& entry : entries) {
    RETURN_IF_ERROR(CheckState(Verb::kPrioritize, entry));
  }
  v1::Prioritization& session = *opened.mutable_prioritization();
  session.set_name(ResourceName(context.tenant, "prioritizations", id));
  session.set_uid(context.ids->Next());
  session.set_revision(1);
  *session.mutable_create_time() = ToTimestamp(context.now);
  *session.mutable_update_time() = session.create_time();
  session.set_title(request.prioritization().title());
  session.set_agenda(request.prioritization().agenda());
  *session.mutable_opportunities() = request.prioritization().opportunities();
  for (const auto& participant : request.prioritization().participants()) {
    v1::Participant& added = *session.add_participants();
    added.set_person(participant.person());
    added.set_role(participant.role());
  }
  session.set_state(v1::PRIORITIZATION_STATE_OPEN);
  session.set_opened_by(ActorName(context));
  v1::Prioritization reply = session;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

absl::Status DecideCastVote(const v1::CastVoteRequest& request,
                            const Context& context, Outcome& outcome) {
  if (request.value() < limits::kVoteMin ||
      request.value() > limits::kVoteMax) {
    return FieldError("value", StrCat(request.value(),
                                      " is outside of 1 (least) to 5 "
                                      "(most)."));
  }
  RETURN_IF_ERROR(CheckText("comment", request.comment(), kShort));
  ASSIGN_OR_RETURN(const v1::Prioritization session,
                   LoadOpenSession(context, request));
  ASSIGN_OR_RETURN(
      const v1::OpportunityRow row,
      LoadEntry(context, "opportunity", request.opportunity(), ""));
  const std::string what = StrCat("vote on entry ", Called(row.opportunity()));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::Vote& vote = *event.mutable_vote_cast()->mutable_vote();
  ASSIGN_OR_RETURN(
      *vote.mutable_grant(),
      Authorize(context, what, kPrioritise,
                {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE,
                 common::v1::LETTER_CONSULTED},
                row.opportunity()));
  if (session.state() != v1::PRIORITIZATION_STATE_OPEN) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("The session \"", session.title(),
                          "\" is CONCLUDED; votes are taken while it is "
                          "OPEN. Open another one."),
                   {{"state", "CONCLUDED"}, {"allowed", "OPEN"}});
  }
  vote.set_prioritization(request.name());
  vote.set_opportunity(request.opportunity());
  vote.set_person(ActorName(context));
  vote.set_value(request.value());
  vote.set_comment(request.comment());
  *vote.mutable_vote_time() = ToTimestamp(context.now);
  event.mutable_vote_cast()->set_replaced(context.state->Has(
      VoteKey(context.tenant, LastPart(request.name()),
              LastPart(request.opportunity()), context.actor)));
  bool takes_part = false;
  for (const v1::Participant& participant : session.participants()) {
    takes_part = takes_part || participant.person() == vote.person();
  }
  if (!takes_part) {
    RETURN_IF_ERROR(CheckCount("prioritization.participants",
                               session.participants_size() + 1,
                               limits::kSessionParticipantsMax));
  }
  outcome.ReplyWith(v1::Vote(vote));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
