// What a journal event is about. Apply and Project are both made of these
// families, so that each event is named once and a new one must choose.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_EVENT_FAMILY_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_EVENT_FAMILY_H_

#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

enum class EventFamily {
  kNone,    // an empty event
  kParked,  // a change that belongs to no run yet
  kStart,   // the run begins
  kRun,
  kStep,
  kConsultation,
  kChange,
  kDefinition,  // drafts and revisions; belongs to no run
  kOperation,   // what operators do to a run
  kPeople,      // who is told, and how
};

EventFamily FamilyOf(const v1::JournalEvent& event);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_EVENT_FAMILY_H_
