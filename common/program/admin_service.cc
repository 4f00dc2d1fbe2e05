#include "common/program/admin_service.h"

#include "common/rpc/raw_call.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/server_callback.h"

namespace csi::program {
namespace {

constexpr char kMethod[] = "/csi.common.v1.AdminService/CreateCheckpoint";

class AdminService : public grpc::Service {
 public:
  explicit AdminService(Checkpoints& checkpoints) {
    using Buffer = grpc::ByteBuffer;
    AddMethod(new grpc::internal::RpcServiceMethod(
        kMethod, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        0, new grpc::internal::CallbackUnaryHandler<Buffer, Buffer>(
               [&checkpoints](grpc::CallbackServerContext* context,
                              const Buffer* request, Buffer* response) {
                 auto* reactor = context->DefaultReactor();
                 reactor->Finish(
                     rpc::ToGrpc(Create(checkpoints, *request, response)));
                 return reactor;
               }));
  }

 private:
  // Takes up to seconds on one of gRPC's threads, which are made as needed.
  static absl::Status Create(Checkpoints& checkpoints,
                             const grpc::ByteBuffer& buffer,
                             grpc::ByteBuffer* response) {
    common::v1::CreateCheckpointRequest request;
    RETURN_IF_ERROR(rpc::ParseBuffer(buffer, request));
    ASSIGN_OR_RETURN(const common::v1::Checkpoint made,
                     checkpoints.Create(request.checkpoint_id()));
    *response = rpc::BufferOf(made.SerializeAsString());
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAdminService(Checkpoints& checkpoints) {
  return std::make_unique<AdminService>(checkpoints);
}

}  // namespace csi::program
