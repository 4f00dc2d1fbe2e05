// What a restriction means for each type of field.
#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/registry/domain/dates.h"
#include "services/registry/server/filter_node.h"

namespace csi::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

enum class FieldKind { kText, kEnum, kNumber, kBool, kDay, kTime, kOther };

FieldKind KindOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return FieldKind::kText;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::CPPTYPE_BOOL:
      return FieldKind::kBool;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field.message_type() == google::type::Date::descriptor()) {
        return FieldKind::kDay;
      }
      return field.message_type() == google::protobuf::Timestamp::descriptor()
                 ? FieldKind::kTime
                 : FieldKind::kOther;
    default:
      return FieldKind::kNumber;
  }
}

absl::Status Invalid(const std::string& message) {
  return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                 StrCat("filter: ", message));
}

// "OPPORTUNITY_STATE_" of an enum whose zero value is ..._UNSPECIFIED.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  const std::string& zero = type.FindValueByNumber(0)->name();
  return zero.substr(0, zero.rfind("UNSPECIFIED"));
}

std::string Lower(std::string text) {
  absl::AsciiStrToLower(&text);
  return text;
}

absl::Status ResolvePath(const FilterSchema& schema, const std::string& field,
                         FilterNode::Path& path) {
  const google::protobuf::Descriptor* type = schema.message;
  for (absl::string_view part : absl::StrSplit(field, '.')) {
    const FieldDescriptor* found =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(part));
    if (found == nullptr) return Invalid(StrCat(field, " is no field."));
    path.push_back(found);
    type = found->message_type();
  }
  return absl::OkStatus();
}

absl::Status ResolveEnum(const FieldDescriptor& field, FilterNode& node) {
  const auto& type = *field.enum_type();
  const auto* value = type.FindValueByName(StrCat(PrefixOf(type), node.value));
  if (value == nullptr) {
    std::vector<std::string> names;
    for (int i = 1; i < type.value_count(); ++i) {
      names.push_back(type.value(i)->name().substr(PrefixOf(type).size()));
    }
    return Invalid(StrCat("\"", node.value, "\" is no value of ", node.field,
                          "; there are ", absl::StrJoin(names, ", "), "."));
  }
  node.number = value->number();
  return absl::OkStatus();
}

std::optional<absl::Time> ParseTime(const std::string& text) {
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) {
    return absl::FromCivil(day, absl::UTCTimeZone());
  }
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  return std::nullopt;
}

absl::Status ResolveValue(const FieldDescriptor& field, FilterNode& node) {
  const FieldKind kind = KindOf(field);
  const bool equality =
      node.op == FilterOp::kEqual || node.op == FilterOp::kNotEqual;
  if (node.op == FilterOp::kHas && kind != FieldKind::kText) {
    return Invalid(StrCat("':' is for texts; ", node.field,
                          " is compared with =, !=, <, <=, > or >=."));
  }
  if (kind == FieldKind::kEnum) {
    if (!equality) return Invalid(StrCat(node.field, " takes = and != only."));
    return ResolveEnum(field, node);
  }
  if (kind == FieldKind::kBool) {
    if (!equality || (node.value != "true" && node.value != "false")) {
      return Invalid(StrCat(node.field, " is compared as = true or = false."));
    }
    node.number = node.value == "true" ? 1 : 0;
    return absl::OkStatus();
  }
  if (kind == FieldKind::kNumber) {
    if (!absl::SimpleAtod(node.value, &node.number)) {
      return Invalid(StrCat("\"", node.value, "\" is no number; ", node.field,
                            " is one."));
    }
    return absl::OkStatus();
  }
  if (kind == FieldKind::kDay || kind == FieldKind::kTime) {
    const std::optional<absl::Time> time = ParseTime(node.value);
    if (!time) {
      return Invalid(StrCat(
          "\"", node.value, "\" is no day (2026-05-01)",
          kind == FieldKind::kTime ? " or time (2026-05-01T08:00:00Z)" : "",
          "; ", node.field, " is one."));
    }
    node.number = static_cast<double>(absl::ToUnixMicros(*time));
    return absl::OkStatus();
  }
  if (kind == FieldKind::kText) {
    if (!equality && node.op != FilterOp::kHas) {
      return Invalid(StrCat(node.field, " takes =, != and ':' only."));
    }
    return absl::OkStatus();
  }
  return Invalid(StrCat(node.field, " cannot be compared."));
}

