#include "common/rpc/value_checks.h"

#include <cstdlib>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "google/protobuf/descriptor.h"

namespace csi::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kTimeSecondsMin = -62135596800;
constexpr int64_t kTimeSecondsMax = 253402300799;
constexpr int64_t kDurationSecondsMax = 315576000000;
constexpr int32_t kNanosMax = 999'999'999;

}  // namespace

absl::Status CheckTime(const std::string& path, const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const bool is_time = type.full_name() == "google.protobuf.Timestamp";
  if (!is_time && type.full_name() != "google.protobuf.Duration") {
    return absl::OkStatus();
  }
  const Reflection& reflection = *message.GetReflection();
  const int64_t seconds =
      reflection.GetInt64(message, type.FindFieldByName("seconds"));
  const int32_t nanos =
      reflection.GetInt32(message, type.FindFieldByName("nanos"));
  if (is_time) {
    if (seconds >= kTimeSecondsMin && seconds <= kTimeSecondsMax &&
        nanos >= 0 && nanos <= kNanosMax) {
      return absl::OkStatus();
    }
    return FieldError(path, "it is no time of the years 1 to 9999.");
  }
  if (std::abs(seconds) <= kDurationSecondsMax &&
      std::abs(int64_t{nanos}) <= kNanosMax) {
    return absl::OkStatus();
  }
  return FieldError(path,
                    "it is longer than 10,000 years, or has wrong nanos.");
}

absl::Status CheckScope(const std::string& path, const Message& scope,
                        const std::string& tenant_prefix) {
  const Descriptor& type = *scope.GetDescriptor();
  if (tenant_prefix.empty() || type.full_name() != "csi.common.v1.Scope") {
    return absl::OkStatus();
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    const std::string name = scope.GetReflection()->GetString(scope, field);
    if (name.starts_with("tenants/") && !name.starts_with(tenant_prefix)) {
      return FieldError(
          StrCat(path, ".", field->name()),
          StrCat("\"", name, "\" is of another tenant than the request."));
    }
  }
  return absl::OkStatus();
}

}  // namespace csi::rpc
