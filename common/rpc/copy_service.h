// What copies of one service ask of each other, besides the calls that they
// pass on: to finish what is under way before another of them claims. A
// courtesy alone: whoever does not answer is claimed from all the same, and
// whoever asks without need stops a partition for two seconds at most.
//
//   /csi.common.v1.CopyService/Yield   google.protobuf.StringValue (service
//   and partition, "raci/0"), answered by google.protobuf.Empty. Not in
//   reflection.
#ifndef CSI_COMMON_RPC_COPY_SERVICE_H_
#define CSI_COMMON_RPC_COPY_SERVICE_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/rpc/forwarder.h"
#include "common/runtime/service_hosts.h"
#include "grpcpp/impl/service_type.h"

namespace csi::rpc {

// The hosts outlive it.
std::unique_ptr<grpc::Service> MakeCopyService(const HostsByService& hosts);

// Waits until the copy at `address` has nothing of `partition` ("raci/0") under
// way, or
// `patience` is over. False when it did not answer so.
bool AskToYield(Forwarder& forwarder, const std::string& address,
                const std::string& partition, absl::Duration patience);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_COPY_SERVICE_H_
