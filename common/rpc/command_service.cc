#include "common/rpc/command_service.h"

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/rpc/command_stream.h"
#include "common/status/status.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"

namespace csi::rpc {
namespace {

constexpr char kMethod[] = "/csi.common.v1.CommandService/PerformCommands";
constexpr char kTypePrefix[] = "type.googleapis.com/";

absl::Status ServiceStops() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The service is stopping. Open a stream again in a moment and "
                 "send, with the same request ids, what has no result.");
}

}  // namespace

CommandService::CommandService(const std::vector<ServiceBinder*>& binders) {
  for (ServiceBinder* binder : binders) {
    const auto& descriptor = binder->descriptor();
    for (int i = 0; i < descriptor.method_count(); ++i) {
      const auto& method = *descriptor.method(i);
      if (!ServiceBinder::IsMutation(method)) continue;
      const bool added =
          methods_
              .emplace(
                  method.input_type()->full_name(),
                  CommandMethod{
                      binder, &method,
                      google::protobuf::MessageFactory::generated_factory()
                          ->GetPrototype(method.input_type()),
                      StrCat(kTypePrefix, method.output_type()->full_name())})
              .second;
      CSI_CHECK(added, method.full_name());
    }
  }
  using Handler =
      grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
  AddMethod(new grpc::internal::RpcServiceMethod(
      kMethod, grpc::internal::RpcMethod::BIDI_STREAMING, nullptr));
  MarkMethodRawCallback(
      0, new Handler([this](grpc::CallbackServerContext* context) {
        return new CommandStream(*this, *context);
      }));
}

const CommandMethod* CommandService::Find(std::string_view type_url) const {
  const size_t slash = type_url.rfind('/');
  if (slash != std::string_view::npos) type_url.remove_prefix(slash + 1);
  const auto found = methods_.find(View(type_url));
  return found == methods_.end() ? nullptr : &found->second;
}

void CommandService::Add(CommandStream* stream) {
  bool stopping = false;
  {
    std::lock_guard lock(mutex_);
    streams_.insert(stream);
    stopping = stopping_;
  }
  if (stopping) stream->End(ServiceStops());
}

void CommandService::Remove(CommandStream* stream) {
  std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

void CommandService::Shutdown() {
  // Streams end on gRPC's threads, which take the mutex in Remove: while it is
  // held here none of them can go away.
  std::lock_guard lock(mutex_);
  stopping_ = true;
  for (CommandStream* stream : streams_) stream->End(ServiceStops());
}

}  // namespace csi::rpc
