// The streams that a program serves for all of its services: commands and
// events. They are ended before the server stops.
#ifndef CSI_COMMON_PROGRAM_STREAMS_H_
#define CSI_COMMON_PROGRAM_STREAMS_H_

#include <memory>
#include <vector>

#include "common/rpc/command_service.h"
#include "common/rpc/event_service.h"
#include "grpcpp/server_builder.h"

namespace csi::program {

class Streams {
 public:
  // Binders and hosts outlive it.
  Streams(const std::vector<std::unique_ptr<rpc::ServiceBinder>>& binders,
          const HostsByService& hosts);

  void Register(grpc::ServerBuilder& builder);
  void Shutdown();

 private:
  rpc::CommandService commands_;
  rpc::EventService events_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_STREAMS_H_
