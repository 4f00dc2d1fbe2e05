// Consultations of a run's steps: who is asked by themselves, what blocks.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_CONSULTATIONS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_CONSULTATIONS_H_

#include <map>
#include <string>

#include "services/workflow/domain/work.h"

namespace csi::workflow {

// Of one step, by number.
using Consultations = std::map<uint32_t, v1::ConsultationRow>;
// Those from number `from` on.
Consultations LoadConsultations(const KvReader& state, std::string_view tenant,
                                std::string_view run, uint32_t step,
                                uint32_t from = 0);

// Questions that still block the approval of a step, as sentences.
std::vector<std::string> BlockingQuestions(const Work& work, uint32_t step);

// Asks the roles that the matrix marks as blocking, unless they were asked in
// this round of the step; a vacant one is waived in the same breath.
void AddAutomaticQuestions(const Work& work, v1::StepSubmittedFact& fact);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_CONSULTATIONS_H_
