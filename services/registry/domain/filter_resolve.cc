// What a restriction may say about each type of field.
#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/registry/domain/filter_node.h"
#include "services/registry/domain/words.h"

namespace csi::registry {

using google::protobuf::FieldDescriptor;

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

namespace {

absl::Status Invalid(const std::string& message) {
  return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                 StrCat("filter: ", message));
}

// "OPPORTUNITY_STATE_" of an enum whose zero value is ..._UNSPECIFIED.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  const std::string& zero = type.FindValueByNumber(0)->name();
  return zero.substr(0, zero.rfind("UNSPECIFIED"));
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

absl::Status ResolveText(const FilterSchema& schema, FilterNode& node) {
  if (node.op != FilterOp::kHas) {
    return Invalid("text takes ':' only, for example text:\"backup\".");
  }
  for (const std::string& field : schema.text_fields) {
    RETURN_IF_ERROR(ResolvePath(schema, field, node.paths.emplace_back()));
  }
  if (!schema.text_by_words) return absl::OkStatus();
  node.words = WordsIn(node.value);
  if (node.words.empty()) {
    return Invalid(StrCat("text:\"", node.value,
                          "\" holds no word; give letters or digits."));
  }
  return absl::OkStatus();
}

absl::Status ResolveFlag(FilterNode& node) {
  const bool equality =
      node.op == FilterOp::kEqual || node.op == FilterOp::kNotEqual;
  if (!equality || (node.value != "true" && node.value != "false")) {
    return Invalid(StrCat(node.field, " takes = true and = false only."));
  }
  const bool wanted = node.value == "true";
  node.number = wanted == (node.op == FilterOp::kEqual) ? 1 : 0;
  return absl::OkStatus();
}

// Whether days stand in their order as texts do: 2026-05-01.
bool IsDay(const std::string& text) {
  absl::CivilDay day;
  return text.size() == 10 && absl::ParseCivilTime(text, &day);
}

absl::Status ResolvePair(const FilterSchema& schema, const std::string& list,
                         FilterNode& node) {
  node.key = node.field.substr(list.size() + 1);
  if (node.key.empty()) {
    return Invalid(StrCat(list, ". takes a key: ", list, ".region = north."));
  }
  const bool by_order = node.op != FilterOp::kEqual &&
                        node.op != FilterOp::kNotEqual &&
                        node.op != FilterOp::kHas;
  node.numeric = by_order && absl::SimpleAtod(node.value, &node.number);
  if (by_order && !node.numeric && !IsDay(node.value)) {
    return Invalid(StrCat("\"", node.value,
                          "\" is neither a number nor a day "
                          "(2026-05-01): ",
                          node.field, " takes =, != and ':' with it."));
  }
  return ResolvePath(schema, list, node.paths.emplace_back());
}

}  // namespace

absl::Status Resolve(const FilterSchema& schema, FilterNode& node) {
  if (node.field == "text" && !schema.text_fields.empty()) {
    return ResolveText(schema, node);
  }
  for (const auto& [name, flag] : schema.flags) {
    if (name != node.field) continue;
    node.flag = flag;
    return ResolveFlag(node);
  }
  for (const auto& [name, fields] : schema.any_of) {
    if (name != node.field) continue;
    if (node.op != FilterOp::kEqual) {
      return Invalid(StrCat(name, " takes = only."));
    }
    for (const std::string& field : fields) {
      RETURN_IF_ERROR(ResolvePath(schema, field, node.paths.emplace_back()));
    }
    return absl::OkStatus();
  }
  for (const std::string& list : schema.pairs) {
    if (node.field.starts_with(StrCat(list, "."))) {
      return ResolvePair(schema, list, node);
    }
  }
  if (std::find(schema.fields.begin(), schema.fields.end(), node.field) ==
      schema.fields.end()) {
    std::vector<std::string> known = schema.fields;
    for (const auto& [name, fields] : schema.any_of) known.push_back(name);
    for (const auto& [name, flag] : schema.flags) known.push_back(name);
    for (const std::string& list : schema.pairs) {
      known.push_back(StrCat(list, ".KEY"));
    }
    if (!schema.text_fields.empty()) known.push_back("text");
    return Invalid(StrCat("\"", node.field, "\" is unknown here; there are ",
                          absl::StrJoin(known, ", "), "."));
  }
  RETURN_IF_ERROR(ResolvePath(schema, node.field, node.paths.emplace_back()));
  return ResolveValue(*node.paths[0].back(), node);
}

}  // namespace csi::registry
