// IngestChangeEvent: a fact of the outside world. Nothing that it says about a
// run is refused; only a shape that cannot be read is.
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/news.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using Response = v1::IngestChangeEventResponse;

constexpr size_t kIdentityBytesMax = 400;
constexpr size_t kTextBytesMax = 20000;
// Of google.protobuf.Timestamp: 0001-01-01 to 9999-12-31.
constexpr int64_t kSecondsMin = -62135596800;
constexpr int64_t kSecondsMax = 253402300799;
constexpr int32_t kNanosMax = 999999999;

// What a message on a topic can hold and a call cannot.
absl::Status CheckValues(const v1::ChangeEvent& event) {
  if (!v1::Rfc::Status_IsValid(event.status())) {
    return FieldError("event.status",
                      StrCat(event.status() + 0, " is no status of an RFC."));
  }
  const std::pair<const char*, const std::string*> texts[] = {
      {"event.reference", &event.reference()},
      {"event.raw_status", &event.raw_status()},
      {"event.close_code", &event.close_code()},
      {"event.status_reason", &event.status_reason()},
      {"event.type", &event.type()},
  };
  for (const auto& [place, text] : texts) {
    if (text->size() > kTextBytesMax) {
      return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                     StrCat(place, ": at most ", kTextBytesMax, " bytes."),
                     {{"field", place}, {"limit", "kTextBytesMax"}});
    }
    if (text->find('\0') != std::string::npos) {
      return FieldError(place, "NUL is not allowed.");
    }
  }
  const std::pair<const char*, const google::protobuf::Timestamp*> times[] = {
      {"event.changed_time", &event.changed_time()},
      {"event.planned_start_time", &event.planned_start_time()},
      {"event.planned_end_time", &event.planned_end_time()},
      {"event.actual_start_time", &event.actual_start_time()},
      {"event.actual_end_time", &event.actual_end_time()},
  };
  for (const auto& [place, time] : times) {
    if (time->seconds() < kSecondsMin || time->seconds() > kSecondsMax ||
        time->nanos() < 0 || time->nanos() > kNanosMax) {
      return FieldError(place, "it must lie in the years 1 to 9999.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const v1::ChangeEvent& event) {
  if (event.source().empty() || event.event_id().empty()) {
    return FieldError("event.source",
                      "source and event_id are needed: "
                      "together they make the event unique.");
  }
  RETURN_IF_ERROR(CheckValues(event));
  const std::pair<const char*, const std::string*> bounded[] = {
      {"event.source", &event.source()},
      {"event.event_id", &event.event_id()},
      {"event.external_system", &event.external_system()},
      {"event.external_id", &event.external_id()},
  };
  for (const auto& [place, text] : bounded) {
    if (text->size() > kIdentityBytesMax) {
      return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                     StrCat(place, ": at most ", kIdentityBytesMax, " bytes."),
                     {{"field", place}, {"limit", "kIdentityBytesMax"}});
    }
    for (char c : *text) {
      if (static_cast<unsigned char>(c) < 0x20) {
        return FieldError(place, "control characters are not allowed.");
      }
    }
  }
  if (event.external_id().empty() && event.reference().empty()) {
    return FieldError("event.external_id",
                      "name the change by external_id, or the RFC by "
                      "reference.");
  }
  if (event.status() == v1::Rfc::STATUS_UNSPECIFIED &&
      event.raw_status().empty()) {
    return FieldError("event.status", "give status or raw_status.");
  }
  return absl::OkStatus();
}

void Reply(const Context& context, Response::Outcome what, const RfcId& id,
           Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, what, id](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    auto response = std::make_unique<Response>();
    response->set_outcome(what);
    response->set_rfc(ChildName(tenant, id.run, "rfcs", id.rfc));
    auto rfc = GetRow<v1::RfcRow>(state, RfcKey(tenant, id.run, id.rfc));
    if (rfc) response->set_status(rfc->status());
    auto run = GetRow<v1::RunRow>(state, RunKey(tenant, id.run));
    if (run) response->set_run_state(run->state());
    return response;
  });
}

void ReplyParked(const Context& context, Response::Outcome what,
                 const std::string& parked, Outcome& outcome) {
  Response response;
  response.set_outcome(what);
  response.set_parked_change(
      ResourceName(context.tenant, "parkedChanges", parked));
  outcome.ReplyWith(std::move(response));
}

// The event came before: what was made of it then.
bool ReplyDuplicate(const Context& context, const v1::ChangeEvent& event,
                    Outcome& outcome) {
  auto seen = context.state->Get(
      SeenKey(context.tenant, event.source(), event.event_id()));
  if (!seen) return false;
  const size_t nul = seen->find('\0');
  if (nul == std::string::npos) {
    ReplyParked(context, Response::OUTCOME_DUPLICATE, *seen, outcome);
  } else {
    Reply(context, Response::OUTCOME_DUPLICATE,
          {seen->substr(0, nul), seen->substr(nul + 1)}, outcome);
  }
  return true;
}

void Park(const Context& context, const v1::ChangeEvent& event,
          v1::ParkedChange::Cause cause, Outcome& outcome) {
  // Sorts by time of arrival; the drawn part keeps ids of one batch apart.
  const std::string id =
      StrCat(absl::StrFormat("%013x", absl::ToUnixMicros(context.now)), "-",
             context.ids->Next().substr(0, 8));
  v1::JournalEvent& journal = outcome.Emit<v1::JournalEvent>();
  v1::ChangeParkedFact& fact = *journal.mutable_change_parked();
  fact.set_id(id);
  fact.set_cause(cause);
  *fact.mutable_event() = event;
  ReplyParked(context, Response::OUTCOME_PARKED, id, outcome);
}

}  // namespace

absl::Status DecideIngestChangeEvent(
    const v1::IngestChangeEventRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckShape(request.event()));
  RETURN_IF_ERROR(RequireActor(context));
  return TakeChangeEvent(request, context, outcome);
}

absl::Status TakeChangeEvent(const v1::IngestChangeEventRequest& request,
                             const Context& context, Outcome& outcome) {
  const v1::ChangeEvent& event = request.event();
  RETURN_IF_ERROR(CheckShape(event));
  if (ReplyDuplicate(context, event, outcome)) return absl::OkStatus();
  const std::optional<RfcId> id = FindRfc(context, event);
  if (!id) {
    Park(context, event, v1::ParkedChange::CAUSE_UNKNOWN_RFC, outcome);
    return absl::OkStatus();
  }
  const std::optional<v1::Rfc::Status> status = StatusOf(event);
  if (!status) {
    Park(context, event, v1::ParkedChange::CAUSE_UNKNOWN_STATUS, outcome);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(Work work, Work::LoadId(context, id->run));
  Rfcs rfcs = work.LoadRfcs();
  Parked news;
  news.event = event;
  news.status = *status;
  const bool taken = EmitNews(work, id->rfc, {news}, rfcs, outcome);
  Reply(context,
        taken ? Response::OUTCOME_APPLIED : Response::OUTCOME_SUPERSEDED, *id,
        outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
