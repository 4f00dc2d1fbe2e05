// RecordOutage, CorrectOutage.
#include <algorithm>
#include <optional>
#include <utility>

#include "common/kv/overlay.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/breach_watch.h"
#include "services/reporting/domain/agreements/outage_rows.h"
#include "services/reporting/domain/commands/agreement_commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr int64_t kDayUs = int64_t{24} * 3600 * 1000 * 1000;

absl::StatusOr<common::v1::AuthorityGrant> Allowed(
    const Context& context, const v1::ServiceNode& node) {
  Subject subject;
  subject.scope.set_service(node.service());
  return Authorize(context, StrCat("record outages of ", node.title()),
                   {{kGatherData, ResponsibleOrAccountable()},
                    {kProcessData, ResponsibleOrAccountable()},
                    {kDefineMonitoring, ResponsibleOrAccountable()}},
                   subject);
}

// Part of a key, and shown in lists.
absl::Status CheckId(std::string_view field, std::string_view text,
                     size_t bytes_max) {
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ';
  });
  if (text.empty() || control) {
    return FieldError(field, "it is required, and has no control characters.");
  }
  return CheckLength(field, text, bytes_max);
}

absl::Status CheckTexts(const v1::Outage& outage) {
  RETURN_IF_ERROR(
      CheckId("outage.source", outage.source(), limits::kOutageSourceBytesMax));
  RETURN_IF_ERROR(CheckId("outage.source_id", outage.source_id(),
                          limits::kOutageSourceIdBytesMax));
  RETURN_IF_ERROR(CheckLength("outage.summary", outage.summary(),
                              limits::kAgreementTextBytesMax));
  return CheckLength("outage.cause", outage.cause(),
                     limits::kOutageCauseBytesMax);
}

absl::Status CheckTimes(const Context& context, const v1::Outage& outage) {
  if (!outage.has_start_time() || !IsValidTime(outage.start_time()) ||
      outage.start_time().seconds() < 0) {
    return FieldError("outage.start_time", "say from when on it was down.");
  }
  const int64_t start_us = MicrosOf(outage.start_time());
  const int64_t now_us = absl::ToUnixMicros(context.now);
  if (start_us > now_us && !outage.planned()) {
    return FieldError("outage.start_time",
                      "it lies ahead; only a planned outage does.");
  }
  if (!outage.has_end_time()) {
    if (start_us <= now_us) return absl::OkStatus();
    return FieldError("outage.end_time",
                      "a planned outage that lies ahead has an end.");
  }
  if (!IsValidTime(outage.end_time()) ||
      MicrosOf(outage.end_time()) <= start_us) {
    return FieldError("outage.end_time", "it lies behind the start.");
  }
  if (MicrosOf(outage.end_time()) > now_us && !outage.planned()) {
    return FieldError("outage.end_time",
                      "it lies ahead; leave it out while it is down.");
  }
  if (MicrosOf(outage.end_time()) - start_us >
      limits::kOutageDaysMax * kDayUs) {
    return FieldError("outage.end_time",
                      StrCat("an outage has at most ", limits::kOutageDaysMax,
                             " days; record the rest as another one."));
  }
  return absl::OkStatus();
}

// Emits `event` filled by `fill`, answers with the outage, and looks at what it
// does to agreements from `from_us` on.
absl::Status Finish(const Context& context, const v1::Outage& outage,
                    int64_t from_us, Outcome& outcome) {
  Overlay after(*context.state);
  PutOutage(after, context.tenant, outage);
  RETURN_IF_ERROR(CheckRoomFor(after, context.tenant, outage));
  outcome.ReplyWith(
      [tenant = context.tenant,
       id = std::string(LastPart(outage.name()))](const KvReader& state) {
        auto reply = std::make_unique<v1::Outage>(
            GetRow<v1::Outage>(state, Key(kOutageTag, {tenant, id}))
                .value_or(v1::Outage()));
        reply->set_etag(EtagOf(reply->revision()));
        return reply;
      });
  return LookAboveNode(after, context, LastPart(outage.node()), from_us,
                       outcome);
}

bool SameAccount(const v1::Outage& known, const v1::Outage& told) {
  return known.node() == told.node() && known.planned() == told.planned() &&
         known.summary() == told.summary() && known.cause() == told.cause() &&
         MicrosOf(known.start_time()) == MicrosOf(told.start_time());
}

bool SameEnd(const v1::Outage& known, const v1::Outage& told) {
  return known.has_end_time() == told.has_end_time() &&
         (!known.has_end_time() ||
          MicrosOf(known.end_time()) == MicrosOf(told.end_time()));
}

absl::Status RefuseOther(const v1::Outage& known) {
  return Refusal(
      common::v1::ERROR_REASON_ALREADY_EXISTS,
      StrCat(known.source(), " has told of ", known.source_id(),
             " before, and not the same: it is ", known.name(),
             ". Say with a reason how it was (CorrectOutage), or send the end "
             "of an open outage alone."),
      {{"name", known.name()}});
}

