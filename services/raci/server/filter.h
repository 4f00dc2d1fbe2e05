// The small part of AIP-160 that the directory's lists serve: comparisons
// `field = value` joined by AND, on named fields.
#ifndef CSI_SERVICES_RACI_SERVER_FILTER_H_
#define CSI_SERVICES_RACI_SERVER_FILTER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::raci {

// Field -> value. FILTER_INVALID names what is wrong and what is served.
absl::StatusOr<std::map<std::string, std::string>> ParseFilter(
    std::string_view filter, const std::vector<std::string>& fields);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_SERVER_FILTER_H_
