// From an HTTP request to a gRPC call and back: which method, in which form,
// for how long, for whom, and the files of a page. Thread-safe.
#ifndef CSI_COMMON_CONNECT_CONNECT_SERVICE_H_
#define CSI_COMMON_CONNECT_CONNECT_SERVICE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/connect/http_connection.h"
#include "common/connect/wire.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/channel.h"

namespace csi::connect {

// A file that is served as it is.
struct PageFile {
  std::string path;  // as in the request
  std::string content_type;
  std::string_view bytes;  // outlives the service
};

struct ServiceOptions {
  std::shared_ptr<grpc::Channel> channel;
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  std::vector<PageFile> files;
  std::vector<std::string> origins;  // as CheckOrigin takes them
};

class ConnectService {
 public:
  explicit ConnectService(ServiceOptions options);

  // Answers one request. False: the connection may not serve another.
  bool Serve(HttpConnection& connection, const HttpHead& head);
  // What is answered to a head that could not be read.
  static HttpAnswer RefuseHead(const absl::Status& status);

 private:
  using Method = google::protobuf::MethodDescriptor;
  struct Call;

  HttpAnswer Preflight(const HttpHead& head) const;
  const PageFile* FileOf(const HttpHead& head) const;
  grpc::Status Understand(const HttpHead& head, Call& call) const;
  bool Unary(HttpConnection& connection, const HttpHead& head, const Call& call,
             const std::string& body);
  bool Stream(HttpConnection& connection, const HttpHead& head,
              const Call& call, const std::string& body);
  bool Reply(HttpConnection& connection, const HttpHead& head,
             HttpAnswer answer) const;

  const ServiceOptions options_;
  absl::flat_hash_map<std::string, const Method*> methods_;  // by path
};

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_CONNECT_SERVICE_H_
