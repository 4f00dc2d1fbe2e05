// The data of a public event as JSON, for readers without its descriptor.
#ifndef CSI_COMMON_RPC_EVENT_JSON_H_
#define CSI_COMMON_RPC_EVENT_JSON_H_

#include <string>

#include "csi/common/v1/cloud_event.pb.h"

namespace csi::rpc {

// Empty when the type is not known here or the data does not parse.
std::string DataAsJson(const common::v1::CloudEvent& event);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_EVENT_JSON_H_
