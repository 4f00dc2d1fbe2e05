// absl::Status with google.rpc payloads <-> grpc::Status.
#ifndef CSI_COMMON_RPC_STATUS_CONVERT_H_
#define CSI_COMMON_RPC_STATUS_CONVERT_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace csi::rpc {

grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_STATUS_CONVERT_H_
