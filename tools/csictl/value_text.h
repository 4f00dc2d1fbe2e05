// Values of messages as short text for people: the last part of names, words
// of enums, dates, amounts; small messages in one line.
#ifndef CSI_TOOLS_CSICTL_VALUE_TEXT_H_
#define CSI_TOOLS_CSICTL_VALUE_TEXT_H_

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace csi::tools {

// One value of a field; `index` is -1 unless the field is repeated.
std::string ScalarText(const google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor& field,
                       int index);

// The text of a field by its path; "-" when it is not set.
std::string FieldText(const google::protobuf::Message& message,
                      const std::string& path);

// A message in one line: "service order-portal, process change".
std::string MessageText(const google::protobuf::Message& message);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_VALUE_TEXT_H_
