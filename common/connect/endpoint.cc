#include "common/connect/endpoint.h"

#include "common/status/status.h"

namespace csi::connect {

absl::StatusOr<std::unique_ptr<Endpoint>> Endpoint::Start(
    const std::string& address, ServiceOptions options) {
  std::unique_ptr<Endpoint> endpoint(new Endpoint(std::move(options)));
  ConnectService& service = endpoint->service_;
  ASSIGN_OR_RETURN(
      endpoint->server_,
      HttpServer::Start(
          address,
          [&service](HttpConnection& connection, const HttpHead& head) {
            return service.Serve(connection, head);
          },
          &ConnectService::RefuseHead));
  return endpoint;
}

}  // namespace csi::connect
