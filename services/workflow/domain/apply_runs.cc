// Runs as a whole: start, waits, hold and end.
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

void ApplyToRun(const v1::JournalEvent& event, Folder& fold) {
  switch (event.event_case()) {
    case Case::kImplementationStarted:
      *fold.head().mutable_baselines() =
          event.implementation_started().baselines();
      return fold.SaveHead();
    case Case::kEffectAwaited:
      return ApplyEffectAwaited(event.effect_awaited(), fold);
    case Case::kEffectReviewDue:
      return ApplyEffectDue(event.effect_review_due(), fold);
    case Case::kEffectReviewMoved:
      fold.CancelEffectTimer();
      fold.head().set_effect_review_us(event.effect_review_moved().review_us());
      fold.SetEffectTimer();
      return fold.SaveHead();
    case Case::kRunHeld:
      return ApplyHeld(fold);
    case Case::kRunResumed:
      return ApplyResumed(fold);
    case Case::kVerdictNoted:
      fold.head().set_comparison(event.verdict_noted().comparison());
      fold.head().set_verdict(event.verdict_noted().verdict());
      return fold.SaveHead();
    case Case::kRunCompleted:
      fold.head().set_comparison(event.run_completed().comparison());
      fold.head().set_verdict(event.run_completed().verdict());
      return ApplyEnd(fold);
    case Case::kRunCancelled:
      return ApplyEnd(fold);
    default:
      fold.head().set_next_run(event.next_cycle_started().next_run());
      return fold.SaveHead();
  }
}

}  // namespace csi::workflow
