// Filters of list calls: field = "value" terms joined by AND, the part of
// AIP-160 that an index or a row can answer. Anything else is refused by name.
#ifndef CSI_SERVICES_REPORTING_SERVER_LIST_FILTER_H_
#define CSI_SERVICES_REPORTING_SERVER_LIST_FILTER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::reporting {

// Field -> value. FILTER_INVALID for what does not parse, for a field that is
// not in `allowed`, and for a field given twice.
absl::StatusOr<std::map<std::string, std::string>> ParseFilter(
    std::string_view filter, const std::vector<std::string>& allowed);

// FIELD_INVALID unless the order is by name.
absl::Status CheckOrder(std::string_view order_by);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_SERVER_LIST_FILTER_H_
