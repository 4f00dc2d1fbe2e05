#include "common/status/status.h"

#include "common/base/strings.h"
#include "google/rpc/error_details.pb.h"

namespace csi {
namespace {

using common::v1::ErrorReason;

constexpr char kDomain[] = "csi";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr std::string_view kPrefix = "ERROR_REASON_";

google::rpc::ErrorInfo InfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (auto payload = status.GetPayload(kErrorInfo)) {
    info.ParseFromString(std::string(*payload));
  }
  return info;
}

}  // namespace

absl::StatusCode CodeOf(ErrorReason reason) {
  const int number = static_cast<int>(reason);
  if (number >= 1 && number <= 6) return absl::StatusCode::kInvalidArgument;
  switch (number) {
    case common::v1::ERROR_REASON_NOT_FOUND:
      return absl::StatusCode::kNotFound;
    case common::v1::ERROR_REASON_ALREADY_EXISTS:
      return absl::StatusCode::kAlreadyExists;
    case common::v1::ERROR_REASON_ETAG_MISMATCH:
      return absl::StatusCode::kAborted;
    case common::v1::ERROR_REASON_NOT_AUTHORIZED:
    case common::v1::ERROR_REASON_NO_ACTOR:
      return absl::StatusCode::kPermissionDenied;
    case common::v1::ERROR_REASON_DEADLINE_PASSED:
      return absl::StatusCode::kDeadlineExceeded;
    case common::v1::ERROR_REASON_POSITION_OUT_OF_RANGE:
      return absl::StatusCode::kOutOfRange;
    case common::v1::ERROR_REASON_JOURNAL_DAMAGED:
      return absl::StatusCode::kDataLoss;
    case common::v1::ERROR_REASON_PARTITION_HALTED:
      return absl::StatusCode::kInternal;
    default:
      break;
  }
  if (number >= 12 && number <= 22) {
    return absl::StatusCode::kFailedPrecondition;
  }
  if (number >= 30 && number <= 32) {
    return absl::StatusCode::kResourceExhausted;
  }
  if (number >= 40 && number <= 43) return absl::StatusCode::kUnavailable;
  return absl::StatusCode::kUnknown;
}

std::string ReasonName(ErrorReason reason) {
  std::string name = common::v1::ErrorReason_Name(reason);
  return name.size() > kPrefix.size() ? name.substr(kPrefix.size()) : name;
}

absl::Status Refusal(ErrorReason reason, std::string message,
                     const Metadata& metadata) {
  google::rpc::ErrorInfo info;
  info.set_domain(kDomain);
  info.set_reason(ReasonName(reason));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = value;
  }
  absl::Status status(CodeOf(reason), message);
  status.SetPayload(kErrorInfo, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status FieldError(std::string_view field, std::string_view description) {
  absl::Status status = Refusal(common::v1::ERROR_REASON_FIELD_INVALID,
                                StrCat(field, ": ", description),
                                {{"field", std::string(field)}});
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  status.SetPayload(kBadRequest, absl::Cord(bad.SerializeAsString()));
  return status;
}

ErrorReason ReasonOf(const absl::Status& status) {
  ErrorReason reason = common::v1::ERROR_REASON_UNSPECIFIED;
  common::v1::ErrorReason_Parse(StrCat(kPrefix, InfoOf(status).reason()),
                                &reason);
  return reason;
}

std::string MetadataOf(const absl::Status& status, std::string_view key) {
  const google::rpc::ErrorInfo info = InfoOf(status);
  auto found = info.metadata().find(std::string(key));
  return found == info.metadata().end() ? "" : found->second;
}

std::string Describe(const absl::Status& status) {
  if (status.ok()) return "OK";
  const std::string reason = InfoOf(status).reason();
  return StrCat(absl::StatusCodeToString(status.code()),
                reason.empty() ? "" : "/", reason, ": ",
                StdView(status.message()));
}

}  // namespace csi
