// The workflow service on gRPC: which query answers which method. Mutations
// need no line here; the binder sends them to the partition by their name.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_WORKFLOW_SERVER_H_
#define CSI_SERVICES_WORKFLOW_SERVER_WORKFLOW_SERVER_H_

#include "common/rpc/service_binder.h"

namespace csi::workflow {

// REQUIRES: the binder was made for csi.workflow.v1.WorkflowService.
void BindWorkflowQueries(rpc::ServiceBinder& binder);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_WORKFLOW_SERVER_H_
