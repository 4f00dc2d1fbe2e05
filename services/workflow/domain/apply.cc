#include "services/workflow/domain/apply.h"

#include <algorithm>
#include <utility>

#include "common/kv/keys.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;

void ApplyRunStarted(const v1::RunStartedFact& fact, Folder& fold) {
  const v1::Origin& origin = fold.origin();
  v1::RunRow& head = fold.head();
  head.set_opportunity(origin.opportunity());
  if (origin.has_scope()) *head.mutable_scope() = origin.scope();
  head.set_matrix_variant(fact.matrix_variant());
  head.set_definition(origin.definition());
  head.set_definition_revision(origin.definition_revision());
  head.set_cycle(std::max<uint32_t>(origin.cycle(), 1));
  head.set_previous_run(fact.previous_run());
  head.set_accountable(fact.accountable());
  head.set_create_us(fold.now_us());
  fold.state().Put(ActiveKey(fold.tenant(), origin.opportunity()),
                   origin.run());
  fold.state().Put(
      OpportunityRunKey(fold.tenant(), origin.opportunity(), origin.run()), "");
  fold.BeginStep(fact.start(), Step::PHASE_IN_PROGRESS, v1::StepRow());
  fold.SaveHead();
}

void ApplyStepSubmitted(const v1::StepSubmittedFact& fact, Folder& fold) {
  const uint32_t step = fold.origin().step();
  if (!fact.fields().empty()) fold.MergeArtefact(step, fact.fields());
  v1::StepRow row = fold.LoadStep(step);
  row.set_phase(Step::PHASE_SUBMITTED);
  row.set_submitter(fold.Actor());
  row.set_submit_us(fold.now_us());
  fold.ClearInbox(*row.mutable_waiting(), step, 0);
  fold.Notify(v1::InboxItem::KIND_APPROVE, 0, row.due_us(), fact.approvers(),
              *row.mutable_waiting());
  fold.SaveStep(step, std::move(row));
  for (const v1::Question& question : fact.questions()) fold.Ask(question);
  fold.SaveHead();
}

void ApplyStepDone(const v1::StepDoneFact& fact, Step::Phase phase,
                   Folder& fold) {
  const uint32_t step = fold.origin().step();
  v1::StepRow row = fold.LoadStep(step);
  fold.QuietStep(step, row);
  row.set_phase(phase);
  row.set_approver(fold.Actor());
  row.set_approve_us(fold.now_us());
  const bool skipped = phase == Step::PHASE_SKIPPED;
  const auto& exceptions = fold.origin().grant().exceptions();
  const bool overridden = std::find(exceptions.begin(), exceptions.end(),
                                    "OVERRIDE") != exceptions.end();
  if (skipped || overridden) row.set_reason(fold.origin().reason());
  if (skipped) fold.AddFlag(Run::FLAG_STEP_SKIPPED);
  fold.SaveStep(step, std::move(row));
  if (fact.next().number() != 0) {
    fold.BeginStep(fact.next(), Step::PHASE_IN_PROGRESS,
                   fold.LoadStep(fact.next().number()));
  }
  fold.SaveHead();
}

