// What a command's --help says about its flags, made from the request.
#ifndef CSI_TOOLS_CSICTL_FLAG_HELP_H_
#define CSI_TOOLS_CSICTL_FLAG_HELP_H_

#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"

namespace csi::tools {

// The flags that a request takes, one a line with the form of their value, the
// needed ones first. What the server fills in is left out, and the field that
// the word behind the verb sets (`positional`).
std::string DescribeFlags(const google::protobuf::Descriptor& request,
                          std::string_view positional = "");

// The flags that answer a refusal of `field`, a path as the server names it
// ("service_node", "opportunity.scope.service"), one a line; empty when none
// does. Of a resource that was left out altogether, the needed ones.
std::string FlagsFor(const google::protobuf::Descriptor& request,
                     std::string_view field);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_FLAG_HELP_H_
