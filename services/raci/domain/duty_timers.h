// The day of a duty: a durable timer that publishes DutyDue once, and where a
// duty stands at a time.
#ifndef CSI_SERVICES_RACI_DOMAIN_DUTY_TIMERS_H_
#define CSI_SERVICES_RACI_DOMAIN_DUTY_TIMERS_H_

#include "common/domain/domain.h"
#include "csi/raci/v1/raci_journal.pb.h"

namespace csi::raci {

inline constexpr char kDutyTimer[] = "duty-due";

// Moves the timer of the event's duty. To be called before the fold: it
// compares with the duty as it was.
void SetDutyTimer(const v1::JournalEvent& event, const Fact& fact,
                  Effects& effects);

// Emits DutyDue, unless the duty was moved, done or given up since.
void FireDuty(const Timer& timer, const Context& context, Outcome& outcome);

v1::Duty::State StateOf(const v1::Duty& duty, absl::Time now);

// The duty of an event about one, else null.
const v1::Duty* DutyOf(const v1::JournalEvent& event);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_DUTY_TIMERS_H_
