#include "services/raci/domain/resource.h"

#include "common/base/check.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/field_mask_util.h"

namespace csi::raci {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::FieldMaskUtil;

bool OutputOnly(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) ==
        google::api::OUTPUT_ONLY) {
      return true;
    }
  }
  return false;
}

const FieldDescriptor& FieldOf(const google::protobuf::Message& message,
                               std::string_view name) {
  const auto* field =
      message.GetDescriptor()->FindFieldByName(std::string(name));
  CSI_CHECK(field != nullptr, name);
  return *field;
}

bool Settable(const FieldDescriptor& field) {
  return field.name() != "name" && field.name() != "etag" && !OutputOnly(field);
}

bool IsSet(const google::protobuf::Message& message,
           const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  return field.is_repeated() ? reflection->FieldSize(message, &field) > 0
                             : reflection->HasField(message, &field);
}

}  // namespace

absl::StatusOr<std::string> ChooseId(std::string_view field,
                                     std::string_view wanted, IdSource& ids) {
  if (wanted.empty()) return ids.Next();
  if (IsResourceId(wanted)) return std::string(wanted);
  return FieldError(field, StrCat("\"", wanted,
                                  "\" is not an id: lower-case letters, digits "
                                  "and '-', at most 63 characters."));
}

void ClearOutputOnly(google::protobuf::Message& message) {
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (OutputOnly(*descriptor->field(i))) {
      message.GetReflection()->ClearField(&message, descriptor->field(i));
    }
  }
}

absl::Status MergeMasked(const google::protobuf::Message& change,
                         const google::protobuf::FieldMask& mask,
                         google::protobuf::Message& target) {
  const auto* descriptor = change.GetDescriptor();
  google::protobuf::FieldMask effective;
  for (const std::string& path : mask.paths()) {
    const std::string top = path.substr(0, path.find('.'));
    const auto* field = descriptor->FindFieldByName(top);
    if (field == nullptr ||
        !FieldMaskUtil::GetFieldDescriptors(descriptor, path, nullptr)) {
      return FieldError("update_mask", StrCat("\"", path, "\" is no field of ",
                                              descriptor->name(), "."));
    }
    if (!Settable(*field)) {
      return FieldError("update_mask", StrCat("\"", path,
                                              "\" is set by the server alone; "
                                              "leave it out."));
    }
    effective.add_paths(path);
  }
  if (mask.paths_size() == 0) {
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor& field = *descriptor->field(i);
      if (Settable(field) && IsSet(change, field)) {
        effective.add_paths(field.name());
      }
    }
  }
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(change, effective, options, &target);
  return absl::OkStatus();
}

std::string StringField(const google::protobuf::Message& request,
                        std::string_view field) {
  return request.GetReflection()->GetString(request, &FieldOf(request, field));
}

const google::protobuf::Message& MessageField(
    const google::protobuf::Message& request, std::string_view field) {
  return request.GetReflection()->GetMessage(request, &FieldOf(request, field));
}

}  // namespace csi::raci
