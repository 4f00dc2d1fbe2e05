// Clocks of a run: the due time of its step, of its questions and of the
// effect review, on hold and in the wait for the effect.
#include <utility>

#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/folder.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;

}  // namespace

void Folder::StopClocksForHold() {
  const v1::StepRow row = LoadStep(head_.step());
  if (StepTimerRuns(row)) effects_.CancelTimer(StepTimer(head_.step(), row));
  StopEscalation();
  for (const auto& [number, question] : LoadConsultations(
           effects_.state(), tenant(), origin_.run(), head_.step())) {
    if (question.state() == v1::Consultation::STATE_OPEN &&
        !question.escalated()) {
      effects_.CancelTimer(ConsultationTimer(number, question));
    }
  }
  if (head_.state() == Run::STATE_WAITING_FOR_EFFECT) CancelEffectTimer();
  head_.set_held_state(head_.state());
  head_.set_held_us(now_us_);
}

void Folder::StartClocksAfterHold() {
  const int64_t held_us = now_us_ - head_.held_us();
  head_.clear_held_us();
  ShiftQuestions(held_us);
  if (head_.clock_stopped_us() != 0) {
    // The step's clock stands for the effect anyway, if that is still awaited.
    if (origin_.state() == Run::STATE_WAITING_FOR_EFFECT) SetEffectTimer();
    return;
  }
  LetStepClockRun(held_us);
}

void Folder::ShiftQuestions(int64_t by_us) {
  for (const auto& [number, question] : LoadConsultations(
           effects_.state(), tenant(), origin_.run(), head_.step())) {
    if (question.state() != v1::Consultation::STATE_OPEN ||
        question.escalated()) {
      continue;
    }
    v1::ConsultationRow shifted = question;
    shifted.set_due_us(shifted.due_us() + by_us);
    effects_.SetTimer(ConsultationTimer(number, shifted));
    SaveConsultation(number, std::move(shifted));
  }
}

void Folder::StopStepClock() {
  const v1::StepRow row = LoadStep(head_.step());
  if (StepTimerRuns(row)) effects_.CancelTimer(StepTimer(head_.step(), row));
  StopEscalation();
  head_.set_clock_stopped_us(now_us_);
}

void Folder::StartStepClock() {
  if (head_.clock_stopped_us() == 0) return;
  const int64_t stopped_us = now_us_ - head_.clock_stopped_us();
  head_.clear_clock_stopped_us();
  LetStepClockRun(stopped_us);
}

void Folder::LetStepClockRun(int64_t later_us) {
  v1::StepRow row = LoadStep(head_.step());
  if (!IsOpen(row.phase())) return;
  if (row.overdue_us() != 0) {
    if (row.escalate_us() == 0) return;
    StartEscalation(later_us, row);
    SaveStep(head_.step(), std::move(row));
    return;
  }
  row.set_due_us(row.due_us() + later_us);
  effects_.SetTimer(StepTimer(head_.step(), row));
  SaveStep(head_.step(), std::move(row));
}

void Folder::SetEffectTimer() {
  effects_.SetTimer({absl::FromUnixMicros(head_.effect_review_us()),
                     fact_.tenant, kEffectTimer, origin_.run()});
}

void Folder::CancelEffectTimer() {
  effects_.CancelTimer({absl::FromUnixMicros(head_.effect_review_us()),
                        fact_.tenant, kEffectTimer, origin_.run()});
}

}  // namespace csi::workflow
