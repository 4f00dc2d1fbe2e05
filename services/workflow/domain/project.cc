#include "services/workflow/domain/project.h"

#include <memory>
#include <utility>

#include "services/workflow/domain/event_family.h"
#include "services/workflow/domain/project_operations.h"
#include "services/workflow/domain/project_people.h"
#include "services/workflow/domain/projection.h"

namespace csi::workflow {
namespace {

using Case = v1::JournalEvent::EventCase;

void ProjectStarted(const v1::RunStartedFact& fact, Projection& to) {
  auto& event = to.Add<v1::RunStarted>();
  event.set_matrix_variant(fact.matrix_variant());
  event.set_accountable(to.Person(fact.accountable()));
  event.set_previous_run(NameOrEmpty(to.tenant(), "runs", fact.previous_run()));
  to.AddStart(fact.start());
}

void ProjectSubmitted(const v1::StepSubmittedFact& fact, Projection& to) {
  if (!fact.fields().empty()) {
    auto& recorded = to.Add<v1::ArtefactRecorded>();
    recorded.mutable_context()->clear_reason();
    *recorded.mutable_fields() = fact.fields();
  }
  to.Add<v1::StepSubmitted>();
  for (const v1::Question& question : fact.questions()) to.Question(question);
}

void ProjectApproved(const v1::StepDoneFact& fact, Projection& to) {
  auto& event = to.Add<v1::StepApproved>();
  event.set_submitter(to.Person(fact.submitter()));
  event.set_stands(fact.stands());
  to.AddStart(fact.next());
}

void ProjectSentBack(const v1::StepSentBackFact& fact, Projection& to) {
  auto& event = to.Add<v1::StepSentBack>();
  event.set_to_step(fact.to().number());
  event.set_to_step_key(fact.to().key());
  event.set_rfc(ChildName(to.tenant(), to.run(), "rfcs", fact.rfc()));
  to.AddStart(fact.to());
}

void ProjectCompleted(const v1::RunCompletedFact& fact, Projection& to) {
  auto& event = to.Add<v1::RunCompleted>();
  event.set_comparison(
      NameOrEmpty(to.tenant(), "comparisons", fact.comparison()));
  event.set_verdict(fact.verdict());
  *event.mutable_missing_fields() = fact.missing_fields();
}

void ProjectParked(const v1::ChangeParkedFact& fact, const Fact& about,
                   std::vector<PublicEvent>& out) {
  v1::ParkedRow row;
  row.set_cause(fact.cause());
  *row.mutable_event() = fact.event();
  row.set_create_us(absl::ToUnixMicros(about.time));
  auto event = std::make_unique<v1::ChangeParked>();
  *event->mutable_change() = ToParkedChange(about.tenant, fact.id(), row);
  const std::string subject = event->change().name();
  out.push_back({subject, std::move(event)});
}

void ProjectStep(const v1::JournalEvent& event, Projection& to) {
  switch (event.event_case()) {
    case Case::kArtefactRecorded:
      *to.Add<v1::ArtefactRecorded>().mutable_fields() =
          event.artefact_recorded().fields();
      break;
    case Case::kStepSubmitted:
      ProjectSubmitted(event.step_submitted(), to);
      break;
    case Case::kStepApproved:
      ProjectApproved(event.step_approved(), to);
      break;
    case Case::kStepSkipped:
      to.Add<v1::StepSkipped>();
      to.AddStart(event.step_skipped().next());
      break;
    case Case::kStepSentBack:
      ProjectSentBack(event.step_sent_back(), to);
      break;
    case Case::kStepOverdue:
      SetTime(event.step_overdue().due_us(),
              to.Add<v1::StepOverdue>().mutable_due_time());
      break;
    case Case::kStepExtended:
      SetTime(event.step_extended().due_us(),
              to.Add<v1::StepExtended>().mutable_due_time());
      break;
    case Case::kAuthorityOverridden: {
      auto& overridden = to.Add<v1::AuthorityOverridden>();
      overridden.set_move(event.authority_overridden().move());
      *overridden.mutable_overridden() =
          event.authority_overridden().overridden();
      break;
    }
    default:
      break;
  }
}

void ProjectConsultation(const v1::JournalEvent& event, Projection& to) {
  switch (event.event_case()) {
    case Case::kConsultationAsked:
      to.Question(event.consultation_asked().question());
      break;
    case Case::kConsultationEnded:
      to.ConsultationEnded(event.consultation_ended());
      break;
    case Case::kConsultationEscalated: {
      auto& escalated = to.Add<v1::ConsultationEscalated>();
      escalated.set_consultation(
          to.ConsultationName(event.consultation_escalated().number()));
      escalated.set_role(to.Role(event.consultation_escalated().role()));
      break;
    }
    default:
      break;
  }
}

void ProjectChange(const v1::JournalEvent& event, Projection& to) {
  switch (event.event_case()) {
    case Case::kRfcRequested: {
      auto& requested = to.Add<v1::RfcRequested>();
      *requested.mutable_rfc() =
          to.Rfc(event.rfc_requested().id(), event.rfc_requested().rfc());
      requested.set_linked(event.rfc_requested().linked());
      break;
    }
    case Case::kRfcNews:
      to.News(event.rfc_news());
      break;
    case Case::kRfcBound: {
      auto& linked = to.Add<v1::RfcRequested>();
      *linked.mutable_rfc() =
          to.Rfc(event.rfc_bound().id(), event.rfc_bound().after());
      linked.set_linked(true);
      break;
    }
    default:
      break;
  }
}

void ProjectRun(const v1::JournalEvent& event, const Fact& fact,
                Projection& to) {
  switch (event.event_case()) {
    case Case::kImplementationStarted: {
      auto& started = to.Add<v1::ImplementationStarted>();
      for (const auto& id : event.implementation_started().baselines()) {
        started.add_baselines(ResourceName(fact.tenant, "baselines", id));
      }
      break;
    }
    case Case::kEffectAwaited:
      SetTime(event.effect_awaited().review_us(),
              to.Add<v1::EffectAwaited>().mutable_effect_review_time());
      break;
    case Case::kEffectReviewDue:
      SetTime(event.effect_review_due().review_us(),
              to.Add<v1::EffectReviewDue>().mutable_effect_review_time());
      break;
    case Case::kEffectReviewMoved:
      SetTime(event.effect_review_moved().review_us(),
              to.Add<v1::EffectReviewMoved>().mutable_effect_review_time());
      break;
    case Case::kRunHeld:
      to.Add<v1::RunHeld>();
      break;
    case Case::kRunResumed:
      to.Add<v1::RunResumed>();
      break;
    case Case::kVerdictNoted: {
      auto& noted = to.Add<v1::VerdictNoted>();
      noted.set_comparison(NameOrEmpty(fact.tenant, "comparisons",
                                       event.verdict_noted().comparison()));
      noted.set_verdict(event.verdict_noted().verdict());
      break;
    }
    case Case::kRunCompleted:
      ProjectCompleted(event.run_completed(), to);
      break;
    case Case::kRunCancelled:
      to.Add<v1::RunCancelled>();
      break;
    case Case::kNextCycleStarted:
      to.Add<v1::NextCycleStarted>().set_next_run(ResourceName(
          fact.tenant, "runs", event.next_cycle_started().next_run()));
      break;
    case Case::kRunStarted:
      ProjectStarted(event.run_started(), to);
      break;
    default:
      break;
  }
}

void ProjectFamily(EventFamily family, const v1::JournalEvent& event,
                   const Fact& fact, Projection& to) {
  switch (family) {
    case EventFamily::kStep:
      return ProjectStep(event, to);
    case EventFamily::kConsultation:
      return ProjectConsultation(event, to);
    case EventFamily::kChange:
      return ProjectChange(event, to);
    case EventFamily::kRun:
    case EventFamily::kStart:
      return ProjectRun(event, fact, to);
    case EventFamily::kOperation:
      return ProjectOperation(event, to);
    case EventFamily::kDefinition:
    case EventFamily::kParked:
    case EventFamily::kPeople:
    case EventFamily::kNone:
      return;
  }
}

}  // namespace

void ProjectEvent(const v1::JournalEvent& event, const Fact& fact,
                  std::vector<PublicEvent>& out) {
  const EventFamily family = FamilyOf(event);
  if (family == EventFamily::kParked) {
    return ProjectParked(event.change_parked(), fact, out);
  }
  if (family == EventFamily::kPeople) {
    return ProjectPeople(event.people(), fact, out);
  }
  if (family == EventFamily::kDefinition) {
    return ProjectDefinition(event, fact, out);
  }
  Projection to(event, fact, out);
  ProjectFamily(family, event, fact, to);
  ProjectWaiting(event, fact, out);
}

}  // namespace csi::workflow
