// Why a query is not answered by a host, as its caller is told.
#ifndef CSI_COMMON_RPC_NOT_SERVING_H_
#define CSI_COMMON_RPC_NOT_SERVING_H_

#include "absl/status/status.h"
#include "common/runtime/partition_host.h"

namespace csi::rpc {

// PARTITION_HALTED, or NOT_SERVING with what it waits for.
absl::Status NotServing(const HostReport& report);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_NOT_SERVING_H_
