// Work follows the directory: items of somebody who does not hold the letter or
// role any more go to whoever does; items that nobody holds wait until somebody
// is appointed. Only the items concerned are looked at, not the runs.
//
// A change of the directory moves one portion; a timer moves the next ones,
// each a batch of its own, until all are looked at. A crash in between loses
// nothing: how far it came is a row of the state.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_HAND_OVER_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_HAND_OVER_H_

#include <string>

#include "common/domain/domain.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi::workflow {

// By its type alone.
bool MovesWork(const common::v1::CloudEvent& event);

// REQUIRES: MovesWork(event).
void HandOver(const common::v1::CloudEvent& event, const Context& context,
              Outcome& outcome);

// The next portion of a hand-over, when its timer is due.
void GoOnHandingOver(const std::string& timer_subject, const Context& context,
                     Outcome& outcome);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_HAND_OVER_H_
