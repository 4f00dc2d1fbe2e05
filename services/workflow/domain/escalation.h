// Who hears of an overdue step at which level: 1 the lead of those who work it,
// 2 the accountable person, from 3 on the line above. Everybody hears once; a
// level whose people are missing or know already is passed over.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_ESCALATION_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_ESCALATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/workflow/domain/work.h"

namespace csi::workflow {

struct Rung {
  uint32_t level = 0;
  Waiters told;
};

// The first level from `level` on that has anybody who has no item of the
// escalation yet and is not in `besides`; none at the end of the lines.
std::optional<Rung> NextRung(const Work& work, uint32_t step, uint32_t level,
                             const Waiters& besides);

// When the level behind this rung is due, 0 if nobody is above it.
int64_t NextRungUs(const Work& work, uint32_t step, const Rung& rung);

// Holders of the first filled role above a role (id), by the lines of purpose
// sip-escalation, csi-decisions and accountability, in this order.
std::vector<authority::Holder> HoldersAbove(const Work& work,
                                            const std::string& role);

// The timer of a level is due.
void FireEscalation(const Work& work, uint32_t step, uint32_t level,
                    Outcome& outcome);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_ESCALATION_H_
