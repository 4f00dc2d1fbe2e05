// Work follows the directory: items of somebody who does not hold the letter or
// role any more go to whoever does; items that nobody holds wait until somebody
// is appointed. Only the items concerned are looked at, not the runs.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_HAND_OVER_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_HAND_OVER_H_

#include "common/domain/domain.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi::workflow {

// By its type alone.
bool MovesWork(const common::v1::CloudEvent& event);

// REQUIRES: MovesWork(event).
void HandOver(const common::v1::CloudEvent& event, const Context& context,
              Outcome& outcome);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_HAND_OVER_H_
