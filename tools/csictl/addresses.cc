#include "tools/csictl/addresses.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "common/base/strings.h"

namespace csi::tools {
namespace {

constexpr std::string_view kServices[] = {"raci", "registry", "workflow",
                                          "reporting"};

absl::Status Malformed(const std::string& text, const std::string& what) {
  return absl::InvalidArgumentError(
      StrCat("--address ", text, ": ", what,
             " Write HOST:PORT, or SERVICE=HOST:PORT for each of raci, "
             "registry, workflow and reporting, separated by commas."));
}

}  // namespace

absl::StatusOr<Addresses> Addresses::Parse(const std::string& text) {
  Addresses addresses;
  const std::vector<std::string> items = absl::StrSplit(text, ',');
  for (const std::string& item : items) {
    const size_t equals = item.find('=');
    const std::string address =
        equals == std::string::npos ? item : item.substr(equals + 1);
    if (address.empty()) return Malformed(text, "an address is missing.");
    if (equals == std::string::npos) {
      if (!addresses.rest_.empty()) {
        return Malformed(text, "two addresses stand without a service.");
      }
      addresses.rest_ = address;
      continue;
    }
    const std::string service = item.substr(0, equals);
    if (std::find(std::begin(kServices), std::end(kServices), service) ==
        std::end(kServices)) {
      return Malformed(text, StrCat("\"", service, "\" is no service."));
    }
    if (!addresses.own_.emplace(service, address).second) {
      return Malformed(text, StrCat(service, " stands there twice."));
    }
  }
  return addresses;
}

const std::string& Addresses::Of(std::string_view service) const {
  const auto own = own_.find(service);
  if (own != own_.end()) return own->second;
  return rest_.empty() ? own_.begin()->second : rest_;
}

std::vector<std::string> Addresses::All() const {
  std::vector<std::string> all;
  if (!rest_.empty()) all.push_back(rest_);
  for (const auto& [service, address] : own_) {
    if (std::find(all.begin(), all.end(), address) == all.end()) {
      all.push_back(address);
    }
  }
  return all;
}

}  // namespace csi::tools
