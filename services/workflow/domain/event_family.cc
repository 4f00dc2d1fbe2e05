#include "services/workflow/domain/event_family.h"

namespace csi::workflow {

EventFamily FamilyOf(const v1::JournalEvent& event) {
  using Case = v1::JournalEvent::EventCase;
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
      return EventFamily::kStep;
    case Case::kConsultationAsked:
    case Case::kConsultationEnded:
    case Case::kConsultationEscalated:
      return EventFamily::kConsultation;
    case Case::kRfcRequested:
    case Case::kRfcNews:
    case Case::kRfcBound:
      return EventFamily::kChange;
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
      return EventFamily::kRun;
    case Case::kRunStarted:
      return EventFamily::kStart;
    case Case::kPeople:
      return EventFamily::kPeople;
    case Case::kChangeParked:
      return EventFamily::kParked;
    case Case::kDefinitionDrafted:
    case Case::kDefinitionPublished:
      return EventFamily::kDefinition;
    case Case::kRunMigrated:
    case Case::kWorkReassigned:
      return EventFamily::kOperation;
    case Case::EVENT_NOT_SET:
      return EventFamily::kNone;
  }
  return EventFamily::kNone;
}

}  // namespace csi::workflow
