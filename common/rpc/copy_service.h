// What copies of one service ask of each other, besides the calls that they
// pass on: to finish what is under way before another of them claims. A
// courtesy alone: whoever does not answer is claimed from all the same, and
// whoever asks without need stops a partition for a second at most.
//
//   /csi.common.v1.CopyService/Yield   google.protobuf.StringValue (the
//   service's name), answered by google.protobuf.Empty. Not in reflection.
#ifndef CSI_COMMON_RPC_COPY_SERVICE_H_
#define CSI_COMMON_RPC_COPY_SERVICE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/rpc/forwarder.h"
#include "common/runtime/partition_host.h"
#include "grpcpp/impl/service_type.h"

namespace csi::rpc {

// The hosts, by service, outlive it.
std::unique_ptr<grpc::Service> MakeCopyService(
    std::map<std::string, PartitionHost*> hosts);

// Waits until the copy at `address` has nothing of the service under way, or
// `patience` is over. False when it did not answer so.
bool AskToYield(Forwarder& forwarder, const std::string& address,
                const std::string& service, absl::Duration patience);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_COPY_SERVICE_H_
