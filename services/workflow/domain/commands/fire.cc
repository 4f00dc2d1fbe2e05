// What happens when a timer is due. The state may have moved since the timer
// was set, so each looks whether its reason still stands.
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/advance.h"
#include "services/workflow/domain/apply_people.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/commands/people.h"
#include "services/workflow/domain/escalation.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;

void FireStep(const Work& work, uint32_t step, Outcome& outcome) {
  const v1::StepRow row = work.StepRowOf(step);
  if (step != work.run().step() || !IsOpen(row.phase()) ||
      work.run().state() == Run::STATE_ON_HOLD || row.overdue_us() != 0 ||
      work.run().clock_stopped_us() != 0 || row.due_us() > work.now_us()) {
    return;
  }
  Move move;
  move.step = step;
  move.state = work.run().state();
  v1::StepOverdueFact& fact = *work.Emit(outcome, move).mutable_step_overdue();
  fact.set_due_us(row.due_us());
  if (const auto rung = NextRung(work, step, 1, {})) {
    *fact.mutable_told() = rung->told;
    fact.set_level(rung->level);
    fact.set_next_us(NextRungUs(work, step, *rung));
  }
}

void FireConsultation(const Work& work, uint32_t step, uint32_t number,
                      Outcome& outcome) {
  const Context& context = work.context();
  auto row = GetRow<v1::ConsultationRow>(
      *context.state, ConsultationKey(context.tenant, work.id(), step, number));
  if (!row || row->state() != v1::Consultation::STATE_OPEN ||
      work.run().state() == Run::STATE_ON_HOLD ||
      row->due_us() > work.now_us()) {
    return;
  }
  Move move;
  move.step = step;
  move.state = work.run().state();
  if (row->mode() == v1::Consultation::MODE_BLOCKING) {
    if (row->escalated()) return;
    v1::ConsultationEscalatedFact& fact =
        *work.Emit(outcome, move).mutable_consultation_escalated();
    fact.set_number(number);
    fact.set_role(row->role());
    *fact.mutable_told() = work.Holders(step, common::v1::LETTER_ACCOUNTABLE);
    return;
  }
  v1::ConsultationEndedFact& fact =
      *work.Emit(outcome, move).mutable_consultation_ended();
  fact.set_number(number);
  fact.set_role(row->role());
  fact.set_state(v1::Consultation::STATE_LAPSED);
}

void FireEffect(const Work& work, int64_t due_us, Outcome& outcome) {
  if (work.run().state() != Run::STATE_WAITING_FOR_EFFECT ||
      work.run().effect_review_us() != due_us) {
    return;
  }
  Move move;
  move.step = work.run().step();
  // The entry's date may have been moved while the run waited.
  const int64_t review_us = work.EffectReviewUs();
  const bool has_date = work.EntryHasReviewDate();
  if (has_date && review_us > work.now_us()) {
    MoveReview(work, outcome);
    return;
  }
  move.state = Run::STATE_RUNNING;
  v1::EffectReviewDueFact& fact =
      *work.Emit(outcome, move).mutable_effect_review_due();
  fact.set_review_us(due_us);
  *fact.mutable_reviewers() =
      work.Holders(move.step, common::v1::LETTER_ACCOUNTABLE);
}

}  // namespace

absl::Status FireTimer(const Timer& timer, const Context& context,
                       Outcome& outcome) {
  if (FirePeopleTimer(timer, context, outcome)) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(timer.subject, '/');
  absl::StatusOr<Work> work = Work::LoadId(context, parts[0]);
  if (!work.ok() || !work->IsActive()) return absl::OkStatus();
  uint32_t step = 0;
  uint32_t number = 0;
  if (parts.size() > 1 && !absl::SimpleAtoi(parts[1], &step)) {
    return absl::OkStatus();
  }
  if (parts.size() > 2 && !absl::SimpleAtoi(parts[2], &number)) {
    return absl::OkStatus();
  }
  if (timer.kind == kStepTimer) FireStep(*work, step, outcome);
  if (timer.kind == kConsultationTimer) {
    FireConsultation(*work, step, number, outcome);
  }
  if (timer.kind == kEscalationTimer) {
    FireEscalation(*work, step, number, outcome);
  }
  if (timer.kind == kEffectTimer) {
    FireEffect(*work, absl::ToUnixMicros(timer.due), outcome);
  }
  return absl::OkStatus();
}

}  // namespace csi::workflow
