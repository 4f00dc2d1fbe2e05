// Bytes, metadata and deadline of a gRPC call, as the binder and the streams
// need them.
#ifndef CSI_COMMON_RPC_RAW_CALL_H_
#define CSI_COMMON_RPC_RAW_CALL_H_

#include <string>

#include "absl/status/status.h"
#include "common/clock/clock.h"
#include "common/rpc/call_info.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"

namespace csi::rpc {

// MESSAGE_MALFORMED when the bytes or their UTF-8 are broken.
absl::Status ParseBuffer(const grpc::ByteBuffer& buffer,
                         google::protobuf::Message& message);
grpc::ByteBuffer BufferOf(const std::string& bytes);
MetadataPairs MetadataOfCall(const grpc::ServerContextBase& context);
// On the steady clock; infinite without one.
absl::Duration DeadlineOf(const grpc::ServerContextBase& context,
                          const Clock& clock);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_RAW_CALL_H_
