// RecordTicket.
#include <algorithm>
#include <optional>
#include <utility>

#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/commands/agreement_commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

absl::StatusOr<common::v1::AuthorityGrant> Allowed(
    const Context& context, const v1::Agreement& agreement) {
  Subject subject;
  subject.scope.set_service(agreement.service());
  return Authorize(context, StrCat("record tickets of ", agreement.title()),
                   {{kGatherData, ResponsibleOrAccountable()},
                    {kProcessData, ResponsibleOrAccountable()},
                    {kDefineMonitoring, ResponsibleOrAccountable()}},
                   subject);
}

absl::Status CheckKeyText(std::string_view field, std::string_view text,
                          size_t bytes_max) {
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ';
  });
  if (text.empty() || control) {
    return FieldError(field, "it is required, and has no control characters.");
  }
  return CheckLength(field, text, bytes_max);
}

// A time of the ticket lies between `from` and what the source can know.
absl::Status CheckTime(std::string_view field,
                       const google::protobuf::Timestamp& time, int64_t from_us,
                       int64_t until_us) {
  if (IsValidTime(time) && MicrosOf(time) >= from_us &&
      MicrosOf(time) <= until_us) {
    return absl::OkStatus();
  }
  return FieldError(field,
                    "it lies behind the opening, and not behind source_time.");
}

absl::Status CheckPauses(const v1::Ticket& ticket, int64_t until_us) {
  if (ticket.pauses_size() > limits::kTicketPausesMax) {
    return FieldError("ticket.pauses",
                      StrCat("at most ", limits::kTicketPausesMax, "."));
  }
  for (const v1::TicketPause& pause : ticket.pauses()) {
    RETURN_IF_ERROR(CheckTime("ticket.pauses.start_time", pause.start_time(),
                              MicrosOf(ticket.open_time()), until_us));
    if (pause.has_end_time()) {
      RETURN_IF_ERROR(CheckTime("ticket.pauses.end_time", pause.end_time(),
                                MicrosOf(pause.start_time()), until_us));
    }
    RETURN_IF_ERROR(CheckKeyText("ticket.pauses.reason", pause.reason(),
                                 limits::kPauseReasonBytesMax));
  }
  return absl::OkStatus();
}

absl::Status CheckTicket(const Context& context, const v1::Ticket& ticket) {
  RETURN_IF_ERROR(CheckKeyText("ticket.source", ticket.source(),
                               limits::kOutageSourceBytesMax));
  RETURN_IF_ERROR(CheckKeyText("ticket.source_id", ticket.source_id(),
                               limits::kOutageSourceIdBytesMax));
  RETURN_IF_ERROR(CheckLength("ticket.priority", ticket.priority(),
                              limits::kPriorityBytesMax));
  RETURN_IF_ERROR(CheckLength("ticket.summary", ticket.summary(),
                              limits::kAgreementTextBytesMax));
  if (!ticket.has_source_time() || !IsValidTime(ticket.source_time()) ||
      MicrosOf(ticket.source_time()) > absl::ToUnixMicros(context.now)) {
    return FieldError("ticket.source_time",
                      "say when the source knew it so; it does not lie ahead.");
  }
  const int64_t until_us = MicrosOf(ticket.source_time());
  if (!ticket.has_open_time()) {
    return FieldError("ticket.open_time", "say when it was opened.");
  }
  RETURN_IF_ERROR(
      CheckTime("ticket.open_time", ticket.open_time(), 0, until_us));
  const int64_t open_us = MicrosOf(ticket.open_time());
  if (ticket.has_respond_time()) {
    RETURN_IF_ERROR(CheckTime("ticket.respond_time", ticket.respond_time(),
                              open_us, until_us));
  }
  if (ticket.has_resolve_time()) {
    RETURN_IF_ERROR(CheckTime("ticket.resolve_time", ticket.resolve_time(),
                              open_us, until_us));
  }
  return CheckPauses(ticket, until_us);
}

// What the caller states, without what the server adds.
v1::Ticket Stated(v1::Ticket ticket) {
  ticket.clear_name();
  ticket.clear_uid();
  ticket.clear_etag();
  ticket.clear_revision();
  ticket.clear_create_time();
  ticket.clear_update_time();
  ticket.clear_recorded_by();
  return ticket;
}

// True when the account changes nothing: it is older, or says the same.
absl::StatusOr<bool> IsOld(const v1::Ticket& known, const v1::Ticket& told) {
  const int64_t known_us = MicrosOf(known.source_time());
  const int64_t told_us = MicrosOf(told.source_time());
  if (told_us != known_us) return told_us < known_us;
  if (ToBytes(Stated(known)) == ToBytes(Stated(told))) return true;
  return Refusal(
      common::v1::ERROR_REASON_ALREADY_EXISTS,
      StrCat(known.source(), " has told of ", known.source_id(),
             " at the same source_time, and not the same: it is ", known.name(),
             ". Send what is newer with a later source_time."),
      {{"name", known.name()}});
}

// A ticket leaves an agreement, and its figures, by who may speak for that one.
absl::Status MayTakeFrom(const Context& context, const v1::Ticket& known,
                         const v1::Ticket& told) {
  if (known.agreement() == told.agreement()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      const v1::Agreement left,
      Load<v1::Agreement>(context, kAgreementTag, "ticket.agreement",
                          known.agreement(), "agreements"));
  return Allowed(context, left).status();
}

}  // namespace

absl::Status DecideRecordTicket(const v1::RecordTicketRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  v1::Ticket ticket = Stated(request.ticket());
  ASSIGN_OR_RETURN(
      const v1::Agreement agreement,
      Load<v1::Agreement>(context, kAgreementTag, "ticket.agreement",
                          ticket.agreement(), "agreements"));
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant,
                   Allowed(context, agreement));
  RETURN_IF_ERROR(CheckTicket(context, ticket));
  std::optional<v1::Ticket> known;
  if (const auto id = context.state->Get(
          Key(kTicketBySourceTag,
              {context.tenant, ticket.source(), ticket.source_id()}))) {
    known = GetRow<v1::Ticket>(*context.state,
                               Key(kTicketTag, {context.tenant, *id}));
  }
  if (known) {
    RETURN_IF_ERROR(MayTakeFrom(context, *known, ticket));
    ASSIGN_OR_RETURN(const bool old, IsOld(*known, ticket));
    if (old) {
      known->set_etag(EtagOf(known->revision()));
      outcome.ReplyWith(*std::move(known));
      return absl::OkStatus();
    }
  }
  ticket.set_uid(known ? known->uid() : context.ids->Next());
  ticket.set_name(
      known ? known->name()
            : ResourceName(context.tenant, "tickets", context.ids->Next()));
  ticket.set_revision(known ? known->revision() + 1 : 1);
  *ticket.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  *ticket.mutable_update_time() = TimestampOf(context.now);
  *ticket.mutable_recorded_by() = std::move(grant);
  v1::Ticket reply = ticket;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
  *outcome.Emit<v1::JournalEvent>()
       .mutable_ticket_recorded()
       ->mutable_ticket() = std::move(ticket);
  return absl::OkStatus();
}

}  // namespace csi::reporting
