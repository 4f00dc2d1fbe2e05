// The messages of deploy/mappings/examples, and records made by hand.
#ifndef CSI_TESTS_UNIT_COMMON_INBOUND_EXAMPLE_H_
#define CSI_TESTS_UNIT_COMMON_INBOUND_EXAMPLE_H_

#include <string>
#include <string_view>

#include "common/inbound/cloud_event.h"

namespace csi::inbound {

// "changes_jira". Fails by an empty record when there is no such file.
InputRecord Example(const std::string& name);

// A binary event of tenant acme.
InputRecord Event(std::string_view source, std::string_view type,
                  std::string_view id, std::string value);

// The record with a header set anew, or taken out by an empty value.
InputRecord With(InputRecord record, std::string_view header,
                 std::string_view value);

std::string FileText(const std::string& path);

}  // namespace csi::inbound

#endif  // CSI_TESTS_UNIT_COMMON_INBOUND_EXAMPLE_H_