bool Compare(double left, FilterOp op, double right) {
  switch (op) {
    case FilterOp::kEqual:
      return left == right;
    case FilterOp::kNotEqual:
      return left != right;
    case FilterOp::kLess:
      return left < right;
    case FilterOp::kLessEqual:
      return left <= right;
    case FilterOp::kGreater:
      return left > right;
    case FilterOp::kGreaterEqual:
      return left >= right;
    case FilterOp::kHas:
      return false;
  }
  return false;
}

bool MatchesText(const std::string& text, const FilterNode& node) {
  if (node.op == FilterOp::kHas) {
    return Lower(text).find(Lower(node.value)) != std::string::npos;
  }
  // A resource name also by its last part.
  const bool equal = text == node.value ||
                     (!node.value.empty() && text.rfind("tenants/", 0) == 0 &&
                      LastPart(text) == node.value);
  return equal == (node.op == FilterOp::kEqual);
}

bool MatchesMessage(const Message& value, bool set, FieldKind kind,
                    const FilterNode& node) {
  if (!set) return node.op == FilterOp::kNotEqual;
  const absl::Time time =
      kind == FieldKind::kDay
          ? StartOf(static_cast<const google::type::Date&>(value))
          : FromTimestamp(
                static_cast<const google::protobuf::Timestamp&>(value));
  return Compare(static_cast<double>(absl::ToUnixMicros(time)), node.op,
                 node.number);
}

double NumberIn(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(reflection->GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(reflection->GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->GetDouble(message, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, &field) ? 1 : 0;
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->GetEnumValue(message, &field);
    default:
      return 0;
  }
}

bool MatchesPath(const FilterNode& node, const FilterNode::Path& path,
                 const Message& message) {
  const Message* at = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    at = &at->GetReflection()->GetMessage(*at, path[i]);
  }
  const FieldDescriptor& field = *path.back();
  const FieldKind kind = KindOf(field);
  const auto* reflection = at->GetReflection();
  if (kind == FieldKind::kText) {
    return MatchesText(reflection->GetString(*at, &field), node);
  }
  if (kind == FieldKind::kDay || kind == FieldKind::kTime) {
    return MatchesMessage(reflection->GetMessage(*at, &field),
                          reflection->HasField(*at, &field), kind, node);
  }
  return Compare(NumberIn(*at, field), node.op, node.number);
}

}  // namespace

absl::Status Resolve(const FilterSchema& schema, FilterNode& node) {
  if (node.field == "text" && !schema.text_fields.empty()) {
    if (node.op != FilterOp::kHas) {
      return Invalid("text takes ':' only, for example text:\"backup\".");
    }
    for (const std::string& field : schema.text_fields) {
      RETURN_IF_ERROR(ResolvePath(schema, field, node.paths.emplace_back()));
    }
    return absl::OkStatus();
  }
  if (std::find(schema.fields.begin(), schema.fields.end(), node.field) ==
      schema.fields.end()) {
    return Invalid(StrCat("\"", node.field, "\" is unknown here; there are ",
                          absl::StrJoin(schema.fields, ", "),
                          schema.text_fields.empty() ? "." : ", text."));
  }
  RETURN_IF_ERROR(ResolvePath(schema, node.field, node.paths.emplace_back()));
  return ResolveValue(*node.paths[0].back(), node);
}

bool MatchesRestriction(const FilterNode& node, const Message& message) {
  for (const FilterNode::Path& path : node.paths) {
    if (MatchesPath(node, path, message)) return true;
  }
  return false;
}

}  // namespace csi::registry
