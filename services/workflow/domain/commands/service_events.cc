// IngestServiceEvent, SetTimeSettings, and the timers of notifications.
#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/raci/v1/raci.pb.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/apply_people.h"
#include "services/workflow/domain/commands/people.h"
#include "services/workflow/domain/hand_over.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/notification_rules.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/people_resources.h"
#include "services/workflow/domain/process_authority.h"
#include "services/workflow/domain/tell.h"
#include "services/workflow/domain/tell_news.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

struct KindWords {
  const char* cause;
  const char* text;
};

KindWords WordsOf(v1::ServiceEvent::Kind kind) {
  switch (kind) {
    case v1::ServiceEvent::KIND_MAJOR_INCIDENT:
      return {"MajorIncident", "Major incident"};
    case v1::ServiceEvent::KIND_PROBLEM:
      return {"Problem", "Problem"};
    case v1::ServiceEvent::KIND_SURVEY:
      return {"Survey", "Survey"};
    case v1::ServiceEvent::KIND_AUDIT_FINDING:
      return {"AuditFinding", "Audit finding"};
    case v1::ServiceEvent::KIND_SLA_BREACH:
      return {"SlaBreach", "Missed service level"};
    default:
      return {"Incident", "Incident"};
  }
}

absl::Status CheckLength(std::string_view field, const std::string& text,
                         size_t most, bool needed) {
  if (needed && text.empty()) return FieldError(field, "it must be given.");
  if (text.size() <= most) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(field, ": at most ", most, " bytes."),
                 {{"field", std::string(field)}});
}

absl::Status CheckShape(const v1::ServiceEvent& event, const Context& context) {
  RETURN_IF_ERROR(CheckLength("event.source", event.source(),
                              limits::kServiceEventIdBytesMax, true));
  RETURN_IF_ERROR(CheckLength("event.event_id", event.event_id(),
                              limits::kServiceEventIdBytesMax, true));
  RETURN_IF_ERROR(CheckLength("event.title", event.title(),
                              limits::kServiceEventTitleBytesMax, true));
  RETURN_IF_ERROR(CheckLength("event.severity", event.severity(),
                              limits::kSeverityBytesMax, false));
  if (event.kind() == v1::ServiceEvent::KIND_UNSPECIFIED) {
    return FieldError("event.kind", "say what kind of news it is.");
  }
  RETURN_IF_ERROR(
      IdOf("event.service", event.service(), context.tenant, "services")
          .status());
  if (!event.process().empty()) {
    RETURN_IF_ERROR(
        IdOf("event.process", event.process(), context.tenant, "processes")
            .status());
  }
  const authority::Directory directory(*context.views, context.tenant);
  if (directory.ServiceExists(event.service())) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                 StrCat("The directory has no service ", event.service(), "."),
                 {{"name", event.service()}});
}

News NewsOf(const v1::ServiceEvent& event) {
  const KindWords words = WordsOf(event.kind());
  News news;
  news.cause = words.cause;
  news.about = event.service();
  news.service = IdPart(event.service());
  news.scope.set_service(event.service());
  news.scope.set_process(event.process());
  news.what =
      StrCat(words.text,
             event.severity().empty() ? std::string()
                                      : StrCat(" (", event.severity(), ")"),
             " of service ", news.service, ", ", event.source(), " ",
             event.event_id(), ": ", event.title());
  return news;
}

// The last round of what nobody acknowledged goes one line further up.
std::vector<v1::Recipient> LineAbove(const v1::NoteRow& note, uint32_t round,
                                     const Context& context) {
  const authority::Directory directory(*context.views, context.tenant);
  common::v1::Scope scope;
  if (!note.fact().service().empty()) {
    scope.set_service(
        ResourceName(context.tenant, "services", note.fact().service()));
  }
  std::vector<v1::Recipient> people;
  std::string role = "service-owner";
  for (uint32_t hop = 0; hop < round; ++hop) {
    const std::vector<authority::Holder> above =
        directory.ActingFor(role, scope, context.now);
    people.clear();
    for (const authority::Holder& holder : above) {
      role = IdPart(holder.role);
      v1::Recipient& person = people.emplace_back();
      person.set_person(IdPart(holder.person));
      person.set_role(role);
      person.set_assignment(IdPart(holder.assignment));
    }
    if (above.empty()) break;
  }
  // Nobody stands above: who keeps the register sees to it.
  if (!people.empty()) return people;
  for (const authority::Holder& holder :
       directory.HoldersOf("csi-manager", {}, context.now)) {
    v1::Recipient& person = people.emplace_back();
    person.set_person(IdPart(holder.person));
    person.set_role(IdPart(holder.role));
  }
  return people;
}

