// What a decision to implement rests on, and whether an earlier one stands.
//
// After a way back from implementation the decision is needed again only if
// scope, target, cost, baselines or plan changed meanwhile. Asking for it by
// name (a send-back to the deciding step) or a change that failed (so that the
// plan did) ends it in any case. Reads only.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_DECISION_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_DECISION_H_

#include <string>
#include <vector>

#include "services/workflow/domain/work.h"

namespace csi::workflow {

// Digest of all that the decision of `step` rests on now: 16 hex digits.
std::string DecisionBasis(const Work& work, uint32_t step,
                          const std::vector<std::string>& baselines);

// The step was decided in an earlier round on the same basis.
bool DecisionStands(const Work& work, uint32_t step,
                    const std::vector<std::string>& baselines);

// "The decision of 2026-03-01 12:00 UTC by Cora stands: ...", for the record.
std::string WhyItStands(const Work& work, uint32_t step);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_DECISION_H_
