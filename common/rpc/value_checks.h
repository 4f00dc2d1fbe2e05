// What is checked of messages that mean the same wherever they stand.
#ifndef CSI_COMMON_RPC_VALUE_CHECKS_H_
#define CSI_COMMON_RPC_VALUE_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace csi::rpc {

// FIELD_INVALID at `path` for a Timestamp or Duration beyond what Protocol
// Buffers define (years 1 to 9999; 10,000 years): such would overflow in
// microseconds. OK for all other messages.
absl::Status CheckTime(const std::string& path,
                       const google::protobuf::Message& message);

// FIELD_INVALID for a csi.common.v1.Scope with a name of another tenant.
// `tenant_prefix` is "tenants/{tenant}/" of the request, or empty: not checked.
absl::Status CheckScope(const std::string& path,
                        const google::protobuf::Message& scope,
                        const std::string& tenant_prefix);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_VALUE_CHECKS_H_
