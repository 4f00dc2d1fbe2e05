// The public event inside a journal event of the directory.
#ifndef CSI_SERVICES_RACI_DOMAIN_INNER_EVENT_H_
#define CSI_SERVICES_RACI_DOMAIN_INNER_EVENT_H_

#include "google/protobuf/message.h"

namespace csi::raci {

// Null when none is set.
const google::protobuf::Message* InnerEvent(
    const google::protobuf::Message& journal_event);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_INNER_EVENT_H_
