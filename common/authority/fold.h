// Folds the public events of the RACI directory into rows.
//
// The RACI service applies its own journal with the first function; the other
// services fold its published events with the second and get the same rows.
// Total: an event that cannot be read changes nothing.
#ifndef CSI_COMMON_AUTHORITY_FOLD_H_
#define CSI_COMMON_AUTHORITY_FOLD_H_

#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "google/protobuf/message.h"

namespace csi::authority {

// `event` is a message of raci_events.proto, `actor` a person id or empty.
void FoldDirectory(const google::protobuf::Message& event,
                   std::string_view tenant, std::string_view actor,
                   absl::Time time, KvWriter& rows);

// Events of other services are passed over.
void FoldDirectoryEvent(const common::v1::CloudEvent& event, KvWriter& rows);

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_FOLD_H_
