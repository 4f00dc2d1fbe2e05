#include "services/workflow/domain/apply.h"

#include "services/workflow/domain/apply_families.h"

namespace csi::workflow {

void ApplyEvent(const v1::JournalEvent& event, const Fact& about,
                Effects& effects) {
  using Case = v1::JournalEvent::EventCase;
  if (event.event_case() == Case::kChangeParked) {
    return ApplyParked(event.change_parked(), about, effects);
  }
  Folder fold(event.origin(), about, effects);
  if (event.event_case() == Case::kRunStarted) {
    return ApplyRunStarted(event.run_started(), fold);
  }
  if (event.event_case() == Case::EVENT_NOT_SET) {
    return effects.Broken("an event of the journal is empty");
  }
  if (!fold.LoadHead()) return;
  // No default: a new event must choose its family before this compiles.
  switch (event.event_case()) {
    case Case::kArtefactRecorded:
    case Case::kStepSubmitted:
    case Case::kStepApproved:
    case Case::kStepSkipped:
    case Case::kStepSentBack:
    case Case::kStepOverdue:
    case Case::kStepExtended:
    case Case::kAuthorityOverridden:
      return ApplyToStep(event, fold);
    case Case::kConsultationAsked:
    case Case::kConsultationEnded:
    case Case::kConsultationEscalated:
      return ApplyToConsultation(event, fold);
    case Case::kRfcRequested:
    case Case::kRfcNews:
    case Case::kRfcBound:
      return ApplyToChange(event, fold);
    case Case::kImplementationStarted:
    case Case::kEffectAwaited:
    case Case::kEffectReviewDue:
    case Case::kEffectReviewMoved:
    case Case::kRunHeld:
    case Case::kRunResumed:
    case Case::kVerdictNoted:
    case Case::kRunCompleted:
    case Case::kRunCancelled:
    case Case::kNextCycleStarted:
      return ApplyToRun(event, fold);
    case Case::kRunStarted:
    case Case::kChangeParked:
    case Case::EVENT_NOT_SET:
      return;
  }
}

}  // namespace csi::workflow
