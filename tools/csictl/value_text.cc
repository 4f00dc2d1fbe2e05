#include "tools/csictl/value_text.h"

#include <cctype>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

namespace csi::tools {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  // STATE_IN_PROGRESS of enum State -> IN_PROGRESS.
  const std::string& name = value.name();
  std::string prefix;
  for (char c : value.type()->name()) {
    if (std::isupper(static_cast<unsigned char>(c)) && !prefix.empty()) {
      prefix.push_back('_');
    }
    prefix.push_back(absl::ascii_toupper(c));
  }
  prefix.push_back('_');
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

// Every set field, a word and its value each.
std::string FieldsText(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::string text;
  for (const FieldDescriptor* field : fields) {
    StrAppend(&text, text.empty() ? "" : ", ",
              absl::StrReplaceAll(field->name(), {{"_", " "}}), " ",
              FieldText(message, field->name()));
  }
  return text;
}

}  // namespace

std::string MessageText(const Message& message) {
  using google::protobuf::DynamicCastToGenerated;
  if (const auto* time =
          DynamicCastToGenerated<google::protobuf::Timestamp>(&message)) {
    return absl::FormatTime("%Y-%m-%d %H:%M",
                            absl::FromUnixSeconds(time->seconds()),
                            absl::UTCTimeZone());
  }
  if (const auto* date = DynamicCastToGenerated<google::type::Date>(&message)) {
    return absl::StrFormat("%04d-%02d-%02d", date->year(), date->month(),
                           date->day());
  }
  if (const auto* money =
          DynamicCastToGenerated<google::type::Money>(&message)) {
    return absl::StrFormat(
        "%s %.2f", money->currency_code(),
        static_cast<double>(money->units()) + money->nanos() / 1e9);
  }
  return FieldsText(message);
}

std::string ScalarText(const Message& message, const FieldDescriptor& field,
                       int index) {
  const auto& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  // The two ways to read a field, by its type.
#define CSI_VALUE(Type)                                            \
  (repeated ? reflection.GetRepeated##Type(message, &field, index) \
            : reflection.Get##Type(message, &field))
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = CSI_VALUE(String);
      return text.starts_with("tenants/") ? std::string(LastPart(text)) : text;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*CSI_VALUE(Enum));
    case FieldDescriptor::CPPTYPE_BOOL:
      return CSI_VALUE(Bool) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrFormat("%.6g", CSI_VALUE(Double));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return absl::StrFormat("%.6g", CSI_VALUE(Float));
    case FieldDescriptor::CPPTYPE_INT32:
      return StrCat(CSI_VALUE(Int32));
    case FieldDescriptor::CPPTYPE_INT64:
      return StrCat(CSI_VALUE(Int64));
    case FieldDescriptor::CPPTYPE_UINT32:
      return StrCat(CSI_VALUE(UInt32));
    case FieldDescriptor::CPPTYPE_UINT64:
      return StrCat(CSI_VALUE(UInt64));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageText(CSI_VALUE(Message));
  }
#undef CSI_VALUE
  return "";
}

std::string FieldText(const Message& message, const std::string& path) {
  const size_t dot = path.find('.');
  const auto* field =
      message.GetDescriptor()->FindFieldByName(path.substr(0, dot));
  if (field == nullptr) return "";
  if (dot != std::string::npos) {
    return FieldText(message.GetReflection()->GetMessage(message, field),
                     path.substr(dot + 1));
  }
  if (field->is_repeated()) {
    std::string text;
    const int count = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < count; ++i) {
      StrAppend(&text, i > 0 ? ", " : "", ScalarText(message, *field, i));
    }
    return text;
  }
  if (field->has_presence() &&
      !message.GetReflection()->HasField(message, field)) {
    return "-";
  }
  const std::string text = ScalarText(message, *field, -1);
  return text.empty() ? "-" : text;
}

}  // namespace csi::tools
