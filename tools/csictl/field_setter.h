// Writes the text of a flag into one field of a request: numbers, names,
// enums by their words, dates, times and amounts in short forms, the rest as
// JSON. An id becomes a resource name where the field holds one.
#ifndef CSI_TOOLS_CSICTL_FIELD_SETTER_H_
#define CSI_TOOLS_CSICTL_FIELD_SETTER_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace csi::tools {

// INVALID_ARGUMENT with the flag, the text and the form that is expected.
absl::Status SetField(const google::protobuf::FieldDescriptor& field,
                      const std::string& text, std::string_view tenant,
                      google::protobuf::Message& message);

// "people" for person, holder, asker and the like; empty when a field of this
// name holds no resource name.
std::string CollectionOfField(std::string_view field);
// The same, knowing that a unit of measure is no unit of the organisation.
std::string CollectionOf(const google::protobuf::FieldDescriptor& field);

// "--due-date" is the flag of due_date.
std::string FlagOf(std::string_view field);
// "in-progress" and the like, without the prefix and the unspecified one.
std::string EnumWords(const google::protobuf::EnumDescriptor& type,
                      std::string_view separator);

// "EUR 1200.50" into a google.type.Money; false when it is nothing such.
bool ParseMoneyText(const std::string& text, google::protobuf::Message* money);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_FIELD_SETTER_H_
