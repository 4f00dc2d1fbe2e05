// The data of a public event in JSON (the canonical mapping of Protocol
// Buffers), for readers without its descriptor. Pure functions.
#ifndef CSI_COMMON_PUBLISHER_EVENT_JSON_H_
#define CSI_COMMON_PUBLISHER_EVENT_JSON_H_

#include <optional>
#include <string>

#include "csi/common/v1/cloud_event.pb.h"

namespace csi {

// Empty when the type is not known here or the data does not parse.
std::string DataAsJson(const common::v1::CloudEvent& event);

// The reverse: the bytes of the message that `type` names. Fields that are not
// known here are left out, as those of a later release. Nothing when the type
// is not known here or the text is no JSON of it.
std::optional<std::string> DataFromJson(const std::string& type,
                                        const std::string& json);

}  // namespace csi

#endif  // CSI_COMMON_PUBLISHER_EVENT_JSON_H_
