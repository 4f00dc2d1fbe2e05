#include "services/workflow/domain/project.h"

#include <memory>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

// One journal event with what its public events share.
class Projection {
 public:
  Projection(const v1::JournalEvent& event, const Fact& fact,
             std::vector<PublicEvent>& out)
      : origin_(event.origin()), fact_(fact), out_(out) {
    context_.set_run(ResourceName(fact.tenant, "runs", origin_.run()));
    context_.set_opportunity(
        ResourceName(fact.tenant, "opportunities", origin_.opportunity()));
    if (origin_.has_scope()) {
      *context_.mutable_scope() = ExpandScope(origin_.scope(), fact.tenant);
    }
    context_.set_definition(
        ResourceName(fact.tenant, "definitions", origin_.definition()));
    context_.set_definition_revision(origin_.definition_revision());
    context_.set_step(origin_.step());
    context_.set_step_key(origin_.step_key());
    if (origin_.has_grant()) {
      *context_.mutable_grant() =
          ExpandGrant(origin_.grant(), fact.tenant, fact.actor);
    }
    context_.set_entry_state(origin_.entry_state());
    context_.set_reason(origin_.reason());
    context_.set_state(origin_.state());
    context_.set_cycle(origin_.cycle() == 0 ? 1 : origin_.cycle());
  }

  const std::string& tenant() const { return fact_.tenant; }
  const std::string& run() const { return origin_.run(); }

  template <class Event>
  Event& Add() {
    auto event = std::make_unique<Event>();
    Event& added = *event;
    *added.mutable_context() = context_;
    out_.push_back({context_.run(), std::move(event)});
    return added;
  }

  // The start of a step: a consequence, so it has neither reason nor effect
  // on the register.
  void AddStart(const v1::StepStart& start) {
    if (start.number() == 0) return;
    auto& event = Add<v1::StepStarted>();
    event.mutable_context()->set_step(start.number());
    event.mutable_context()->set_step_key(start.key());
    event.mutable_context()->clear_entry_state();
    event.mutable_context()->clear_reason();
    SetTime(start.due_us(), event.mutable_due_time());
  }

  std::string Person(const std::string& id) const {
    return NameOrEmpty(tenant(), "people", id);
  }
  std::string Role(const std::string& id) const {
    return NameOrEmpty(tenant(), "roles", id);
  }
  std::string ConsultationName(uint32_t number) const {
    return ResourceName(tenant(), "consultations",
                        ConsultationId(run(), origin_.step(), number));
  }

  void Question(const v1::Question& question) {
    auto& asked = Add<v1::ConsultationAsked>();
    asked.mutable_context()->clear_entry_state();
    asked.set_consultation(ConsultationName(question.number()));
    asked.set_mode(question.mode());
    asked.set_role(Role(question.role()));
    asked.set_person(Person(question.person()));
    asked.set_question(question.question());
    SetTime(question.due_us(), asked.mutable_due_time());
    if (!question.vacant()) return;
    auto& waived = Add<v1::ConsultationWaived>();
    waived.mutable_context()->clear_entry_state();
    waived.mutable_context()->clear_grant();
    waived.mutable_context()->set_reason(
        "Nobody holds the role; waived by the system.");
    waived.set_consultation(asked.consultation());
    waived.set_role(asked.role());
  }

  void ConsultationEnded(const v1::ConsultationEndedFact& fact) {
    switch (fact.state()) {
      case v1::Consultation::STATE_ANSWERED: {
        auto& event = Add<v1::ConsultationAnswered>();
        event.set_consultation(ConsultationName(fact.number()));
        event.set_role(Role(fact.role()));
        event.set_answered_by(Person(fact.answered_by()));
        event.set_recorded_by(Person(fact.recorded_by()));
        event.set_answer(fact.answer());
        return;
      }
      case v1::Consultation::STATE_LAPSED: {
        auto& event = Add<v1::ConsultationLapsed>();
        event.set_consultation(ConsultationName(fact.number()));
        event.set_role(Role(fact.role()));
        return;
      }
      default: {
        auto& event = Add<v1::ConsultationWaived>();
        event.set_consultation(ConsultationName(fact.number()));
        event.set_role(Role(fact.role()));
        return;
      }
    }
  }

  void News(const v1::RfcNews& fact) {
    const v1::Rfc rfc = Rfc(fact.rfc(), fact.after());
    if (fact.superseded()) {
      auto& event = Add<v1::ChangeSuperseded>();
      *event.mutable_rfc() = rfc;
      event.set_status(fact.status());
      event.set_source(fact.source());
      event.set_event_id(fact.event_id());
      return;
    }
    auto& event = Add<v1::RfcStatusChanged>();
    *event.mutable_rfc() = rfc;
    event.set_previous_status(fact.previous_status());
    event.set_source(fact.source());
    event.set_event_id(fact.event_id());
  }

  v1::Rfc Rfc(const std::string& id, const v1::RfcRow& row) const {
    v1::Rfc rfc = ToRfc(tenant(), run(), id, row);
    // The counters and times of the row are not part of events.
    rfc.clear_etag();
    rfc.clear_revision();
    rfc.clear_create_time();
    rfc.clear_update_time();
    return rfc;
  }

 private:
  const v1::Origin& origin_;
  const Fact& fact_;
  std::vector<PublicEvent>& out_;
  v1::RunContext context_;
};

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

}  // namespace

void ProjectEvent(const v1::JournalEvent& event, const Fact& fact,
                  std::vector<PublicEvent>& out) {
  using Case = v1::JournalEvent::EventCase;
  if (event.event_case() == Case::kChangeParked) {
    ProjectParked(event.change_parked(), fact, out);
    return;
  }
  Projection to(event, fact, out);
  switch (event.event_case()) {
    case Case::kRunStarted:
      ProjectStarted(event.run_started(), to);
      break;
    case Case::kArtefactRecorded:
      *to.Add<v1::ArtefactRecorded>().mutable_fields() =
          event.artefact_recorded().fields();
      break;
    case Case::kStepSubmitted:
      ProjectSubmitted(event.step_submitted(), to);
      break;
    case Case::kStepApproved:
      to.Add<v1::StepApproved>().set_submitter(
          to.Person(event.step_approved().submitter()));
      to.AddStart(event.step_approved().next());
      break;
    case Case::kStepSkipped:
      to.Add<v1::StepSkipped>();
      to.AddStart(event.step_skipped().next());
      break;
    case Case::kImplementationStarted: {
      auto& started = to.Add<v1::ImplementationStarted>();
      for (const auto& id : event.implementation_started().baselines()) {
        started.add_baselines(ResourceName(fact.tenant, "baselines", id));
      }
      break;
    }
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
    case Case::kAuthorityOverridden: {
      auto& overridden = to.Add<v1::AuthorityOverridden>();
      overridden.set_move(event.authority_overridden().move());
      *overridden.mutable_overridden() =
          event.authority_overridden().overridden();
      break;
    }
    case Case::kNextCycleStarted:
      to.Add<v1::NextCycleStarted>().set_next_run(ResourceName(
          fact.tenant, "runs", event.next_cycle_started().next_run()));
      break;
    case Case::kChangeParked:
    case Case::EVENT_NOT_SET:
      break;
  }
}

}  // namespace csi::workflow
