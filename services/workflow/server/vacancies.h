// Who is missing in the work of a step: A or R without anybody to hold it,
// since when, who held it last, and who may stand in. Reads only.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_VACANCIES_H_
#define CSI_SERVICES_WORKFLOW_SERVER_VACANCIES_H_

#include <vector>

#include "common/authority/directory.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {

// A blocker VACANT for each letter that the current step needs and nobody (or,
// for A, more than one person) holds. `row`: that of the current step.
std::vector<v1::Blocker> VacantRoles(const Work& work,
                                     const authority::Resolution& resolution,
                                     const v1::StepRow& row);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_VACANCIES_H_
