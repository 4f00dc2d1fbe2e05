#include "tools/csictl/detail_view.h"

#include <algorithm>
#include <vector>

#include "common/base/strings.h"
#include "csi/common/v1/common.pb.h"
#include "tools/csictl/value_text.h"

namespace csi::tools {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kLineWidthMax = 72;  // a longer message becomes a block
constexpr int kDepthMax = 20;

int CountOf(const Message& message, const FieldDescriptor& field) {
  return field.is_repeated()
             ? message.GetReflection()->FieldSize(message, &field)
             : 1;
}

const Message& MessageOf(const Message& message, const FieldDescriptor& field,
                         int index) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated()
             ? reflection.GetRepeatedMessage(message, &field, index)
             : reflection.GetMessage(message, &field);
}

void WriteTree(const common::v1::Explanation& fact, int depth,
               std::string* out) {
  if (depth > kDepthMax) return;
  StrAppend(out, std::string(2 * depth, ' '), fact.fact(), "\n");
  for (const common::v1::Explanation& each : fact.because()) {
    WriteTree(each, depth + 1, out);
  }
}

void WriteFields(const Message& message, int depth, std::string* out);
void WriteFields(const Message& message,
                 const std::vector<const FieldDescriptor*>& fields, int depth,
                 std::string* out);

// The fields of one message below the name of its field; "- " before the first
// line tells the items of a list apart.
void WriteBlock(const Message& message, bool item, int depth,
                std::string* out) {
  if (const auto* tree =
          google::protobuf::DynamicCastToGenerated<common::v1::Explanation>(
              &message)) {
    return WriteTree(*tree, depth, out);
  }
  std::string block;
  WriteFields(message, depth + (item ? 1 : 0), &block);
  if (item && block.size() > static_cast<size_t>(2 * depth)) {
    block[2 * depth] = '-';
  }
  out->append(block);
}

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// Numbers stand side by side; names and texts have a line each.
bool IsNumber(const FieldDescriptor& field) {
  return field.is_repeated() && !IsMessage(field) &&
         field.cpp_type() != FieldDescriptor::CPPTYPE_STRING;
}

// Every value of the field as a line of its own, or none if one is too long.
std::vector<std::string> LinesOf(const Message& message,
                                 const FieldDescriptor& field) {
  if (IsNumber(field)) return {FieldText(message, field.name())};
  std::vector<std::string> lines;
  for (int i = 0; i < CountOf(message, field); ++i) {
    lines.push_back(ScalarText(message, field, field.is_repeated() ? i : -1));
    const bool tree = IsMessage(field) && field.message_type()->full_name() ==
                                              "csi.common.v1.Explanation";
    if (tree || (IsMessage(field) && lines.back().size() > kLineWidthMax)) {
      return {};
    }
  }
  return lines;
}

void WriteFields(const Message& message, int depth, std::string* out) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  WriteFields(message, fields, depth, out);
}

void WriteFields(const Message& message,
                 const std::vector<const FieldDescriptor*>& fields, int depth,
                 std::string* out) {
  if (depth > kDepthMax) return;
  const std::string pad(2 * depth, ' ');
  size_t width = 0;
  for (const FieldDescriptor* field : fields) {
    width = std::max(width, field->name().size());
  }
  for (const FieldDescriptor* field : fields) {
    const std::vector<std::string> lines = LinesOf(message, *field);
    std::string name = field->name();
    for (const std::string& line : lines) {
      StrAppend(out, pad, name, std::string(width + 2 - name.size(), ' '), line,
                "\n");
      name.clear();
    }
    if (!lines.empty()) continue;
    StrAppend(out, pad, name, "\n");
    for (int i = 0; i < CountOf(message, *field); ++i) {
      WriteBlock(MessageOf(message, *field, i), field->is_repeated(), depth + 1,
                 out);
    }
  }
}

}  // namespace

std::string RenderDetails(const Message& message,
                          const std::vector<std::string>& chosen) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  if (!chosen.empty()) {
    std::vector<const FieldDescriptor*> some;
    for (const std::string& name : chosen) {
      const auto found = std::find_if(
          fields.begin(), fields.end(),
          [&](const auto* field) { return field->name() == name; });
      if (found != fields.end()) some.push_back(*found);
    }
    fields = std::move(some);
  }
  std::string text;
  WriteFields(message, fields, 0, &text);
  return text.empty() ? "Done.\n" : text;
}

}  // namespace csi::tools
