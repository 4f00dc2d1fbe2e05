// The rules of one step of a definition. Private to definition_check.cc.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_STEP_CHECK_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_STEP_CHECK_H_

#include <string>
#include <string_view>

#include "services/workflow/definitions/definition_check.h"

namespace csi::workflow {

void AddFinding(std::string_view rule, common::v1::Severity severity,
                std::string place, std::string message, std::string suggestion,
                Findings& findings);

// Lower-case letters, digits, '-' and '_', beginning with a letter.
bool IsDefinitionKey(std::string_view key);

// D2 to D6 and D10 of the step.
void CheckStep(const v1::StepDefinition& step, Findings& findings);

// D10: a state that an entry of the register can be moved to.
bool IsEntryState(std::string_view state);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_STEP_CHECK_H_
