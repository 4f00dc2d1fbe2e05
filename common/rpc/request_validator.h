// Checks of a request that need no state: required fields, sizes, numbers,
// enums, names of one tenant. Driven by descriptors and their
// google.api.field_behavior, so that a new method is covered by being declared.
// Thread-safe.
#ifndef CSI_COMMON_RPC_REQUEST_VALIDATOR_H_
#define CSI_COMMON_RPC_REQUEST_VALIDATOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace csi::rpc {

// INVALID_ARGUMENT naming the first wrong field, the rule and the remedy: also
// of a time that is none and of a scope of another tenant. In a
// request that has its rows refused one by one (skip_refused, or a field
// `rows`), a figure in a row that is no number is left to the service.
absl::Status ValidateRequest(const google::protobuf::Message& request);

// The tenant id of a request: from `parent`, `name`, or the name inside its
// resource. FIELD_INVALID when there is none or it is malformed; empty when the
// request type has no such field.
absl::StatusOr<std::string> TenantOf(const google::protobuf::Message& request);

// Value of a top-level string or bool field, empty or false when absent.
std::string StringField(const google::protobuf::Message& request,
                        std::string_view field);
bool BoolField(const google::protobuf::Message& request,
               std::string_view field);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_REQUEST_VALIDATOR_H_
