// Which pages may call: those of this server itself, reached as localhost or
// by an IP address (another name could be one that its owner pointed here), and
// those of origins that were named.
#ifndef CSI_COMMON_CONNECT_ORIGINS_H_
#define CSI_COMMON_CONNECT_ORIGINS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace csi::connect {

// scheme://host[:port] and nothing more.
absl::Status CheckOrigin(std::string_view origin);

enum class Caller {
  kOwnPage,    // or no page at all
  kNamedPage,  // may read answers: they carry the CORS headers
  kStranger,
};

// `origin` and `host` are the headers of a request; an absent one is empty.
Caller CallerOf(std::string_view origin, std::string_view host,
                const std::vector<std::string>& named);

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_ORIGINS_H_
