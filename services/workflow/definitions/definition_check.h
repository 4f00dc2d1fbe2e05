// Is a definition fit for runs? Every reason against it, by what stands in it
// alone: no directory, no clock. Pure and total: any message may be given.
//
// Rules: D1 steps and numbers, D2 keys and texts, D3 activity, D4 letters,
// D5 days, D6 artefact schema, D7 implementation and its baseline gate, D8 the
// way to the end, D9 answers of change management, D10 states of the register
// entry. D11 (a warning): nothing decides before implementation.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_CHECK_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_CHECK_H_

#include <string>
#include <vector>

#include "csi/common/v1/common.pb.h"
#include "csi/workflow/v1/workflow.pb.h"

namespace csi::workflow {

using Findings = std::vector<common::v1::Finding>;

// In the order of the steps. Without an ERROR it can be published.
Findings FindInDefinition(const v1::Definition& definition);

bool HasError(const Findings& findings);
// "D4 step measures: ... " of the errors, for a refusal.
std::string ErrorsOf(const Findings& findings);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_CHECK_H_
