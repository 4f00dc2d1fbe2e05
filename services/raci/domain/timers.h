// Assignments begin and end in the future: a timer at each of these times sees
// what became filled or vacant by it.
#ifndef CSI_SERVICES_RACI_DOMAIN_TIMERS_H_
#define CSI_SERVICES_RACI_DOMAIN_TIMERS_H_

#include "common/domain/domain.h"
#include "csi/raci/v1/raci_journal.pb.h"

namespace csi::raci {

// Sets and cancels the timers of the event's assignment.
void SetTimers(const v1::JournalEvent& event, const Fact& fact,
               Effects& effects);

absl::Status FireTimer(const Timer& timer, const Context& context,
                       Outcome& outcome);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_TIMERS_H_
