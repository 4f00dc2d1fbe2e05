#include "tools/csictl/register_cell.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "tools/csictl/field_setter.h"
#include "tools/csictl/register_value.h"

namespace csi::tools {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status Bad(std::string_view text, std::string_view expected) {
  return absl::InvalidArgumentError(
      StrCat("\"", text, "\" is no ", expected, "."));
}

std::string ShortName(const std::string& name, std::string_view collection) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  const bool short_form = !collection.empty() && parts.size() == 4 &&
                          parts[0] == "tenants" && parts[2] == collection;
  return short_form ? parts[3] : name;
}

std::string FullName(std::string_view text, std::string_view collection,
                     std::string_view tenant) {
  if (collection.empty() || text.find('/') != std::string_view::npos) {
    return std::string(text);
  }
  return ResourceName(tenant, collection, text);
}

// Lines of a cell; a backslash keeps line ends and itself within one.
std::string JoinLines(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += '\n';
    // An empty item would be no line.
    text += item.empty()
                ? "\\0"
                : absl::StrReplaceAll(item, {{"\\", "\\\\"}, {"\n", "\\n"}});
  }
  return text;
}

std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> items;
  for (absl::string_view line : absl::StrSplit(View(text), '\n')) {
    if (line.empty()) continue;
    std::string item;
    for (size_t i = 0; i < line.size(); ++i) {
      if (line[i] != '\\' || i + 1 == line.size()) {
        item += line[i];
        continue;
      }
      ++i;
      if (line[i] == 'n') {
        item += '\n';
      } else if (line[i] != '0') {
        item += line[i];
      }
    }
    items.push_back(std::move(item));
  }
  return items;
}

std::string DoubleText(double value) {
  std::string text = absl::StrFormat("%.15g", value);
  double again = 0;
  if (!absl::SimpleAtod(text, &again) || again != value) {
    text = absl::StrFormat("%.17g", value);
  }
  return text;
}

std::string JsonText(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto printed =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  return printed.ok() ? json : "";
}

std::string RepeatedCell(const Message& message, const FieldDescriptor& field,
                         std::string_view collection) {
  const Reflection& reflection = *message.GetReflection();
  const int count = reflection.FieldSize(message, &field);
  std::vector<std::string> items;
  for (int i = 0; i < count; ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      items.push_back(ShortName(
          reflection.GetRepeatedString(message, &field, i), collection));
    } else {
      items.push_back(
          JsonText(reflection.GetRepeatedMessage(message, &field, i)));
    }
  }
  return JoinLines(items);
}

std::string MessageCell(const Message& value) {
  if (auto text = ShortMessageText(value)) return *text;
  return JsonText(value);
}

absl::Status SetMessage(const FieldDescriptor& field, std::string_view text,
                        Message& message) {
  Message& target = *message.GetReflection()->MutableMessage(&message, &field);
  if (auto done = SetShortMessage(text, target)) return *done;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(std::string(text), &target);
  return parsed.ok()
             ? absl::OkStatus()
             : Bad(text, StrCat("JSON of ", field.message_type()->name()));
}

absl::Status AddItems(const FieldDescriptor& field, std::string_view text,
                      std::string_view collection, std::string_view tenant,
                      Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::string lines(text);
  // People write several names with commas or semicolons.
  if (!collection.empty()) {
    lines = absl::StrReplaceAll(lines, {{";", "\n"}, {",", "\n"}});
  }
  for (const std::string& item : SplitLines(lines)) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string name(absl::StripAsciiWhitespace(item));
      if (!collection.empty() && name.empty()) continue;
      reflection.AddString(
          &message, &field,
          collection.empty() ? item : FullName(name, collection, tenant));
      continue;
    }
    const auto parsed = google::protobuf::util::JsonStringToMessage(
        item, reflection.AddMessage(&message, &field));
    if (!parsed.ok()) {
      return Bad(item, StrCat("JSON of ", field.message_type()->name()));
    }
  }
  return absl::OkStatus();
}

absl::Status SetEnum(const FieldDescriptor& field, std::string_view text,
                     Message& message) {
  std::string wanted = absl::StrReplaceAll(absl::AsciiStrToUpper(View(text)),
                                           {{"-", "_"}, {" ", "_"}});
  const auto& type = *field.enum_type();
  for (int i = 1; i < type.value_count(); ++i) {
    const std::string& zero = type.value(0)->name();
    const std::string word =
        type.value(i)->name().substr(zero.rfind("UNSPECIFIED"));
    if (word == wanted) {
      message.GetReflection()->SetEnum(&message, &field, type.value(i));
      return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError(
      StrCat("\"", text, "\" is none of ", EnumWords(type, ", "),
             "; say under `values` in the mapping which of them it means."));
}

}  // namespace

std::string FieldCell(const Message& message, const FieldDescriptor& field,
                      std::string_view collection) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return RepeatedCell(message, field, collection);
  if (!reflection.HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return ShortName(reflection.GetString(message, &field), collection);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto& type = *field.enum_type();
      const std::string& name = reflection.GetEnum(message, &field)->name();
      return name.substr(type.value(0)->name().rfind("UNSPECIFIED"));
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return "yes";
    case FieldDescriptor::CPPTYPE_INT32:
      return StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return DoubleText(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageCell(reflection.GetMessage(message, &field));
    default:
      return "";
  }
}

absl::Status SetFieldCell(const FieldDescriptor& field, std::string_view text,
                          std::string_view collection, std::string_view tenant,
                          Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    return AddItems(field, text, collection, tenant, message);
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection.SetString(&message, &field,
                           FullName(text, collection, tenant));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(field, text, message);
    case FieldDescriptor::CPPTYPE_BOOL: {
      const std::string word = absl::AsciiStrToLower(View(text));
      const bool yes = word == "yes" || word == "true" || word == "y" ||
                       word == "x" || word == "1";
      const bool no =
          word == "no" || word == "false" || word == "n" || word == "0";
      if (!yes && !no) return Bad(text, "yes or no");
      reflection.SetBool(&message, &field, yes);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t value = 0;
      if (!absl::SimpleAtoi(View(text), &value)) {
        return Bad(text, "whole number");
      }
      reflection.SetInt32(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double value = 0;
      if (!absl::SimpleAtod(View(text), &value)) return Bad(text, "number");
      reflection.SetDouble(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(field, text, message);
    default:
      return Bad(text, "value of this column");
  }
}

}  // namespace csi::tools
