// Where the services are: one address for all of them, one for each, or one
// for most and others beside it.
#ifndef CSI_TOOLS_CSICTL_ADDRESSES_H_
#define CSI_TOOLS_CSICTL_ADDRESSES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::tools {

class Addresses {
 public:
  // HOST:PORT and SERVICE=HOST:PORT, separated by commas. INVALID_ARGUMENT
  // with the form for anything else.
  static absl::StatusOr<Addresses> Parse(const std::string& text);

  // Of a service; of any when there is none for it.
  const std::string& Of(std::string_view service) const;
  // Every address once, in a fixed order. Never empty.
  std::vector<std::string> All() const;

 private:
  std::string rest_;                                     // may be empty
  std::map<std::string, std::string, std::less<>> own_;  // by service
};

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_ADDRESSES_H_