void ApplySentBack(const v1::StepSentBackFact& fact, Folder& fold) {
  const uint32_t from = fold.origin().step();
  const uint32_t to = fact.to().number();
  v1::RunRow& head = fold.head();
  v1::StepRow left = fold.LoadStep(from);
  fold.QuietStep(from, left);
  // The clock of the step that is left does not matter any more; that of the
  // next starts afresh.
  if (head.state() == Run::STATE_WAITING_FOR_EFFECT) fold.CancelEffectTimer();
  head.clear_clock_stopped_us();
  head.clear_effect_review_us();
  head.clear_effect_reviewed();
  head.clear_comparison();
  head.clear_verdict();
  if (from != to) {
    left.set_phase(Step::PHASE_NOT_STARTED);
    fold.SaveStep(from, std::move(left));
    for (uint32_t step = to + 1; step < from; ++step) {
      v1::StepRow between = fold.LoadStep(step);
      between.set_phase(Step::PHASE_NOT_STARTED);
      fold.SaveStep(step, std::move(between));
    }
    left = fold.LoadStep(to);
  }
  left.set_reason(fold.origin().reason());
  left.set_send_backs(left.send_backs() + 1);
  fold.BeginStep(fact.to(), Step::PHASE_SENT_BACK, std::move(left));
  for (const std::string& id : fact.settled_rfcs()) {
    const std::string key = RfcKey(fold.tenant(), fold.origin().run(), id);
    auto rfc = GetRow<v1::RfcRow>(fold.state(), key);
    if (!rfc) continue;
    rfc->set_settled(true);
    PutRow(fold.state(), key, *rfc);
  }
  fold.SaveHead();
}

void ApplyOverdue(const v1::StepOverdueFact& fact, Folder& fold) {
  const uint32_t step = fold.origin().step();
  v1::StepRow row = fold.LoadStep(step);
  row.set_overdue_us(fold.now_us());
  fold.Notify(v1::InboxItem::KIND_ESCALATION, 0, fact.due_us(), fact.told(),
              *row.mutable_waiting());
  fold.SaveStep(step, std::move(row));
  fold.SaveHead();
}

void ApplyExtended(const v1::StepExtendedFact& fact, Folder& fold) {
  const uint32_t step = fold.origin().step();
  fold.MoveDue(step, fold.LoadStep(step), fact.due_us());
  fold.SaveHead();
}

void ApplyConsultationEnded(const v1::ConsultationEndedFact& fact,
                            Folder& fold) {
  v1::ConsultationRow row = fold.LoadConsultation(fact.number());
  fold.QuietConsultation(fact.number(), row);
  row.set_state(fact.state());
  row.set_answer(fact.state() == v1::Consultation::STATE_WAIVED
                     ? fold.origin().reason()
                     : fact.answer());
  row.set_answered_by(fact.answered_by());
  row.set_recorded_by(fact.recorded_by());
  fold.SaveConsultation(fact.number(), std::move(row));
}

void ApplyConsultationEscalated(const v1::ConsultationEscalatedFact& fact,
                                Folder& fold) {
  v1::ConsultationRow row = fold.LoadConsultation(fact.number());
  row.set_escalated(true);
  fold.Notify(v1::InboxItem::KIND_ESCALATION, fact.number(), row.due_us(),
              fact.told(), *row.mutable_waiting());
  fold.SaveConsultation(fact.number(), std::move(row));
}

void PutExternal(const std::string& id, const v1::RfcRow& row, Folder& fold) {
  if (row.external_id().empty()) return;
  std::string value = fold.origin().run();
  value.push_back('\0');
  value += id;
  fold.state().Put(
      ExternalKey(fold.tenant(), row.external_system(), row.external_id()),
      value);
}

void ApplyRfcRequested(const v1::RfcRequestedFact& fact, Folder& fold) {
  v1::RfcRow row = fact.rfc();
  row.set_revision(1);
  row.set_create_us(fold.now_us());
  row.set_update_us(fold.now_us());
  PutExternal(fact.id(), row, fold);
  PutRow(fold.state(), RfcKey(fold.tenant(), fold.origin().run(), fact.id()),
         row);
  fold.head().set_rfcs(fold.head().rfcs() + 1);
  fold.SaveHead();
}

// The row after, with what the event left out taken from the row before.
void PutRfcAfter(const std::string& id, v1::RfcRow after, Folder& fold) {
  const std::string key = RfcKey(fold.tenant(), fold.origin().run(), id);
  auto before = GetRow<v1::RfcRow>(fold.state(), key);
  if (before) {
    after.set_title(before->title());
    after.set_description(before->description());
    after.set_revision(before->revision() + 1);
    after.set_create_us(before->create_us());
  }
  after.set_update_us(fold.now_us());
  PutExternal(id, after, fold);
  PutRow(fold.state(), key, after);
}

