// One resource or answer for people: a line for each plain field, blocks for
// what is inside, explanations as a tree.
#ifndef CSI_TOOLS_CSICTL_DETAIL_VIEW_H_
#define CSI_TOOLS_CSICTL_DETAIL_VIEW_H_

#include <string>

#include "google/protobuf/message.h"

namespace csi::tools {

// "Done." for a message without a set field.
std::string RenderDetails(const google::protobuf::Message& message);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_DETAIL_VIEW_H_
