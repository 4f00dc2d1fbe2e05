// Listens on one address and gives each connection a thread of its own, up to
// kConnectionsMax; the next one is answered 503 and closed.
#ifndef CSI_COMMON_CONNECT_HTTP_SERVER_H_
#define CSI_COMMON_CONNECT_HTTP_SERVER_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "common/connect/http_connection.h"

namespace csi::connect {

class HttpServer {
 public:
  // Serves one request; false: the connection may not serve another. Called by
  // many threads.
  using Handler = std::function<bool(HttpConnection&, const HttpHead&)>;
  // What is answered to a head that cannot be served, by its status.
  using Refuser = std::function<HttpAnswer(const absl::Status&)>;

  // `address` is HOST:PORT, [IPV6]:PORT or port 0 for any. UNAVAILABLE where
  // it cannot be used.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const std::string& address, Handler handler, Refuser refuser);
  ~HttpServer();

  int port() const { return port_; }
  // Accepts no more, and ends connections that wait for their next request.
  void BeginStop();
  // Waits for requests that are being served, then cuts off the rest.
  void Stop(absl::Duration most);
  bool stopping() const { return stopping_; }

 private:
  HttpServer(int fd, int port, Handler handler, Refuser refuser);
  void Accept();
  void Serve(HttpConnection& connection);
  void Admit(int fd);

  const int fd_;
  const int port_;
  const Handler handler_;
  const Refuser refuser_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  // Waiting for a request, and serving one.
  std::set<HttpConnection*> idle_;
  std::set<HttpConnection*> busy_;
  size_t threads_ = 0;
  std::thread accepting_;
};

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_HTTP_SERVER_H_
