// Which partition a stream of events reads. One order of events holds within a
// partition only, so it is one: the tenant's, that of the position to resume
// at, or the one that is named.
#ifndef CSI_COMMON_RPC_WATCHED_PARTITION_H_
#define CSI_COMMON_RPC_WATCHED_PARTITION_H_

#include "absl/status/statusor.h"
#include "common/runtime/service_hosts.h"
#include "csi/common/v1/event_service.pb.h"

namespace csi::rpc {

// INVALID_ARGUMENT for a service that is not here, or when nothing says which
// of several partitions.
absl::StatusOr<PartitionHost*> PartitionToWatch(
    const HostsByService& hosts, const common::v1::WatchEventsRequest& request);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_WATCHED_PARTITION_H_
