// One resource or answer for people: a line for each plain field, blocks for
// what is inside, explanations as a tree.
#ifndef CSI_TOOLS_CSICTL_DETAIL_VIEW_H_
#define CSI_TOOLS_CSICTL_DETAIL_VIEW_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace csi::tools {

// "Done." for a message without a set field. `chosen`: these fields alone and
// in this order; empty: all that are set.
std::string RenderDetails(const google::protobuf::Message& message,
                          const std::vector<std::string>& chosen = {});

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_DETAIL_VIEW_H_
