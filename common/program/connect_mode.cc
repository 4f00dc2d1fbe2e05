#include "common/program/connect_mode.h"

#include <utility>

#include "common/telemetry/log.h"
#include "csi/common/v1/event_service.pb.h"

namespace csi::program {

absl::StatusOr<std::unique_ptr<connect::Endpoint>> OpenConnect(
    const Options& options, grpc::Server& server,
    const std::vector<ServiceModule>& modules) {
  if (options.connect_listen.empty()) return nullptr;
  connect::ServiceOptions served;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  served.channel = server.InProcessChannel(arguments);
  served.origins = options.connect_origins;
  // Those of operators stay on gRPC.
  for (const ServiceModule& module : modules) {
    served.services.push_back(module.descriptor);
    served.files.insert(served.files.end(), module.files.begin(),
                        module.files.end());
  }
  served.services.push_back(
      common::v1::WatchEventsRequest::descriptor()->file()->service(0));
  auto endpoint =
      connect::Endpoint::Start(options.connect_listen, std::move(served));
  if (endpoint.ok()) {
    Log(Severity::kInfo, "serving Connect",
        {{"listen", options.connect_listen}});
  }
  return endpoint;
}

}  // namespace csi::program