void RemoveParked(const std::string& id, Folder& fold) {
  const std::string key = ParkedKey(fold.tenant(), id);
  auto row = GetRow<v1::ParkedRow>(fold.state(), key);
  if (!row) return;
  fold.state().Delete(key);
  const std::string index =
      ParkedIndexKey(fold.tenant(), row->event().external_system(),
                     row->event().external_id(), id);
  if (fold.state().Has(index)) fold.state().Delete(index);
}

void ApplyRfcNews(const v1::RfcNews& fact, Folder& fold) {
  PutRfcAfter(fact.rfc(), fact.after(), fold);
  std::string seen = fold.origin().run();
  seen.push_back('\0');
  seen += fact.rfc();
  fold.state().Put(SeenKey(fold.tenant(), fact.source(), fact.event_id()),
                   seen);
  if (!fact.parked().empty()) RemoveParked(fact.parked(), fold);
  for (int flag : fact.flags()) fold.AddFlag(static_cast<Run::Flag>(flag));
  fold.SaveHead();
}

void ApplyParked(const v1::ChangeParkedFact& fact, const Fact& about,
                 Effects& effects) {
  KvWriter& rows = effects.state();
  v1::ParkedRow row;
  row.set_cause(fact.cause());
  *row.mutable_event() = fact.event();
  row.set_create_us(absl::ToUnixMicros(about.time));
  PutRow(rows, ParkedKey(about.tenant, fact.id()), row);
  const v1::ChangeEvent& event = fact.event();
  if (!event.external_id().empty()) {
    rows.Put(ParkedIndexKey(about.tenant, event.external_system(),
                            event.external_id(), fact.id()),
             "");
  }
  rows.Put(SeenKey(about.tenant, event.source(), event.event_id()), fact.id());
}

void ApplyEffectAwaited(const v1::EffectAwaitedFact& fact, Folder& fold) {
  fold.StopStepClock();
  fold.head().set_effect_review_us(fact.review_us());
  fold.head().clear_effect_reviewed();
  fold.SetEffectTimer();
  fold.SaveHead();
}

void ApplyEffectDue(const v1::EffectReviewDueFact& fact, Folder& fold) {
  fold.head().set_effect_reviewed(true);
  fold.SaveHead();  // starts the step's clock
  const uint32_t step = fold.head().step();
  v1::StepRow row = fold.LoadStep(step);
  fold.Notify(v1::InboxItem::KIND_REVIEW_EFFECT, 0, fact.review_us(),
              fact.reviewers(), *row.mutable_waiting());
  fold.SaveStep(step, std::move(row));
}

void ApplyEnd(Folder& fold) {
  const uint32_t step = fold.head().step();
  v1::StepRow row = fold.LoadStep(step);
  fold.QuietStep(step, row);
  if (fold.head().state() == Run::STATE_WAITING_FOR_EFFECT) {
    fold.CancelEffectTimer();
  }
  const bool completed = fold.origin().state() == Run::STATE_COMPLETED;
  if (completed && row.phase() != Step::PHASE_APPROVED) {
    // The acceptance of the verdict is the approval of the last step.
    row.set_phase(Step::PHASE_APPROVED);
    row.set_approve_us(fold.now_us());
  }
  fold.SaveStep(step, std::move(row));
  fold.head().clear_held_us();
  fold.head().clear_held_state();
  fold.head().clear_clock_stopped_us();
  if (!completed) fold.head().set_reason(fold.origin().reason());
  fold.SaveHead();
}

void ApplyHeld(Folder& fold) {
  fold.StopClocksForHold();
  fold.head().set_reason(fold.origin().reason());
  fold.SaveHead();
}

void ApplyResumed(Folder& fold) {
  fold.StartClocksAfterHold();
  fold.head().clear_reason();
  fold.SaveHead();
}

}  // namespace

