#include "tools/csictl/register_mapping.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "tools/csictl/register_columns.h"
#include "tools/csictl/register_words.h"

namespace csi::tools {
namespace {

absl::Status Bad(const std::string& message) {
  return absl::InvalidArgumentError(StrCat("mapping: ", message));
}

bool IsColumn(std::string_view name) {
  return name == kIdColumn || name == kNumberColumn ||
         FindRegisterColumn(name) != nullptr || !ExtraFieldOf(name).empty();
}

absl::Status UnknownColumn(std::string_view where, std::string_view name) {
  std::vector<std::string> known{kIdColumn};
  for (const RegisterColumn& column : RegisterColumns()) {
    known.emplace_back(column.name);
  }
  return Bad(StrCat(where, ": \"", name, "\" is no column; there are ",
                    absl::StrJoin(known, ", "),
                    ", and extra_fields.KEY for the fields of the policy."));
}

absl::Status ReadMap(const YAML::Node& node, const char* key, TextMap& map) {
  const YAML::Node part = node[key];
  if (!part.IsDefined() || part.IsNull()) return absl::OkStatus();
  if (!part.IsMap()) return Bad(StrCat(key, " holds pairs, key: value."));
  for (const auto& pair : part) {
    if (!pair.second.IsScalar() && !pair.second.IsNull()) {
      return Bad(StrCat(key, ": ", pair.first.Scalar(), " holds one value."));
    }
    map[pair.first.Scalar()] = pair.second.IsNull() ? "" : pair.second.Scalar();
  }
  return absl::OkStatus();
}

absl::Status CheckColumns(const RegisterMapping& mapping) {
  for (const auto& [heading, column] : mapping.columns) {
    if (!column.empty() && !IsColumn(column)) {
      return UnknownColumn("columns", column);
    }
  }
  for (const auto& [column, value] : mapping.defaults) {
    if (!IsColumn(column)) return UnknownColumn("defaults", column);
  }
  for (const auto& [column, value] : mapping.values) {
    if (!IsColumn(column)) return UnknownColumn("values", column);
  }
  return absl::OkStatus();
}

absl::Status ReadParts(const YAML::Node& root, RegisterMapping& mapping) {
  static constexpr const char* kKeys[] = {
      "columns",  "values",      "people",   "unknown_person",
      "defaults", "date_format", "currency", "delimiter"};
  for (const auto& pair : root) {
    const std::string key = pair.first.Scalar();
    if (std::find(std::begin(kKeys), std::end(kKeys), key) == std::end(kKeys)) {
      return Bad(StrCat("\"", key, "\" is unknown; there are ",
                        absl::StrJoin(kKeys, ", "), "."));
    }
  }
  absl::Status read = ReadMap(root, "columns", mapping.columns);
  TextMap people;
  if (read.ok()) read = ReadMap(root, "people", people);
  if (read.ok()) read = ReadMap(root, "defaults", mapping.defaults);
  if (!read.ok()) return read;
  for (const auto& [name, id] : people) {
    mapping.people[absl::AsciiStrToLower(name)] = id;
  }
  if (root["values"].IsDefined() && root["values"].IsMap()) {
    for (const auto& pair : root["values"]) {
      const std::string column = pair.first.Scalar();
      TextMap values;
      read = ReadMap(root["values"], column.c_str(), values);
      if (!read.ok()) return read;
      for (const auto& [cell, value] : values) {
        mapping.values[column][absl::AsciiStrToLower(cell)] = value;
      }
    }
  }
  const auto text = [&](const char* key) {
    return root[key].IsDefined() ? root[key].Scalar() : std::string();
  };
  mapping.unknown_person = text("unknown_person");
  mapping.date_format = text("date_format");
  mapping.currency = text("currency");
  const std::string delimiter = text("delimiter");
  if (delimiter.size() > 1) return Bad("delimiter is one character.");
  if (!delimiter.empty()) mapping.delimiter = delimiter[0];
  return CheckColumns(mapping);
}

std::string ColumnOf(const std::string& heading, const RegisterMapping& mapping,
                     bool own_export) {
  if (const auto found = mapping.columns.find(heading);
      found != mapping.columns.end()) {
    return found->second;
  }
  if (!ExtraFieldOf(heading).empty()) return heading;
  const std::string word = HeadingWord(heading);
  // A foreign "ID" is a number of the old register.
  if (word == kIdColumn && !own_export) return "external_number";
  if (IsColumn(word)) return word;
  return std::string(ColumnOfWord(word));
}

}  // namespace

absl::StatusOr<RegisterMapping> ParseRegisterMapping(const std::string& yaml) {
  RegisterMapping mapping;
  // The library throws; nothing of that leaves this function.
  try {
    const YAML::Node root = YAML::Load(yaml);
    if (root.IsNull()) return mapping;
    if (!root.IsMap()) return Bad("it holds pairs, key: value.");
    const absl::Status read = ReadParts(root, mapping);
    if (!read.ok()) return read;
  } catch (const YAML::Exception& error) {
    return Bad(error.what());
  }
  return mapping;
}

absl::StatusOr<MappedHead> MapHead(const std::vector<std::string>& head,
                                   const RegisterMapping& mapping) {
  for (const auto& [heading, column] : mapping.columns) {
    if (std::find(head.begin(), head.end(), heading) == head.end()) {
      return Bad(StrCat("columns: the file has no column \"", heading,
                        "\"; it has ", absl::StrJoin(head, ", "), "."));
    }
  }
  const bool own_export =
      std::find(head.begin(), head.end(), kNumberColumn) != head.end();
  MappedHead mapped;
  for (const std::string& heading : head) {
    const std::string column = ColumnOf(heading, mapping, own_export);
    if (column.empty() && mapping.columns.count(heading) == 0) {
      mapped.unknown.push_back(heading);
    }
    const auto twin =
        std::find(mapped.columns.begin(), mapped.columns.end(), column);
    if (!column.empty() && twin != mapped.columns.end()) {
      return Bad(StrCat(
          "\"", head[static_cast<size_t>(twin - mapped.columns.begin())],
          "\" and \"", heading, "\" both mean ", column,
          "; say under `columns` which of them does, and \"\" for the other."));
    }
    mapped.columns.push_back(column);
  }
  const auto has = [&](const char* column) {
    return std::find(mapped.columns.begin(), mapped.columns.end(), column) !=
           mapped.columns.end();
  };
  if (!has("title") && !has("description")) {
    return Bad(
        StrCat("no column holds the title; say under `columns` which "
               "of them does: ",
               absl::StrJoin(head, ", "), "."));
  }
  return mapped;
}

std::string HeadingWord(std::string_view heading) {
  std::string word;
  for (char c : heading) {
    const auto letter = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(letter) || letter >= 0x80) {
      word += absl::ascii_tolower(letter);
    } else if (!word.empty() && word.back() != '_') {
      word += '_';
    }
  }
  while (!word.empty() && word.back() == '_') word.pop_back();
  return word;
}

std::string MeantValue(const RegisterMapping& mapping, std::string_view column,
                       std::string_view cell) {
  const std::string lower =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(View(cell)));
  if (const auto values = mapping.values.find(column);
      values != mapping.values.end()) {
    const auto found = values->second.find(lower);
    if (found != values->second.end()) return found->second;
  }
  const std::string_view meant = ValueOfWord(column, HeadingWord(lower));
  return std::string(meant.empty() ? cell : meant);
}

}  // namespace csi::tools
