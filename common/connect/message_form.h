// Messages as the wire has them: JSON by protobuf's rules, or protobuf bytes.
#ifndef CSI_COMMON_CONNECT_MESSAGE_FORM_H_
#define CSI_COMMON_CONNECT_MESSAGE_FORM_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace csi::connect {

enum class Form { kJson, kProto };

// Of a Content-Type; none where a call of this kind does not take it.
std::optional<Form> FormOf(std::string_view content_type, bool stream);
std::string TypeOf(Form form, bool stream);

// To protobuf bytes; INVALID_ARGUMENT says what is wrong with the JSON.
// Protobuf bytes stay as they are: the service reads them.
absl::StatusOr<std::string> ToBytes(
    const google::protobuf::Descriptor& descriptor, Form form,
    std::string_view body);
// From protobuf bytes; INTERNAL where the service's own answer cannot be told.
absl::StatusOr<std::string> FromBytes(
    const google::protobuf::Descriptor& descriptor, Form form,
    std::string_view bytes);

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_MESSAGE_FORM_H_
