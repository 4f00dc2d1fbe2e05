#include "tools/csictl/output.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "tools/csictl/detail_view.h"
#include "tools/csictl/value_text.h"

namespace csi::tools {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kCellWidthMax = 60;
constexpr int kDefaultColumnsMax = 7;

// The one repeated message field of a List answer, or of an answer that is
// nothing but a list.
const FieldDescriptor* RowsField(const Message& message) {
  const auto* descriptor = message.GetDescriptor();
  if (descriptor->FindFieldByName("next_page_token") == nullptr &&
      descriptor->field_count() > 1) {
    return nullptr;
  }
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->is_repeated() &&
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return field;
    }
  }
  return nullptr;
}

std::vector<std::string> DefaultColumns(
    const google::protobuf::Descriptor& type) {
  std::vector<std::string> columns;
  for (const char* wanted :
       {"name", "number", "title", "display_name", "state", "phase"}) {
    if (type.FindFieldByName(wanted) != nullptr) columns.push_back(wanted);
  }
  for (int i = 0; i < type.field_count() &&
                  static_cast<int>(columns.size()) < kDefaultColumnsMax;
       ++i) {
    const auto* field = type.field(i);
    const bool shown = std::find(columns.begin(), columns.end(),
                                 field->name()) != columns.end();
    const bool plain = !field->is_repeated() &&
                       field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
                       field->name() != "uid" && field->name() != "etag";
    if (!shown && plain) columns.push_back(field->name());
  }
  return columns;
}

std::string Cut(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.size() <= kCellWidthMax) return text;
  size_t end = kCellWidthMax - 3;
  // Not in the middle of a UTF-8 character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  return text.substr(0, end) + "...";
}

size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  });
}

// Said below a page that is not the last.
std::string MoreText(const Message& message) {
  const auto* token =
      message.GetDescriptor()->FindFieldByName("next_page_token");
  if (token == nullptr ||
      message.GetReflection()->GetString(message, token).empty()) {
    return "";
  }
  return "(there are more: ask for up to 1000 with --page-size, or for fewer "
         "with --filter)\n";
}

std::string RenderRows(const Message& message, const FieldDescriptor& rows,
                       std::vector<std::string> columns) {
  const auto& reflection = *message.GetReflection();
  if (columns.empty()) columns = DefaultColumns(*rows.message_type());
  std::vector<std::vector<std::string>> table(1);
  for (const std::string& column : columns) {
    table[0].push_back(
        absl::AsciiStrToUpper(absl::StrReplaceAll(column, {{"_", " "}})));
  }
  const int count = reflection.FieldSize(message, &rows);
  for (int i = 0; i < count; ++i) {
    const Message& row = reflection.GetRepeatedMessage(message, &rows, i);
    table.emplace_back();
    for (const std::string& column : columns) {
      table.back().push_back(Cut(FieldText(row, column)));
    }
  }
  if (count == 0) return "Nothing to show.\n";
  return StrCat(AlignColumns(table), MoreText(message));
}

void WriteYaml(const nlohmann::ordered_json& value, int indent,
               std::string* out) {
  const std::string pad(indent, ' ');
  if (value.is_object()) {
    if (value.empty()) out->append(pad + "{}\n");
    for (const auto& [key, child] : value.items()) {
      if (child.is_structured() && !child.empty()) {
        StrAppend(out, pad, key, ":\n");
        WriteYaml(child, indent + 2, out);
      } else {
        StrAppend(out, pad, key, ": ", child.dump(), "\n");
      }
    }
  } else if (value.is_array()) {
    for (const auto& child : value) {
      if (child.is_structured() && !child.empty()) {
        StrAppend(out, pad, "-\n");
        WriteYaml(child, indent + 2, out);
      } else {
        StrAppend(out, pad, "- ", child.dump(), "\n");
      }
    }
  } else {
    StrAppend(out, pad, value.dump(), "\n");
  }
}

}  // namespace

absl::StatusOr<OutputFormat> ParseFormat(const std::string& name) {
  if (name == "table") return OutputFormat::kTable;
  if (name == "json") return OutputFormat::kJson;
  if (name == "yaml") return OutputFormat::kYaml;
  return absl::InvalidArgumentError(
      StrCat("--output ", name, ": it must be table, json or yaml."));
}

std::string AlignColumns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], Width(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      text.append(row[i]);
      if (i + 1 < row.size()) {
        text.append(widths[i] - Width(row[i]) + 2, ' ');
      }
    }
    text.push_back('\n');
  }
  return text;
}

std::string JsonToYaml(const std::string& json) {
  std::string yaml;
  const auto parsed = nlohmann::ordered_json::parse(json, nullptr, false);
  if (parsed.is_discarded()) return json;
  WriteYaml(parsed, 0, &yaml);
  return yaml;
}

std::string Render(const Message& message, OutputFormat format,
                   const std::vector<std::string>& columns) {
  if (format == OutputFormat::kTable) {
    const FieldDescriptor* rows = RowsField(message);
    return rows != nullptr ? RenderRows(message, *rows, columns)
                           : RenderDetails(message, columns);
  }
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  google::protobuf::util::MessageToJsonString(message, &json, options);
  return format == OutputFormat::kJson ? json : JsonToYaml(json);
}

}  // namespace csi::tools
