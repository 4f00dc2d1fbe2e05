#include "tools/csictl/request_builder.h"

#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "tools/csictl/field_setter.h"
#include "tools/csictl/flag_help.h"

namespace csi::tools {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* ResourceField(const Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor* field = request.field(i);
    if (!field->is_repeated() &&
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        (field->message_type()->FindFieldByName("name") != nullptr ||
         request.name().find("Create") == 0 || field->name() == "event" ||
         field->name() == "rfc" || field->name() == "task")) {
      return field;
    }
  }
  return nullptr;
}

absl::Status SetPath(std::string_view path, const std::string& text,
                     std::string_view tenant, Message& request) {
  const size_t dot = path.find('.');
  const std::string head =
      absl::StrReplaceAll(View(path.substr(0, dot)), {{"-", "_"}});
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(head);
  if (field == nullptr) {
    return absl::NotFoundError(StrCat("no field ", head));
  }
  if (dot == std::string_view::npos) {
    return SetField(*field, text, tenant, request);
  }
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
      field->is_repeated()) {
    return absl::NotFoundError(StrCat("no field below ", head));
  }
  return SetPath(path.substr(dot + 1), text, tenant,
                 *request.GetReflection()->MutableMessage(&request, field));
}

absl::Status SetFlags(const Flags& flags, std::string_view tenant,
                      Message& request) {
  const FieldDescriptor* resource = ResourceField(*request.GetDescriptor());
  for (const auto& [flag, text] : flags) {
    absl::Status set = SetPath(flag, text, tenant, request);
    if (absl::IsNotFound(set) && resource != nullptr) {
      set = SetPath(StrCat(resource->name(), ".", flag), text, tenant, request);
      if (absl::IsNotFound(set)) {
        // Scopes are written so often that their fields need no prefix.
        set = SetPath(StrCat(resource->name(), ".scope.", flag), text, tenant,
                      request);
      }
    }
    if (absl::IsNotFound(set)) {
      set = SetPath(StrCat("scope.", flag), text, tenant, request);
    }
    if (absl::IsNotFound(set)) {
      return absl::InvalidArgumentError(
          StrCat("--", flag, " is no flag of this command. It takes:\n",
                 DescribeFlags(*request.GetDescriptor())));
    }
    RETURN_IF_ERROR(set);
  }
  return absl::OkStatus();
}

}  // namespace csi::tools