void ApplyEvent(const v1::JournalEvent& event, const Fact& about,
                Effects& effects) {
  using Case = v1::JournalEvent::EventCase;
  if (event.event_case() == Case::kChangeParked) {
    ApplyParked(event.change_parked(), about, effects);
    return;
  }
  Folder fold(event.origin(), about, effects);
  if (event.event_case() == Case::kRunStarted) {
    ApplyRunStarted(event.run_started(), fold);
    return;
  }
  if (!fold.LoadHead()) return;
  const uint32_t step = event.origin().step();
  switch (event.event_case()) {
    case Case::kArtefactRecorded:
      fold.MergeArtefact(step, event.artefact_recorded().fields());
      break;
    case Case::kStepSubmitted:
      ApplyStepSubmitted(event.step_submitted(), fold);
      break;
    case Case::kStepApproved:
      ApplyStepDone(event.step_approved(), Step::PHASE_APPROVED, fold);
      break;
    case Case::kStepSkipped:
      ApplyStepDone(event.step_skipped(), Step::PHASE_SKIPPED, fold);
      break;
    case Case::kImplementationStarted:
      *fold.head().mutable_baselines() =
          event.implementation_started().baselines();
      fold.SaveHead();
      break;
    case Case::kStepSentBack:
      ApplySentBack(event.step_sent_back(), fold);
      break;
    case Case::kStepOverdue:
      ApplyOverdue(event.step_overdue(), fold);
      break;
    case Case::kStepExtended:
      ApplyExtended(event.step_extended(), fold);
      break;
    case Case::kConsultationAsked:
      fold.Ask(event.consultation_asked().question());
      fold.SaveHead();
      break;
    case Case::kConsultationEnded:
      ApplyConsultationEnded(event.consultation_ended(), fold);
      break;
    case Case::kConsultationEscalated:
      ApplyConsultationEscalated(event.consultation_escalated(), fold);
      break;
    case Case::kRfcRequested:
      ApplyRfcRequested(event.rfc_requested(), fold);
      break;
    case Case::kRfcNews:
      ApplyRfcNews(event.rfc_news(), fold);
      break;
    case Case::kRfcBound:
      PutRfcAfter(event.rfc_bound().id(), event.rfc_bound().after(), fold);
      fold.SaveHead();
      break;
    case Case::kEffectAwaited:
      ApplyEffectAwaited(event.effect_awaited(), fold);
      break;
    case Case::kEffectReviewDue:
      ApplyEffectDue(event.effect_review_due(), fold);
      break;
    case Case::kEffectReviewMoved:
      fold.head().set_effect_review_us(event.effect_review_moved().review_us());
      fold.SetEffectTimer();
      fold.SaveHead();
      break;
    case Case::kRunHeld:
      ApplyHeld(fold);
      break;
    case Case::kRunResumed:
      ApplyResumed(fold);
      break;
    case Case::kVerdictNoted:
      fold.head().set_comparison(event.verdict_noted().comparison());
      fold.head().set_verdict(event.verdict_noted().verdict());
      fold.SaveHead();
      break;
    case Case::kRunCompleted:
      fold.head().set_comparison(event.run_completed().comparison());
      fold.head().set_verdict(event.run_completed().verdict());
      ApplyEnd(fold);
      break;
    case Case::kRunCancelled:
      ApplyEnd(fold);
      break;
    case Case::kAuthorityOverridden:
      fold.AddFlag(Run::FLAG_OVERRIDDEN);
      fold.SaveHead();
      break;
    case Case::kNextCycleStarted:
      fold.head().set_next_run(event.next_cycle_started().next_run());
      fold.SaveHead();
      break;
    case Case::kRunStarted:
    case Case::kChangeParked:
    case Case::EVENT_NOT_SET:
      effects.Broken("an event of the journal is empty");
      break;
  }
}

}  // namespace csi::workflow
