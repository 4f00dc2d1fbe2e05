// Turns flags into the fields of a request, by its descriptor.
#ifndef CSI_TOOLS_CSICTL_REQUEST_BUILDER_H_
#define CSI_TOOLS_CSICTL_REQUEST_BUILDER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
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

// The one resource of a Create or Update request, whose fields need no prefix;
// null when there is none.
const google::protobuf::FieldDescriptor* ResourceField(
    const google::protobuf::Descriptor& request);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REQUEST_BUILDER_H_
