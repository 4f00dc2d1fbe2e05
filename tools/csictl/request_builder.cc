#include "tools/csictl/request_builder.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"

namespace csi::tools {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string FlagOf(std::string_view field) {
  return absl::StrReplaceAll(View(field), {{"_", "-"}});
}

// The one resource of a Create or Update request, where flags without prefix
// may also look.
const FieldDescriptor* ResourceField(const Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor* field = request.field(i);
    if (!field->is_repeated() &&
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        (field->message_type()->FindFieldByName("name") != nullptr ||
         request.name().find("Create") == 0 || field->name() == "event" ||
         field->name() == "rfc")) {
      return field;
    }
  }
  return nullptr;
}

absl::StatusOr<int> EnumNumber(const EnumDescriptor& type,
                               const std::string& text) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToUpper(text),
                                                 {{"-", "_"}, {" ", "_"}});
  std::string known;
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    if (name == wanted || name.ends_with("_" + wanted)) {
      return type.value(i)->number();
    }
    if (i > 0) StrAppend(&known, i > 1 ? ", " : "", name);
  }
  return absl::InvalidArgumentError(
      StrCat("\"", text, "\" is none of ", known));
}

// A unit is a part of the organisation in the directory, and a text such as %
// where something is measured.
bool IsUnitOfMeasure(const FieldDescriptor& field) {
  const std::string& package = field.file()->package();
  return field.name() == "unit" &&
         (package == "csi.reporting.v1" || package == "csi.workflow.v1");
}

std::string CompleteName(const FieldDescriptor& field, const std::string& text,
                         std::string_view tenant) {
  const std::string collection =
      IsUnitOfMeasure(field) ? "" : CollectionOfField(field.name());
  if (collection.empty() || text.empty() ||
      text.find('/') != std::string::npos) {
    return text;
  }
  return ResourceName(tenant, collection, text);
}

absl::Status SetScalar(const FieldDescriptor& field, const std::string& text,
                       std::string_view tenant, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const bool add = field.is_repeated();
  auto wrong = [&](std::string_view what) {
    return absl::InvalidArgumentError(StrCat("--", FlagOf(field.name()), " ",
                                             text, ": it must be ", what, "."));
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string value = CompleteName(field, text, tenant);
      add ? reflection.AddString(&message, &field, value)
          : reflection.SetString(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool value = true;
      if (!text.empty() && !absl::SimpleAtob(text, &value)) {
        return wrong("true or false");
      }
      reflection.SetBool(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      auto number = EnumNumber(*field.enum_type(), text);
      if (!number.ok()) {
        return absl::InvalidArgumentError(
            StrCat("--", FlagOf(field.name()), ": ",
                   StdView(number.status().message()), "."));
      }
      add ? reflection.AddEnumValue(&message, &field, *number)
          : reflection.SetEnumValue(&message, &field, *number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double value = 0;
      if (!absl::SimpleAtod(text, &value)) return wrong("a number");
      add ? reflection.AddDouble(&message, &field, value)
          : reflection.SetDouble(&message, &field, value);
      return absl::OkStatus();
    }
    default:
      break;
  }
  int64_t whole = 0;
  if (!absl::SimpleAtoi(text, &whole)) return wrong("a whole number");
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(&message, &field, static_cast<int32_t>(whole));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      if (whole < 0) return wrong("0 or more");
      add ? reflection.AddUInt32(&message, &field, static_cast<uint32_t>(whole))
          : reflection.SetUInt32(&message, &field,
                                 static_cast<uint32_t>(whole));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(&message, &field, whole);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      if (whole < 0) return wrong("0 or more");
      reflection.SetUInt64(&message, &field, static_cast<uint64_t>(whole));
      break;
    default:
      return wrong("a value of another kind");
  }
  return absl::OkStatus();
}

// Dates and times in short forms, everything else as JSON.
absl::Status SetMessage(const FieldDescriptor& field, const std::string& text,
                        Message& message) {
  const Reflection& reflection = *message.GetReflection();
  Message* target = field.is_repeated()
                        ? reflection.AddMessage(&message, &field)
                        : reflection.MutableMessage(&message, &field);
  const std::string& type = field.message_type()->full_name();
  std::string json = text;
  const bool is_date = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (type == "google.protobuf.Timestamp") {
    json = StrCat("\"", text, is_date ? "T00:00:00Z" : "", "\"");
  } else if (type == "google.protobuf.Duration") {
    json = StrCat("\"", text, "\"");
  } else if (type == "google.protobuf.FieldMask") {
    json = StrCat("\"", text, "\"");
  } else if (type == "google.type.Date" && is_date) {
    json = StrCat("{\"year\":", text.substr(0, 4),
                  ",\"month\":", std::stoi(text.substr(5, 2)),
                  ",\"day\":", std::stoi(text.substr(8, 2)), "}");
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, target);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        StrCat("--", FlagOf(field.name()), " ", text, ": it must be ",
               type == "google.protobuf.Timestamp"
                   ? "a time such as 2025-01-31T12:00:00Z or a date"
                   : StrCat("JSON of ", type),
               " (", parsed.message().as_string(), ")."));
  }
  return absl::OkStatus();
}

absl::Status SetField(const FieldDescriptor& field, const std::string& text,
                      std::string_view tenant, Message& message) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return SetMessage(field, text, message);
  }
  return SetScalar(field, text, tenant, message);
}

}  // namespace

std::string CollectionOfField(std::string_view field) {
  static const auto* collections =
      new std::map<std::string, std::string, std::less<>>{
          {"person", "people"},
          {"accountable", "people"},
          {"accountable_person", "people"},
          {"coordinator", "people"},
          {"raised_by", "people"},
          {"requested_for", "people"},
          {"deputy", "people"},
          {"asked", "people"},
          {"holder", "people"},
          {"owner", "people"},
          {"participants", "people"},
          {"responsible", "people"},
          {"service", "services"},
          {"process", "processes"},
          {"unit", "units"},
          {"role", "roles"},
          {"assignment", "assignments"},
          {"matrix", "matrices"},
          {"opportunity", "opportunities"},
          {"opportunities", "opportunities"},
          {"run", "runs"},
          {"indicator", "indicators"},
          {"baseline", "baselines"},
          {"comparison", "comparisons"},
          {"prioritization", "prioritizations"},
          {"definition", "definitions"},
          {"calendar", "calendars"},
          {"team", "teams"},
          {"primary_indicator", "indicators"},
          {"report", "reports"}};
  auto found = collections->find(field);
  return found == collections->end() ? "" : found->second;
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

namespace {
void Describe(const Descriptor& type, const std::string& prefix, bool resource,
              std::string* out) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string flag = StrCat(prefix, FlagOf(field.name()));
    if (resource && &field == ResourceField(type)) {
      Describe(*field.message_type(), "", false, out);
      continue;
    }
    if (field.name() == "parent" || field.name() == "request_id" ||
        field.name() == "page_token") {
      continue;
    }
    std::string kind = field.cpp_type_name();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      kind = field.message_type()->name();
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      kind = field.enum_type()->name();
    }
    StrAppend(out, "  --", flag, " ", kind, field.is_repeated() ? "..." : "",
              "\n");
  }
}
}  // namespace

std::string DescribeFlags(const Descriptor& request) {
  std::string text;
  Describe(request, "", true, &text);
  return text;
}

}  // namespace csi::tools
