// Refusals and errors: absl::Status with google.rpc details as payloads.
//
// A refusal has a stable reason (csi.common.v1.ErrorReason), the gRPC code that
// belongs to it, a sentence that says what was wrong and what to do next, and
// metadata for programs. Thread-safe, no state.
//
//   return Refusal(ERROR_REASON_WRONG_STATE,
//                  "The run is COMPLETED; only a RUNNING run can be held.",
//                  {{"state", "COMPLETED"}});
#ifndef CSI_COMMON_STATUS_STATUS_H_
#define CSI_COMMON_STATUS_STATUS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "csi/common/v1/error_reasons.pb.h"

namespace csi {

using Metadata = std::vector<std::pair<std::string, std::string>>;

// The code that belongs to a reason.
absl::StatusCode CodeOf(common::v1::ErrorReason reason);

// "WRONG_STATE" for ERROR_REASON_WRONG_STATE.
std::string ReasonName(common::v1::ErrorReason reason);

absl::Status Refusal(common::v1::ErrorReason reason, std::string message,
                     const Metadata& metadata = {});

// FIELD_INVALID with a google.rpc.BadRequest violation. `field` is the path as
// the caller wrote it, for example "opportunity.title".
absl::Status FieldError(std::string_view field, std::string_view description);

// The reason of a refusal, UNSPECIFIED for any other status.
common::v1::ErrorReason ReasonOf(const absl::Status& status);

// A metadata value of a refusal, empty when absent.
std::string MetadataOf(const absl::Status& status, std::string_view key);

// One line for logs and terminals: CODE/REASON: message.
std::string Describe(const absl::Status& status);

}  // namespace csi

#define CSI_CONCAT_INNER_(a, b) a##b
#define CSI_CONCAT_(a, b) CSI_CONCAT_INNER_(a, b)

// Leaves the function with the status unless it is OK.
#define RETURN_IF_ERROR(expression)            \
  do {                                         \
    absl::Status csi_status_ = (expression);   \
    if (!csi_status_.ok()) return csi_status_; \
  } while (false)

// ASSIGN_OR_RETURN(auto x, F()): declares or assigns, or leaves with the error.
#define ASSIGN_OR_RETURN(target, expression) \
  CSI_ASSIGN_OR_RETURN_(CSI_CONCAT_(csi_result_, __LINE__), target, expression)
#define CSI_ASSIGN_OR_RETURN_(result, target, expression) \
  auto result = (expression);                             \
  if (!result.ok()) return std::move(result).status();    \
  target = *std::move(result)

#endif  // CSI_COMMON_STATUS_STATUS_H_
