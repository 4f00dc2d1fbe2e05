#include "common/rpc/request_validator.h"

#include <cmath>
#include <mutex>
#include <shared_mutex>

#include "absl/container/flat_hash_map.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/rpc/value_checks.h"
#include "common/status/status.h"
#include "google/api/field_behavior.pb.h"

namespace csi::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kTenantPrefix = "tenants/";

// What is checked about one field, worked out once per message type.
struct FieldPlan {
  const FieldDescriptor* field = nullptr;
  bool required = false;
  bool output_only = false;
  size_t bytes_max = 0;  // of a string
};
using Plan = std::vector<FieldPlan>;

size_t StringLimit(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (name == "request_id") return limits::kRequestIdBytesMax;
  if (name == "page_token" || name == "filter" || name == "order_by") {
    return limits::kLongTextBytesMax;
  }
  if (name == "name" || name == "parent" || name == "etag" ||
      name.ends_with("_id")) {
    return limits::kNameBytesMax;
  }
  if (name.ends_with("title") || name.ends_with("display_name") ||
      name == "email" || name == "unit") {
    return limits::kShortTextBytesMax;
  }
  // Whole documents travel in fields named content.
  if (name == "content" || name == "csv") return limits::kMessageBytesMax;
  return limits::kLongTextBytesMax;
}

Plan MakePlan(const Descriptor& descriptor) {
  Plan plan;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    FieldPlan each;
    each.field = descriptor.field(i);
    const auto& options = each.field->options();
    for (int j = 0; j < options.ExtensionSize(google::api::field_behavior);
         ++j) {
      const auto behavior =
          options.GetExtension(google::api::field_behavior, j);
      each.required |= behavior == google::api::REQUIRED;
      each.output_only |= behavior == google::api::OUTPUT_ONLY;
    }
    each.bytes_max = StringLimit(*each.field);
    plan.push_back(each);
  }
  return plan;
}

const Plan& PlanOf(const Descriptor& descriptor) {
  static std::shared_mutex mutex;
  static auto* plans =
      new absl::flat_hash_map<const Descriptor*, std::unique_ptr<Plan>>();
  {
    std::shared_lock lock(mutex);
    auto found = plans->find(&descriptor);
    if (found != plans->end()) return *found->second;
  }
  auto plan = std::make_unique<Plan>(MakePlan(descriptor));
  std::unique_lock lock(mutex);
  return *plans->try_emplace(&descriptor, std::move(plan)).first->second;
}

std::string Path(std::string_view prefix, const FieldDescriptor& field) {
  return prefix.empty() ? field.name() : StrCat(prefix, ".", field.name());
}

absl::Status TooLong(std::string_view path, size_t bytes, size_t maximum) {
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(path, ": it has ", bytes, " bytes; at most ", maximum,
                        " are allowed."),
                 {{"field", std::string(path)}, {"maximum", StrCat(maximum)}});
}

// Whether figures are judged here. A request that reports refused rows one by
// one leaves those of its rows to the service.
enum class Figures { kJudge, kLeave };

absl::Status CheckScalar(const std::string& path, const FieldPlan& plan,
                         const Message& message, int index, Figures figures) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = plan.field;
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text =
          index < 0 ? reflection.GetStringReference(message, field, &scratch)
                    : reflection.GetRepeatedStringReference(message, field,
                                                            index, &scratch);
      const size_t maximum = field->type() == FieldDescriptor::TYPE_BYTES
                                 ? limits::kMessageBytesMax
                                 : plan.bytes_max;
      if (text.size() > maximum) return TooLong(path, text.size(), maximum);
      if (text.find('\0') != std::string::npos &&
          field->type() == FieldDescriptor::TYPE_STRING) {
        return FieldError(path, "it must not hold a NUL character.");
      }
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double number =
          index < 0 ? reflection.GetDouble(message, field)
                    : reflection.GetRepeatedDouble(message, field, index);
      if (figures == Figures::kJudge && !std::isfinite(number)) {
        return FieldError(path,
                          "it must be a finite number, not NaN or "
                          "infinity.");
      }
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number =
          index < 0 ? reflection.GetEnumValue(message, field)
                    : reflection.GetRepeatedEnumValue(message, field, index);
      if (field->enum_type()->FindValueByNumber(number) == nullptr) {
        return FieldError(path, StrCat(number, " is not a value of ",
                                       field->enum_type()->full_name(),
                                       " that this server knows."));
      }
      return absl::OkStatus();
    }
    default:
      return absl::OkStatus();
  }
}

// What holds for a whole request.
struct Whole {
  Figures of_rows = Figures::kJudge;
  std::string tenant_prefix;  // "tenants/acme/"; empty: it names none
};

absl::Status Validate(const std::string& prefix, const Message& message,
                      const Whole& whole, Figures figures);

