// The head of an HTTP/1.1 request: request line and header fields, read
// strictly (RFC 9112). What two readers could take in two ways (two lengths, a
// length beside chunks, folded lines, spaces before a colon) is refused.
#ifndef CSI_COMMON_CONNECT_HTTP_HEAD_H_
#define CSI_COMMON_CONNECT_HTTP_HEAD_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::connect {

struct HttpHead {
  std::string method;
  std::string path;  // without the query, not decoded
  // Names in lower case; values are printable ASCII without outer spaces.
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<uint64_t> content_length;  // bytes
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;

  // The value of a header; empty where it is absent.
  std::string_view Header(std::string_view name) const;
  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// `text` ends before the empty line that ends a head. INVALID_ARGUMENT says
// what is wrong and where.
absl::StatusOr<HttpHead> ParseHead(std::string_view text);

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_HTTP_HEAD_H_
