#include "common/rpc/copy_service.h"

#include <future>
#include <map>
#include <utility>

#include "common/base/strings.h"
#include "common/rpc/raw_call.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/server_callback.h"

namespace csi::rpc {
namespace {

constexpr char kYield[] = "/csi.common.v1.CopyService/Yield";

class CopyService : public grpc::Service {
 public:
  explicit CopyService(const HostsByService& hosts) {
    for (const auto& [service, partitions] : hosts) {
      for (PartitionHost* host : partitions) hosts_[host->name()] = host;
    }
    using Buffer = grpc::ByteBuffer;
    AddMethod(new grpc::internal::RpcServiceMethod(
        kYield, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        0, new grpc::internal::CallbackUnaryHandler<Buffer, Buffer>(
               [this](grpc::CallbackServerContext* context,
                      const Buffer* request, Buffer* response) {
                 auto* reactor = context->DefaultReactor();
                 *response = BufferOf("");
                 Yield(*request, *reactor);
                 return reactor;
               }));
  }

 private:
  void Yield(const grpc::ByteBuffer& request,
             grpc::ServerUnaryReactor& reactor) {
    google::protobuf::StringValue name;
    const absl::Status parsed = ParseBuffer(request, name);
    const auto host = hosts_.find(name.value());
    if (!parsed.ok() || host == hosts_.end()) {
      reactor.Finish(ToGrpc(
          !parsed.ok() ? parsed
                       : FieldError("value", "no such partition is here.")));
      return;
    }
    host->second->Yield([&reactor] { reactor.Finish(grpc::Status::OK); });
  }

  std::map<std::string, PartitionHost*> hosts_;  // by name
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCopyService(const HostsByService& hosts) {
  return std::make_unique<CopyService>(hosts);
}

bool AskToYield(Forwarder& forwarder, const std::string& address,
                const std::string& partition, absl::Duration patience) {
  google::protobuf::StringValue name;
  name.set_value(partition);
  auto answered = std::make_shared<std::promise<bool>>();
  auto answer = answered->get_future();
  forwarder.Forward({"", address}, kYield, BufferOf(name.SerializeAsString()),
                    {}, patience, [answered](const Forwarder::Answer& from) {
                      answered->set_value(from.status.ok());
                    });
  return answer.get();
}

}  // namespace csi::rpc
