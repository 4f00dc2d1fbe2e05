// The Connect endpoint of a program: a server over its services.
//
//   auto endpoint = Endpoint::Start("127.0.0.1:7480", {server.InProcessChannel(
//       {}), services, files, origins});
#ifndef CSI_COMMON_CONNECT_ENDPOINT_H_
#define CSI_COMMON_CONNECT_ENDPOINT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/connect/connect_service.h"
#include "common/connect/http_server.h"

namespace csi::connect {

class Endpoint {
 public:
  // UNAVAILABLE where the address cannot be used.
  static absl::StatusOr<std::unique_ptr<Endpoint>> Start(
      const std::string& address, ServiceOptions options);

  int port() const { return server_->port(); }
  // Takes no new connections and requests; those that run go on.
  void BeginStop() { server_->BeginStop(); }
  // Waits for what runs, `most` at the longest, then cuts it off.
  void Stop(absl::Duration most) { server_->Stop(most); }

 private:
  explicit Endpoint(ServiceOptions options) : service_(std::move(options)) {}

  ConnectService service_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_ENDPOINT_H_
