// The Connect endpoint of a program, over its public services.
#ifndef CSI_COMMON_PROGRAM_CONNECT_MODE_H_
#define CSI_COMMON_PROGRAM_CONNECT_MODE_H_

#include <memory>
#include <vector>

#include "common/connect/endpoint.h"
#include "common/program/options.h"
#include "common/program/service_module.h"
#include "grpcpp/server.h"

namespace csi::program {

// None without --connect-listen. UNAVAILABLE where its address cannot be used.
// The server outlives it.
absl::StatusOr<std::unique_ptr<connect::Endpoint>> OpenConnect(
    const Options& options, grpc::Server& server,
    const std::vector<ServiceModule>& modules);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_CONNECT_MODE_H_