absl::Status CheckField(const std::string& prefix, const FieldPlan& plan,
                        const Message& message, const Whole& whole,
                        Figures figures) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = plan.field;
  if (field->is_repeated()) {
    const int size = reflection.FieldSize(message, field);
    if (size == 0) {
      if (!plan.required) return absl::OkStatus();
      return FieldError(Path(prefix, *field),
                        "it is required; give at least one.");
    }
    if (static_cast<size_t>(size) > limits::kRepeatedItemsMax) {
      return TooLong(Path(prefix, *field), size, limits::kRepeatedItemsMax);
    }
    for (int i = 0; i < size; ++i) {
      const std::string path = StrCat(Path(prefix, *field), "[", i, "]");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        RETURN_IF_ERROR(
            Validate(path, reflection.GetRepeatedMessage(message, field, i),
                     whole, whole.of_rows));
      } else {
        RETURN_IF_ERROR(CheckScalar(path, plan, message, i, figures));
      }
    }
    return absl::OkStatus();
  }
  const bool present = reflection.HasField(message, field);
  if (!present) {
    if (!plan.required) return absl::OkStatus();
    // A number or a bool may well be zero on purpose.
    const bool zero_is_a_value =
        !field->has_presence() &&
        field->cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
        field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM;
    if (zero_is_a_value) return absl::OkStatus();
    return FieldError(Path(prefix, *field), "it is required.");
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return Validate(Path(prefix, *field), reflection.GetMessage(message, field),
                    whole, figures);
  }
  return CheckScalar(Path(prefix, *field), plan, message, -1, figures);
}

absl::Status Validate(const std::string& prefix, const Message& message,
                      const Whole& whole, Figures figures) {
  if (figures == Figures::kJudge) RETURN_IF_ERROR(CheckTime(prefix, message));
  RETURN_IF_ERROR(CheckScope(prefix, message, whole.tenant_prefix));
  for (const FieldPlan& plan : PlanOf(*message.GetDescriptor())) {
    if (plan.output_only) continue;
    RETURN_IF_ERROR(CheckField(prefix, plan, message, whole, figures));
  }
  return absl::OkStatus();
}

// First of parent, name, or a sub-message's name; with its path.
bool FindName(const Message& request, std::string& path, std::string& name) {
  const Descriptor& descriptor = *request.GetDescriptor();
  const Reflection& reflection = *request.GetReflection();
  for (const char* field_name : {"parent", "name"}) {
    const auto* field = descriptor.FindFieldByName(field_name);
    if (field != nullptr &&
        field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
        !field->is_repeated()) {
      path = field_name;
      name = reflection.GetString(request, field);
      return true;
    }
  }
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto* field = descriptor.field(i);
    if (field->is_repeated() ||
        field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    }
    const auto* inner = field->message_type()->FindFieldByName("name");
    if (inner == nullptr ||
        inner->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
      continue;
    }
    path = StrCat(field->name(), ".name");
    const Message& resource = reflection.GetMessage(request, field);
    name = resource.GetReflection()->GetString(resource, inner);
    return true;
  }
  return false;
}

}  // namespace

absl::Status ValidateRequest(const Message& request) {
  const auto* rows = request.GetDescriptor()->FindFieldByName("rows");
  const bool by_row = BoolField(request, "skip_refused") ||
                      (rows != nullptr && rows->is_repeated());
  Whole whole;
  if (by_row) whole.of_rows = Figures::kLeave;
  // Whoever needs the tenant says what is wrong with it.
  if (const auto tenant = TenantOf(request); tenant.ok() && !tenant->empty()) {
    whole.tenant_prefix = StrCat(kTenantPrefix, *tenant, "/");
  }
  return Validate("", request, whole, Figures::kJudge);
}

absl::StatusOr<std::string> TenantOf(const Message& request) {
  std::string path;
  std::string name;
  if (!FindName(request, path, name)) return std::string();
  std::string id;
  if (name.starts_with(kTenantPrefix)) {
    const size_t slash = name.find('/', kTenantPrefix.size());
    id = name.substr(kTenantPrefix.size(), slash - kTenantPrefix.size());
  }
  if (!IsResourceId(id)) {
    return FieldError(
        path, StrCat("\"", name,
                     "\" does not begin with tenants/{tenant}, "
                     "where {tenant} is lower-case letters, digits and '-'."));
  }
  return id;
}

std::string StringField(const Message& request, std::string_view name) {
  const auto* field =
      request.GetDescriptor()->FindFieldByName(std::string(name));
  if (field == nullptr ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING ||
      field->is_repeated()) {
    return "";
  }
  return request.GetReflection()->GetString(request, field);
}

bool BoolField(const Message& request, std::string_view name) {
  const auto* field =
      request.GetDescriptor()->FindFieldByName(std::string(name));
  return field != nullptr &&
         field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
         request.GetReflection()->GetBool(request, field);
}

}  // namespace csi::rpc
