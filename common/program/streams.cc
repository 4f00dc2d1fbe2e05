#include "common/program/streams.h"

namespace csi::program {
namespace {

std::vector<rpc::ServiceBinder*> PointersTo(
    const std::vector<std::unique_ptr<rpc::ServiceBinder>>& binders) {
  std::vector<rpc::ServiceBinder*> pointers;
  for (const auto& binder : binders) pointers.push_back(binder.get());
  return pointers;
}

}  // namespace

Streams::Streams(
    const std::vector<std::unique_ptr<rpc::ServiceBinder>>& binders,
    const HostsByService& hosts)
    : commands_(PointersTo(binders)), events_(hosts) {}

void Streams::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(&commands_);
  builder.RegisterService(&events_);
}

void Streams::Shutdown() {
  events_.Shutdown();
  commands_.Shutdown();
}

}  // namespace csi::program
