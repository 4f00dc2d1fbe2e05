// Steps, their artefacts and their consultations.
#include <algorithm>
#include <utility>

#include "common/kv/keys.h"
#include "services/workflow/domain/apply_families.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;
using Case = v1::JournalEvent::EventCase;

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
  if (fact.approvers().empty()) {
    fold.WaitForNobody(v1::InboxItem::KIND_APPROVE, 0, row.due_us(), "");
  }
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
  if (!fact.stands()) {  // else it is still that person's decision
    row.set_approver(fold.Actor());
    row.set_approve_us(fold.now_us());
  }
  row.set_decided_on(fact.decided_on());
  const bool skipped = phase == Step::PHASE_SKIPPED;
  const auto& exceptions = fold.origin().grant().exceptions();
  const bool overridden = std::find(exceptions.begin(), exceptions.end(),
                                    "OVERRIDE") != exceptions.end();
  if (skipped || overridden || fact.stands())
    row.set_reason(fold.origin().reason());
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
      // A change that failed took the plan with it.
      if (!fact.rfc().empty()) between.clear_decided_on();
      fold.SaveStep(step, std::move(between));
    }
    left = fold.LoadStep(to);
  }
  left.clear_decided_on();  // it is to be decided again
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
  if (fact.level() != 0) fold.Escalate(fact.level(), fact.next_us(), row);
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

}  // namespace

void ApplyToStep(const v1::JournalEvent& event, Folder& fold) {
  switch (event.event_case()) {
    case Case::kArtefactRecorded:
      return fold.MergeArtefact(event.origin().step(),
                                event.artefact_recorded().fields());
    case Case::kStepSubmitted:
      return ApplyStepSubmitted(event.step_submitted(), fold);
    case Case::kStepApproved:
      return ApplyStepDone(event.step_approved(), Step::PHASE_APPROVED, fold);
    case Case::kStepSkipped:
      return ApplyStepDone(event.step_skipped(), Step::PHASE_SKIPPED, fold);
    case Case::kStepSentBack:
      return ApplySentBack(event.step_sent_back(), fold);
    case Case::kStepOverdue:
      return ApplyOverdue(event.step_overdue(), fold);
    case Case::kStepExtended:
      return ApplyExtended(event.step_extended(), fold);
    default:  // AuthorityOverridden: the move itself is the next event
      fold.AddFlag(Run::FLAG_OVERRIDDEN);
      return fold.SaveHead();
  }
}

void ApplyToConsultation(const v1::JournalEvent& event, Folder& fold) {
  switch (event.event_case()) {
    case Case::kConsultationEnded:
      return ApplyConsultationEnded(event.consultation_ended(), fold);
    case Case::kConsultationEscalated:
      return ApplyConsultationEscalated(event.consultation_escalated(), fold);
    default:
      fold.Ask(event.consultation_asked().question());
      return fold.SaveHead();
  }
}

}  // namespace csi::workflow
