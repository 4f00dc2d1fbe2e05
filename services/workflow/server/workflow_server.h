// The seven-step workflow service as a part of a program.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_WORKFLOW_SERVER_H_
#define CSI_SERVICES_WORKFLOW_SERVER_WORKFLOW_SERVER_H_

#include "common/program/service_module.h"

namespace csi::workflow {

program::ServiceModule MakeWorkflowModule();

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_WORKFLOW_SERVER_H_
