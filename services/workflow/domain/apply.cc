#include "services/workflow/domain/apply.h"

#include "services/workflow/domain/apply_families.h"
#include "services/workflow/domain/apply_people.h"
#include "services/workflow/domain/event_family.h"
#include "services/workflow/domain/stuck.h"

namespace csi::workflow {
namespace {

// REQUIRES: the run's head is loaded.
void ApplyToHead(EventFamily family, const v1::JournalEvent& event,
                 Folder& fold) {
  switch (family) {
    case EventFamily::kStep:
      return ApplyToStep(event, fold);
    case EventFamily::kConsultation:
      return ApplyToConsultation(event, fold);
    case EventFamily::kChange:
      return ApplyToChange(event, fold);
    case EventFamily::kRun:
      return ApplyToRun(event, fold);
    case EventFamily::kOperation:
      return ApplyToOperation(event, fold);
    case EventFamily::kDefinition:
    case EventFamily::kStart:
    case EventFamily::kParked:
    case EventFamily::kPeople:
    case EventFamily::kNone:
      return;
  }
}

}  // namespace

void ApplyEvent(const v1::JournalEvent& event, const Fact& about,
                Effects& effects) {
  const EventFamily family = FamilyOf(event);
  if (family == EventFamily::kParked) {
    return ApplyParked(event.change_parked(), about, effects);
  }
  if (family == EventFamily::kPeople) {
    return ApplyPeople(event.people(), about, effects);
  }
  if (family == EventFamily::kDefinition) {
    return ApplyToDefinition(event, about, effects);
  }
  Folder fold(event.origin(), about, effects);
  if (family == EventFamily::kStart) {
    return ApplyRunStarted(event.run_started(), fold);
  }
  if (family == EventFamily::kNone) {
    return effects.Broken("an event of the journal is empty");
  }
  if (!fold.LoadHead()) return;
  ApplyToHead(family, event, fold);
  KeepStuck(event, fold);
}

}  // namespace csi::workflow