void FireAcknowledge(const std::string& id, const Context& context,
                     Outcome& outcome) {
  auto note = GetRow<v1::NoteRow>(*context.state, NoteKey(context.tenant, id));
  if (!note || note->answered()) return;
  const v1::ToldFact& fact = note->fact();
  const uint32_t round = fact.round() + 1;
  if (round > limits::kAcknowledgeRoundsMax) return;
  const std::vector<v1::Recipient> people = LineAbove(*note, round, context);
  if (people.empty()) return;
  const v1::NotificationRule* rule = nullptr;
  for (const v1::NotificationRule* each : RulesFor(fact.cause())) {
    if (each->id() == fact.rule()) rule = each;
  }
  if (rule == nullptr) return;
  News news;
  news.cause = fact.cause();
  news.about = fact.about();
  news.service = fact.service();
  news.run = fact.run();
  news.step = fact.step();
  constexpr std::string_view kHead = "Nobody has acknowledged this: ";
  news.what = fact.round() == 0 ? StrCat(kHead, fact.what()) : fact.what();
  EmitTold(news, *rule, people, round, context, outcome);
}

}  // namespace

absl::Status DecideIngestServiceEvent(
    const v1::IngestServiceEventRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  RETURN_IF_ERROR(CheckShape(request.event(), context));
  const v1::ServiceEvent& event = request.event();
  v1::IngestServiceEventResponse response;
  if (context.state->Has(
          ServiceEventKey(context.tenant, event.source(), event.event_id()))) {
    response.set_duplicate(true);
    outcome.ReplyWith(std::move(response));
    return absl::OkStatus();
  }
  *outcome.Emit<v1::JournalEvent>()
       .mutable_people()
       ->mutable_service_event()
       ->mutable_event() = event;
  const std::string id = Tell(NewsOf(event), context, outcome);
  if (!id.empty()) {
    response.set_notification(
        ResourceName(context.tenant, "notifications", id));
    const auto& told =
        static_cast<const v1::JournalEvent&>(*outcome.events().back())
            .people()
            .told();
    for (const v1::Recipient& person : told.people()) {
      response.add_told(
          ResourceName(context.tenant, "people", person.person()));
    }
  }
  outcome.ReplyWith(std::move(response));
  return absl::OkStatus();
}

absl::Status RequireParent(std::string_view parent, const Context& context) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("write tenants/", context.tenant, "."));
}

absl::Status RequireOffice(const Context& context, std::string_view what) {
  RETURN_IF_ERROR(RequireActor(context));
  const authority::Directory directory(*context.views, context.tenant);
  authority::Question question;
  question.activity = kProcessActivity;
  question.as_of = context.now;
  const std::string actor = ActorName(context);
  const authority::Answer answer = directory.Check(
      actor, {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE},
      question);
  // Before a matrix is deployed the CSI manager does without one.
  if (answer.allowed || directory.MayBootstrap(actor, context.now) ||
      directory.Holding(actor, "csi-manager", {}, context.now)) {
    return absl::OkStatus();
  }
  return authority::NotAuthorized(directory, actor, what, answer);
}

absl::Status DecideSetTimeSettings(const v1::SetTimeSettingsRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireParent(request.parent(), context));
  auto row = GetRow<v1::TimeSettingsRow>(*context.state,
                                         TimeSettingsKey(context.tenant));
  RETURN_IF_ERROR(CheckEtag(request.etag(), row ? row->revision() : 0,
                            StrCat(request.parent(), "/timeSettings")));
  RETURN_IF_ERROR(RequireOffice(context, "set the time settings"));
  const v1::TimeSettings& wanted = request.settings();
  if (wanted.escalation_days() > limits::kEscalationDaysMax) {
    return FieldError("settings.escalation_days",
                      StrCat("0 to ", limits::kEscalationDaysMax, "."));
  }
  if (!wanted.calendar().empty()) {
    ASSIGN_OR_RETURN(std::string id,
                     IdOf("settings.calendar", wanted.calendar(),
                          context.tenant, "calendars"));
    if (!context.views->Has(authority::ResourceKey(authority::kCalendarTag,
                                                   context.tenant, id))) {
      return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                     StrCat("The directory has no calendar ", wanted.calendar(),
                            " (csictl calendar list)."),
                     {{"name", wanted.calendar()}});
    }
  }
  v1::TimeSettings& fact = *outcome.Emit<v1::JournalEvent>()
                                .mutable_people()
                                ->mutable_time_settings();
  fact = wanted;
  fact.clear_name();
  fact.clear_etag();
  outcome.ReplyWith([tenant = context.tenant](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    return std::make_unique<v1::TimeSettings>(ReadTimeSettings(state, tenant));
  });
  return absl::OkStatus();
}

bool FirePeopleTimer(const Timer& timer, const Context& context,
                     Outcome& outcome) {
  if (timer.kind == kReminderTimer) {
    TellOfReminder(timer.subject, context, outcome);
    return true;
  }
  if (timer.kind == kHandOverTimer) {
    GoOnHandingOver(timer.subject, context, outcome);
    return true;
  }
  if (timer.kind == kAcknowledgeTimer) {
    FireAcknowledge(timer.subject, context, outcome);
    return true;
  }
  return false;
}

}  // namespace csi::workflow
