#include "common/connect/origins.h"

#include <arpa/inet.h>

#include <algorithm>

#include "common/base/strings.h"

namespace csi::connect {
namespace {

// host[:port] without the port.
std::string_view HostOnly(std::string_view authority) {
  if (authority.starts_with('[')) {
    return authority.substr(0, authority.find(']') + 1);
  }
  return authority.substr(0, authority.rfind(':'));
}

bool IsAddress(std::string_view host) {
  if (host == "localhost") return true;
  in6_addr bytes;
  if (host.starts_with('[') && host.ends_with(']')) {
    const std::string inner(host.substr(1, host.size() - 2));
    return inet_pton(AF_INET6, inner.c_str(), &bytes) == 1;
  }
  return inet_pton(AF_INET, std::string(host).c_str(), &bytes) == 1;
}

}  // namespace

absl::Status CheckOrigin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!origin.starts_with(scheme)) continue;
    const std::string_view authority = origin.substr(scheme.size());
    if (!authority.empty() &&
        authority.find_first_of("/?#@*, ") == std::string_view::npos) {
      return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError(
      StrCat("--connect-origin ", origin,
             ": it must be scheme://host[:port], for example "
             "https://csi.example.org, without a path or a wildcard."));
}

Caller CallerOf(std::string_view origin, std::string_view host,
                const std::vector<std::string>& named) {
  if (origin.empty()) return Caller::kOwnPage;
  if (std::find(named.begin(), named.end(), origin) != named.end()) {
    return Caller::kNamedPage;
  }
  const bool own =
      !host.empty() && IsAddress(HostOnly(host)) &&
      (origin == StrCat("http://", host) || origin == StrCat("https://", host));
  return own ? Caller::kOwnPage : Caller::kStranger;
}

}  // namespace csi::connect
