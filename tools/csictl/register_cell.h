// One field of a message as the text of a cell, and back without loss: names by
// their ids, enums by their words, days, times and amounts in short forms,
// lists of texts line by line, everything else as JSON. Reading is more
// tolerant than writing: amounts with thousands and signs, days as 1.5.2026 or
// as the number of a spreadsheet. Pure.
#ifndef CSI_TOOLS_CSICTL_REGISTER_CELL_H_
#define CSI_TOOLS_CSICTL_REGISTER_CELL_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace csi::tools {

// Empty when the field is not set or has its default value.
std::string FieldCell(const google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor& field,
                      std::string_view collection);
// INVALID_ARGUMENT with what is wrong and the form expected.
absl::Status SetFieldCell(const google::protobuf::FieldDescriptor& field,
                          std::string_view text, std::string_view collection,
                          std::string_view tenant,
                          google::protobuf::Message& message);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_CELL_H_
