// Whether a message fulfils a restriction.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/filter_node.h"
#include "services/registry/domain/words.h"

namespace csi::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Lower(std::string text) {
  absl::AsciiStrToLower(&text);
  return text;
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

// One of several texts, or with != none of them.
bool MatchesAny(const Message& message, const FieldDescriptor& field,
                const FilterNode& node) {
  const auto* reflection = message.GetReflection();
  const bool none = node.op == FilterOp::kNotEqual;
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
    const bool fits =
        MatchesText(reflection->GetRepeatedString(message, &field, i), node);
    if (fits != none) return !none;
  }
  return none;
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
  if (kind == FieldKind::kText && field.is_repeated()) {
    return MatchesAny(*at, field, node);
  }
  if (kind == FieldKind::kText) {
    return MatchesText(reflection->GetString(*at, &field), node);
  }
  if (kind == FieldKind::kDay || kind == FieldKind::kTime) {
    return MatchesMessage(reflection->GetMessage(*at, &field),
                          reflection->HasField(*at, &field), kind, node);
  }
  return Compare(NumberIn(*at, field), node.op, node.number);
}

// A day or number, never a value of another kind.
bool MatchesOrder(const std::string& value, const FilterNode& node) {
  if (!node.numeric) {
    return value.size() == node.value.size() &&
           Compare(value.compare(node.value), node.op, 0);
  }
  double number = 0;
  return absl::SimpleAtod(value, &number) &&
         Compare(number, node.op, node.number);
}

// The value of the pair with the key; a key that is not there has none.
bool MatchesPair(const FilterNode& node, const Message& message) {
  const FieldDescriptor& list = *node.paths[0].back();
  const FieldDescriptor* key = list.message_type()->FindFieldByName("key");
  const FieldDescriptor* value = list.message_type()->FindFieldByName("value");
  const auto* reflection = message.GetReflection();
  std::string found;
  for (int i = 0; i < reflection->FieldSize(message, &list); ++i) {
    const Message& pair = reflection->GetRepeatedMessage(message, &list, i);
    if (pair.GetReflection()->GetString(pair, key) != node.key) continue;
    found = pair.GetReflection()->GetString(pair, value);
  }
  const bool as_text = node.op == FilterOp::kEqual ||
                       node.op == FilterOp::kNotEqual ||
                       node.op == FilterOp::kHas;
  return as_text ? MatchesText(found, node) : MatchesOrder(found, node);
}

// All words stand somewhere in the fields.
bool MatchesWords(const FilterNode& node, const Message& message) {
  std::vector<std::string> texts;
  for (const FilterNode::Path& path : node.paths) {
    texts.push_back(message.GetReflection()->GetString(message, path.back()));
  }
  const std::vector<std::string> words =
      WordsIn(std::vector<std::string_view>(texts.begin(), texts.end()));
  return std::includes(words.begin(), words.end(), node.words.begin(),
                       node.words.end());
}

}  // namespace

bool MatchesRestriction(const FilterNode& node, const Message& message) {
  if (node.flag != nullptr) return node.flag(message) == (node.number != 0);
  if (!node.words.empty()) return MatchesWords(node, message);
  if (!node.key.empty()) return MatchesPair(node, message);
  for (const FilterNode::Path& path : node.paths) {
    if (MatchesPath(node, path, message)) return true;
  }
  return false;
}

}  // namespace csi::registry
