// One HTTP/1.1 connection: blocking reads and writes with deadlines and byte
// limits, used by one thread. Only Abort may be called by others.
#ifndef CSI_COMMON_CONNECT_HTTP_CONNECTION_H_
#define CSI_COMMON_CONNECT_HTTP_CONNECTION_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/connect/http_head.h"

namespace csi::connect {

struct HttpAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

class HttpConnection {
 public:
  explicit HttpConnection(int fd) : fd_(fd) {}  // takes the socket
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // CANCELLED: closed, or silent for kIdleMax, before a request began: nobody
  // is to be answered. DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED (kHeadBytesMax)
  // and INVALID_ARGUMENT are for whoever sent it.
  absl::StatusOr<HttpHead> ReadHead();

  // The whole body. RESOURCE_EXHAUSTED above kBodyBytesMax, or when all
  // bodies together take kBodiesBytesMax; the bytes count until the next call
  // or the end of the connection.
  absl::StatusOr<std::string> ReadBody(const HttpHead& head);

  // Whether all of a request was read, so that another may follow.
  bool request_read() const { return request_read_; }

  // A whole answer; with `only_head` the body's length without its bytes.
  absl::Status Answer(const HttpAnswer& answer, bool keep_alive,
                      bool only_head = false);
  // An answer in chunks: its head, its parts, its end.
  absl::Status BeginChunks(const HttpAnswer& head);
  absl::Status WriteChunk(std::string_view bytes);
  absl::Status EndChunks();

  // Ends sending and reads on for a moment, so that the last answer arrives
  // where a reset would have thrown it away.
  void Linger();
  // Thread-safe: whatever is read or written now fails.
  void Abort();

 private:
  absl::Status Fill(absl::Time until);
  absl::Status Write(std::string_view bytes);
  absl::StatusOr<std::string> ReadLine(absl::Time until);
  absl::Status ReadBytes(uint64_t size, absl::Time until, std::string& body);
  absl::Status ReadChunks(absl::Time until, std::string& body);
  absl::Status Reserve(uint64_t bytes);

  const int fd_;
  std::string buffer_;  // received and not used yet
  uint64_t reserved_ = 0;
  bool request_read_ = true;
};

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_HTTP_CONNECTION_H_
