// Definitions: processes as data, and the questions that the engine asks them.
//
// The pack (seven-step, quick-win) is compiled in, every released revision for
// ever, because runs are pinned to theirs. Loaded and checked once; read only
// and shared by all threads afterwards.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "csi/workflow/v1/workflow.pb.h"

namespace csi::workflow {

// Names inside are ids, as the textproto has them; resource names are made
// when a definition is shown to a tenant.
using Definition = v1::Definition;

// All definitions of the pack, newest revision of each, by id.
const std::vector<const Definition*>& PackDefinitions();

// The definition with this id and revision (0: the newest), or null.
const Definition* FindPackDefinition(std::string_view id, uint32_t revision);

// The errors that definition_check.h finds, as sentences; empty: it can be
// run.
std::vector<std::string> CheckDefinition(const Definition& definition);

// REQUIRES: 1 <= number <= number of steps.
const v1::StepDefinition& StepOf(const Definition& definition, uint32_t number);
// 0 if there is no such key.
uint32_t StepNumber(const Definition& definition, std::string_view key);
uint32_t LastStep(const Definition& definition);
// Its approval is a decision: a field has values that let the run pass.
bool Decides(const v1::StepDefinition& step);
// Neither a decision nor an implementation is left out, whatever a revision
// that was published earlier says.
bool MayBeLeftOut(const v1::StepDefinition& step);
// Number of the first implementing step.
uint32_t ImplementingStep(const Definition& definition);

// The row of the outcome table, PENDING when the status is not listed.
v1::RfcOutcome OutcomeOf(const Definition& definition, v1::Rfc::Status status);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_DEFINITION_H_
