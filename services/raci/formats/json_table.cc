#include "services/raci/formats/json_table.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/formats/json_text.h"
#include "services/raci/table/letters.h"

namespace csi::raci {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kLetterKeys[] = {"A", "R", "C", "I"};
// Objects that wrap the rows.
constexpr const char* kWrappers[] = {"matrix", "raci", "rows", "data", "table"};

// A role is the title of its column, wherever it is named.
class ListTable {
 public:
  ListTable() { table_.head.push_back("Activity"); }

  absl::Status AddRoles(const Json& roles) {
    for (size_t i = 0; i < roles.size(); ++i) {
      ASSIGN_OR_RETURN(const std::string role,
                       JsonCell(roles[i], StrCat("roles[", i, "]")));
      ColumnOf(role);
    }
    return absl::OkStatus();
  }

  absl::Status AddActivity(const Json& activity, const std::string& path) {
    if (!activity.is_object()) {
      return JsonError(path, "it is no object with name, A, R, C and I.");
    }
    std::map<size_t, std::string> cells;
    for (const char* letter : kLetterKeys) {
      if (!activity.contains(letter)) continue;
      RETURN_IF_ERROR(AddLetter(activity[letter], letter,
                                StrCat(path, ".", letter), cells));
    }
    if (activity.contains("blocking")) {
      std::map<size_t, std::string> blocking;
      RETURN_IF_ERROR(AddLetter(activity["blocking"], "!",
                                StrCat(path, ".blocking"), blocking));
      for (const auto& [column, mark] : blocking) cells[column] += mark;
    }
    std::vector<std::string>& row = table_.rows.emplace_back();
    row.resize(table_.head.size());
    RETURN_IF_ERROR(Put(activity, "name", path, row[0]));
    for (auto& [column, letters] : cells) row[column] = std::move(letters);
    if (cells.empty()) std::fill(row.begin() + 1, row.end(), "-");
    std::string section;
    RETURN_IF_ERROR(Put(activity, "section", path, section));
    table_.sections.push_back(std::move(section));
    table_.places.push_back(path);
    return absl::OkStatus();
  }

  Table Take() {
    for (auto& row : table_.rows) row.resize(table_.head.size());
    return std::move(table_);
  }

 private:
  absl::Status Put(const Json& object, const char* key, const std::string& path,
                   std::string& to) {
    if (!object.contains(key)) return absl::OkStatus();
    ASSIGN_OR_RETURN(to, JsonCell(object[key], StrCat(path, ".", key)));
    return absl::OkStatus();
  }

  absl::Status AddLetter(const Json& roles, std::string_view letter,
                         const std::string& path,
                         std::map<size_t, std::string>& cells) {
    const Json list = roles.is_array() ? roles : Json::array({roles});
    for (size_t i = 0; i < list.size(); ++i) {
      if (list[i].is_null()) continue;
      ASSIGN_OR_RETURN(const std::string role,
                       JsonCell(list[i], StrCat(path, "[", i, "]")));
      if (role.empty()) continue;
      std::string& cell = cells[ColumnOf(role)];
      StrAppend(&cell, cell.empty() || letter == "!" ? "" : "/", letter);
    }
    return absl::OkStatus();
  }

  size_t ColumnOf(const std::string& role) {
    const auto [place, added] = columns_.emplace(role, table_.head.size());
    if (added) table_.head.push_back(role);
    return place->second;
  }

  Table table_;
  std::map<std::string, size_t> columns_;
};

absl::StatusOr<Table> ReadLists(const Json& json) {
  ListTable table;
  if (json.contains("roles")) {
    if (!json["roles"].is_array()) return JsonError("roles", "it is no list.");
    RETURN_IF_ERROR(table.AddRoles(json["roles"]));
  }
  const Json& activities = json["activities"];
  for (size_t i = 0; i < activities.size(); ++i) {
    RETURN_IF_ERROR(
        table.AddActivity(activities[i], StrCat("activities[", i, "]")));
  }
  return CheckedTable(table.Take());
}

// Rows as objects or as lists, by index or by name.
absl::StatusOr<Grid> ReadRows(const Json& json) {
  Grid grid;
  grid.unit = "row";
  GridRow head;
  std::map<std::string, size_t> columns;
  if (json.is_object()) head.cells.push_back("Activity");
  size_t number = 0;
  for (const auto& [key, value] : json.items()) {
    GridRow row;
    row.line = ++number;
    const std::string path = json.is_object() ? key : StrCat("[", key, "]");
    if (json.is_object()) row.cells.push_back(key);
    if (value.is_array()) {
      for (size_t i = 0; i < value.size(); ++i) {
        ASSIGN_OR_RETURN(std::string cell,
                         JsonCell(value[i], StrCat(path, "[", i, "]")));
        row.cells.push_back(std::move(cell));
      }
    } else if (value.is_object()) {
      for (const auto& [name, inner] : value.items()) {
        const auto [place, added] = columns.emplace(name, head.cells.size());
        if (added) head.cells.push_back(name);
        if (row.cells.size() <= place->second) {
          row.cells.resize(place->second + 1);
        }
        ASSIGN_OR_RETURN(row.cells[place->second],
                         JsonCell(inner, StrCat(path, ".", name)));
      }
    } else {
      return JsonError(path, "it is no row: neither an object nor a list.");
    }
    if (row.cells.size() > kGridColumnsMax || number > kGridRowsMax) {
      return JsonError(
          path, StrCat("a table has at most ", kGridRowsMax, " rows and ",
                       kGridColumnsMax, " columns."));
    }
    grid.rows.push_back(std::move(row));
  }
  if (!columns.empty()) grid.rows.insert(grid.rows.begin(), std::move(head));
  return grid;
}

absl::StatusOr<Table> ReadJson(const Json& json, Orientation orientation) {
  if (json.is_object() && json.contains("activities") &&
      json["activities"].is_array()) {
    if (json.contains("cells")) return ReadStoredMatrix(json);
    return ReadLists(json);
  }
  if (json.is_object()) {
    for (const char* wrapper : kWrappers) {
      if (json.contains(wrapper) && json[wrapper].is_structured()) {
        return ReadJson(json[wrapper], orientation);
      }
    }
  }
  if (!json.is_structured() || json.empty()) {
    return FieldError("table",
                      "the JSON holds no matrix: neither activities nor rows.");
  }
  ASSIGN_OR_RETURN(const Grid grid, ReadRows(json));
  return LayOut(grid, orientation);
}

}  // namespace

absl::StatusOr<Table> ReadJsonTable(std::string_view text,
                                    Orientation orientation) {
  ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  return ReadJson(json, orientation);
}

std::string WriteJsonTable(const Table& table) {
  Json json;
  json["roles"] = Json::array();
  for (size_t i = 1; i < table.head.size(); ++i) {
    json["roles"].push_back(table.head[i]);
  }
  json["activities"] = Json::array();
  for (size_t i = 0; i < table.rows.size(); ++i) {
    Json activity;
    activity["name"] = table.rows[i][0];
    if (i < table.sections.size() && !table.sections[i].empty()) {
      activity["section"] = table.sections[i];
    }
    for (const char* letter : kLetterKeys) activity[letter] = Json::array();
    for (size_t j = 1; j < table.rows[i].size(); ++j) {
      const Letters letters = ReadLetters(table.rows[i][j]);
      for (common::v1::Letter letter : letters.letters) {
        activity[WriteLetters({letter}, false)].push_back(table.head[j]);
      }
      if (letters.blocking) activity["blocking"].push_back(table.head[j]);
    }
    json["activities"].push_back(std::move(activity));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace csi::raci