// The source tells again of an outage that is known. An open one may get its
// end; a summary or cause that is left out then stays.
absl::Status TellAgain(const Context& context, v1::Outage known,
                       v1::Outage told, Outcome& outcome) {
  if (told.summary().empty()) told.set_summary(known.summary());
  if (told.cause().empty()) told.set_cause(known.cause());
  const bool ends =
      !known.withdrawn() && !known.has_end_time() && told.has_end_time();
  if (!SameAccount(known, told) || (!ends && !SameEnd(known, told))) {
    return RefuseOther(known);
  }
  if (!ends) {
    known.set_etag(EtagOf(known.revision()));
    outcome.ReplyWith(std::move(known));
    return absl::OkStatus();
  }
  *known.mutable_end_time() = told.end_time();
  known.set_revision(known.revision() + 1);
  *known.mutable_update_time() = TimestampOf(context.now);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_outage_recorded()
       ->mutable_outage() = known;
  return Finish(context, known, MicrosOf(known.start_time()), outcome);
}

void KeepAsItWas(const Context& context, const std::string& reason,
                 const common::v1::AuthorityGrant& grant, v1::Outage& outage) {
  v1::OutageChange& change = *outage.add_changes();
  change.set_revision(outage.revision());
  *change.mutable_time() = TimestampOf(context.now);
  *change.mutable_start_time() = outage.start_time();
  if (outage.has_end_time()) *change.mutable_end_time() = outage.end_time();
  change.set_withdrawn(outage.withdrawn());
  change.set_reason(reason);
  *change.mutable_changed_by() = grant;
}

absl::Status Amend(const v1::CorrectOutageRequest& request,
                   v1::Outage& outage) {
  const bool times =
      request.has_start_time() || request.has_end_time() || request.reopen();
  if (times == request.withdraw()) {
    return FieldError("withdraw",
                      "say either what the times were, or that it never was.");
  }
  if (request.has_end_time() && request.reopen()) {
    return FieldError("reopen", "an outage that is still down has no end.");
  }
  outage.set_withdrawn(request.withdraw());
  if (request.has_start_time()) {
    *outage.mutable_start_time() = request.start_time();
  }
  if (request.has_end_time()) *outage.mutable_end_time() = request.end_time();
  if (request.reopen()) outage.clear_end_time();
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideRecordOutage(const v1::RecordOutageRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  v1::Outage outage = request.outage();
  ASSIGN_OR_RETURN(
      const v1::ServiceNode node,
      Load<v1::ServiceNode>(context, kServiceNodeTag, "outage.node",
                            outage.node(), "serviceNodes"));
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant, Allowed(context, node));
  RETURN_IF_ERROR(CheckTexts(outage));
  RETURN_IF_ERROR(CheckTimes(context, outage));
  if (outage.withdrawn()) {
    return FieldError("outage.withdrawn", "only a known outage is withdrawn.");
  }
  const auto id = context.state->Get(
      Key(kOutageBySourceTag,
          {context.tenant, outage.source(), outage.source_id()}));
  if (id) {
    const auto known = GetRow<v1::Outage>(
        *context.state, Key(kOutageTag, {context.tenant, *id}));
    if (known) return TellAgain(context, *known, std::move(outage), outcome);
  }
  outage.set_uid(context.ids->Next());
  outage.set_name(ResourceName(context.tenant, "outages", context.ids->Next()));
  outage.clear_etag();
  outage.clear_changes();
  outage.set_revision(1);
  *outage.mutable_create_time() = TimestampOf(context.now);
  *outage.mutable_update_time() = TimestampOf(context.now);
  *outage.mutable_recorded_by() = std::move(grant);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_outage_recorded()
       ->mutable_outage() = outage;
  return Finish(context, outage, MicrosOf(outage.start_time()), outcome);
}

absl::Status DecideCorrectOutage(const v1::CorrectOutageRequest& request,
                                 const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(
      v1::Outage outage,
      Load<v1::Outage>(context, kOutageTag, "name", request.name(), "outages"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), outage.revision(), outage.name()));
  ASSIGN_OR_RETURN(const v1::ServiceNode node,
                   Load<v1::ServiceNode>(context, kServiceNodeTag, "node",
                                         outage.node(), "serviceNodes"));
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   Allowed(context, node));
  if (request.reason().empty()) {
    return FieldError("reason", "say why the record was wrong.");
  }
  RETURN_IF_ERROR(
      CheckLength("reason", request.reason(), limits::kAgreementTextBytesMax));
  if (outage.changes_size() >= limits::kOutageChangesMax) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat(outage.name(), " was corrected ", limits::kOutageChangesMax,
               " times, which is the bound. Withdraw is no longer "
               "possible either: record what is true as another "
               "outage."),
        {{"rule", "TOO_MANY_CORRECTIONS"}});
  }
  const int64_t before_us = MicrosOf(outage.start_time());
  KeepAsItWas(context, request.reason(), grant, outage);
  RETURN_IF_ERROR(Amend(request, outage));
  RETURN_IF_ERROR(CheckTimes(context, outage));
  outage.set_revision(outage.revision() + 1);
  *outage.mutable_update_time() = TimestampOf(context.now);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_outage_corrected();
  *event.mutable_outage() = outage;
  event.set_reason(request.reason());
  return Finish(context, outage,
                std::min(before_us, MicrosOf(outage.start_time())), outcome);
}

}  // namespace csi::reporting
