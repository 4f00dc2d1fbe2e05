#include "tools/csictl/linked_protos.h"

#include "csi/common/v1/admin_service.pb.h"
#include "csi/common/v1/development_service.pb.h"
#include "csi/common/v1/event_service.pb.h"
#include "csi/raci/v1/raci_service.pb.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"

namespace csi::tools {

int LinkProtos() {
  return raci::v1::GetPersonRequest::descriptor()->index() +
         registry::v1::GetOpportunityRequest::descriptor()->index() +
         workflow::v1::GetRunRequest::descriptor()->index() +
         reporting::v1::GetIndicatorRequest::descriptor()->index() +
         common::v1::AdvanceClockRequest::descriptor()->index() +
         common::v1::WatchEventsRequest::descriptor()->index();
}

}  // namespace csi::tools
