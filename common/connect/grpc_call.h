// One call to the program's own gRPC server over an in-process channel: a
// request, then answers one after the other. Used by one thread, which waits.
#ifndef CSI_COMMON_CONNECT_GRPC_CALL_H_
#define CSI_COMMON_CONNECT_GRPC_CALL_H_

#include <memory>
#include <optional>
#include <string>

#include "common/connect/wire.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"

namespace csi::connect {

class GrpcCall {
 public:
  // `method` is "/package.Service/Method". Without `within` it may last for as
  // long as the server goes on.
  GrpcCall(std::shared_ptr<grpc::Channel> channel, const std::string& method,
           const Pairs& metadata, std::optional<absl::Duration> within,
           const std::string& request);
  ~GrpcCall();
  GrpcCall(const GrpcCall&) = delete;
  GrpcCall& operator=(const GrpcCall&) = delete;

  // The next answer; none at the end.
  std::optional<std::string> Read();
  // How it ended. REQUIRES: Read gave none, or the rest is not wanted.
  grpc::Status Finish();
  // Metadata that the service sent at its end. REQUIRES: finished.
  Pairs Trailers() const;

 private:
  bool Wait();

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  std::optional<grpc::Status> status_;
};

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_GRPC_CALL_H_
