// Folds the events about people: notifications, acknowledgements, settings,
// channels and deliveries, and work that moves between people. Total.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_PEOPLE_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_PEOPLE_H_

#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_people_journal.pb.h"

namespace csi::workflow {

void ApplyPeople(const v1::PeopleEvent& event, const Fact& about,
                 Effects& effects);

// The timer of a notification that somebody must acknowledge, and that of a
// reminder. Subjects: the note's id; what the reminder is about.
inline constexpr char kAcknowledgeTimer[] = "acknowledge-due";
inline constexpr char kReminderTimer[] = "reminder";
inline constexpr char kHandOverTimer[] = "hand-over";
// The next level of escalation. Subject: "run/step/level".
inline constexpr char kEscalationTimer[] = "step-escalate";

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_APPLY_PEOPLE_H_
