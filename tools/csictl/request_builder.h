// Builds a request message from the words of a command line, by descriptor.
//
// A flag names a field with '-' for '_' and '.' between levels; a field of the
// one resource in a Create or Update request needs no prefix: `--title X` sets
// opportunity.title. Enums take the value's name or its last words in any case
// (`higher`); times take RFC 3339 or a date; ids become resource names of the
// tenant where a field holds a name; messages take JSON; a repeated field takes
// its flag several times.
#ifndef CSI_TOOLS_CSICTL_REQUEST_BUILDER_H_
#define CSI_TOOLS_CSICTL_REQUEST_BUILDER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace csi::tools {

using Flags = std::vector<std::pair<std::string, std::string>>;

// INVALID_ARGUMENT naming the flag, what it takes and which flags there are.
absl::Status SetFlags(const Flags& flags, std::string_view tenant,
                      google::protobuf::Message& request);

// Sets one field by its path.
absl::Status SetPath(std::string_view path, const std::string& text,
                     std::string_view tenant,
                     google::protobuf::Message& request);

// "people" for person, holder, asker and the like; empty when a field of this
// name holds no resource name.
std::string CollectionOfField(std::string_view field);

// The flags that a request takes, one a line with type and comment.
std::string DescribeFlags(const google::protobuf::Descriptor& request);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REQUEST_BUILDER_H_
