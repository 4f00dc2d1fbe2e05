#include "tools/csictl/field_setter.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/money.pb.h"

namespace csi::tools {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr double kNano = 1e9;
constexpr double kAmountMax = 1e15;  // beyond it nanos mean nothing

absl::StatusOr<int> EnumNumber(const EnumDescriptor& type,
                               const std::string& text) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToUpper(text),
                                                 {{"-", "_"}, {" ", "_"}});
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    if (name == wanted || name.ends_with("_" + wanted)) {
      return type.value(i)->number();
    }
  }
  return absl::InvalidArgumentError(
      StrCat("\"", text, "\" is none of ", EnumWords(type, ", ")));
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
  const std::string collection = CollectionOf(field);
  if (collection.empty() || text.empty() ||
      text.find('/') != std::string::npos) {
    return text;
  }
  return ResourceName(tenant, collection, text);
}

absl::Status WrongForm(const FieldDescriptor& field, const std::string& text,
                       std::string_view what) {
  return absl::InvalidArgumentError(StrCat("--", FlagOf(field.name()), " ",
                                           text, ": it must be ", what, "."));
}

absl::Status SetWhole(const FieldDescriptor& field, const std::string& text,
                      Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const bool add = field.is_repeated();
  const auto wrong = [&](std::string_view what) {
    return WrongForm(field, text, what);
  };
  int64_t whole = 0;
  if (!absl::SimpleAtoi(text, &whole)) return wrong("a whole number");
  const bool fits_signed = std::in_range<int32_t>(whole);
  const bool fits_unsigned = std::in_range<uint32_t>(whole);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      if (!fits_signed) return wrong("a smaller number");
      add ? reflection.AddInt32(&message, &field, static_cast<int32_t>(whole))
          : reflection.SetInt32(&message, &field, static_cast<int32_t>(whole));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      if (!fits_unsigned) return wrong("from 0 to 4294967295");
      add ? reflection.AddUInt32(&message, &field, static_cast<uint32_t>(whole))
          : reflection.SetUInt32(&message, &field,
                                 static_cast<uint32_t>(whole));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      add ? reflection.AddInt64(&message, &field, whole)
          : reflection.SetInt64(&message, &field, whole);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      if (whole < 0) return wrong("0 or more");
      add ? reflection.AddUInt64(&message, &field, static_cast<uint64_t>(whole))
          : reflection.SetUInt64(&message, &field,
                                 static_cast<uint64_t>(whole));
      break;
    default:
      return wrong("a value of another kind");
  }
  return absl::OkStatus();
}

absl::Status SetScalar(const FieldDescriptor& field, const std::string& text,
                       std::string_view tenant, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const bool add = field.is_repeated();
  auto wrong = [&](std::string_view what) {
    return WrongForm(field, text, what);
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
      add ? reflection.AddBool(&message, &field, value)
          : reflection.SetBool(&message, &field, value);
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
  return SetWhole(field, text, message);
}

// "08" as 8; what is no number stays as it is and fails as JSON.
std::string Digits(const std::string& text) {
  int value = 0;
  return absl::SimpleAtoi(text, &value) ? StrCat(value) : text;
}

std::string FormOf(const std::string& type) {
  if (type == "google.protobuf.Timestamp") {
    return "a time such as 2025-01-31T12:00:00Z or a date";
  }
  if (type == "google.type.Date") return "a date such as 2025-01-31";
  if (type == "google.type.Money") return "an amount such as EUR 1200.50";
  return StrCat("JSON of ", type.substr(type.rfind('.') + 1));
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
  } else if (type == "google.type.Money" && ParseMoneyText(text, target)) {
    return absl::OkStatus();
  } else if (type == "google.type.Date" && is_date) {
    json = StrCat("{\"year\":", text.substr(0, 4),
                  ",\"month\":", Digits(text.substr(5, 2)),
                  ",\"day\":", Digits(text.substr(8, 2)), "}");
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, target);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        StrCat("--", FlagOf(field.name()), " ", text, ": it must be ",
               FormOf(type), " (", parsed.message().as_string(), ")."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SetField(const FieldDescriptor& field, const std::string& text,
                      std::string_view tenant, Message& message) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return SetMessage(field, text, message);
  }
  return SetScalar(field, text, tenant, message);
}

std::string FlagOf(std::string_view field) {
  return absl::StrReplaceAll(View(field), {{"_", "-"}});
}

std::string EnumWords(const EnumDescriptor& type, std::string_view separator) {
  // The zero value shows the prefix: OPPORTUNITY_STATE_UNSPECIFIED.
  const std::string& zero = type.value(0)->name();
  const size_t prefix = zero.size() - std::string_view("UNSPECIFIED").size();
  std::string words;
  for (int i = 1; i < type.value_count(); ++i) {
    StrAppend(&words, words.empty() ? "" : separator,
              FlagOf(absl::AsciiStrToLower(View(
                  std::string_view(type.value(i)->name()).substr(prefix)))));
  }
  return words;
}

bool ParseMoneyText(const std::string& text, Message* money) {
  auto* out =
      google::protobuf::DynamicCastToGenerated<google::type::Money>(money);
  double amount = 0;
  if (out == nullptr || text.size() < 5 || text[3] != ' ' ||
      !absl::SimpleAtod(text.substr(4), &amount) ||
      !(std::abs(amount) < kAmountMax)) {
    return false;
  }
  const double whole = std::trunc(amount);
  out->set_currency_code(text.substr(0, 3));
  out->set_units(static_cast<int64_t>(whole));
  out->set_nanos(static_cast<int32_t>(std::lround((amount - whole) * kNano)));
  return true;
}

std::string CollectionOf(const FieldDescriptor& field) {
  return IsUnitOfMeasure(field) ? "" : CollectionOfField(field.name());
}

}  // namespace csi::tools
