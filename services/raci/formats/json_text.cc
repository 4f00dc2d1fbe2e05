#include "services/raci/formats/json_text.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/formats/limits.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/letters.h"

namespace csi::raci {
namespace {

using Json = nlohmann::ordered_json;

// What the events of a parser show besides the values: depth and keys.
struct Watch {
  std::vector<std::set<std::string>> keys;
  std::string wrong;

  bool Take(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > limits::kJsonDepthMax && wrong.empty()) {
      wrong = StrCat("values stand deeper than ", limits::kJsonDepthMax, ".");
    }
    if (event == Json::parse_event_t::object_start) {
      keys.emplace_back();
    } else if (event == Json::parse_event_t::object_end && !keys.empty()) {
      keys.pop_back();
    } else if (event == Json::parse_event_t::key && !keys.empty()) {
      const std::string key = parsed.get<std::string>();
      if (!keys.back().insert(key).second && wrong.empty()) {
        wrong =
            StrCat("the key \"", Shown(key), "\" stands twice in one object.");
      }
    }
    // What is dropped is neither kept nor copied.
    return wrong.empty();
  }
};

// Before anything is built: brackets may stand a million deep.
bool IsTooDeep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') ++i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > limits::kJsonDepthMax) return true;
  }
  return false;
}

std::string PlaceOf(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t start = before.rfind('\n');
  return StrCat("line ", line, ", column ",
                start == std::string_view::npos ? offset + 1 : offset - start);
}

absl::StatusOr<std::string> TextAt(const Json& object, const char* key,
                                   const std::string& path) {
  if (!object.is_object()) return JsonError(path, "it is no object.");
  if (!object.contains(key)) return std::string();
  return JsonCell(object[key], StrCat(path, ".", key));
}

std::string Heading(const std::string& title, const std::string& id) {
  return id.empty() ? title : StrCat(title, " {#", id, "}");
}

absl::StatusOr<std::string> CellLetters(const Json& cell,
                                        const std::string& path) {
  std::string letters;
  const Json list = cell.contains("letters") ? cell["letters"] : Json::array();
  if (!list.is_array()) return JsonError(path, "its letters are no list.");
  for (const Json& letter : list) {
    ASSIGN_OR_RETURN(std::string text, JsonCell(letter, path));
    if (text.starts_with("LETTER_")) text.erase(0, 7);
    StrAppend(&letters, letters.empty() ? "" : "/", text);
  }
  const bool blocking = cell.contains("blocking") && cell["blocking"] == true;
  return blocking ? letters + "!" : letters;
}

}  // namespace

absl::Status JsonError(std::string_view path, std::string_view what) {
  return FieldError("table", StrCat(path, ": ", what));
}

absl::StatusOr<Json> ParseJson(std::string_view text) {
  if (IsTooDeep(text)) {
    return FieldError("table", StrCat("the JSON stands deeper than ",
                                      limits::kJsonDepthMax, " values."));
  }
  Watch watch;
  try {
    Json json = Json::parse(
        text, [&watch](int depth, Json::parse_event_t event, Json& parsed) {
          return watch.Take(depth, event, parsed);
        });
    if (!watch.wrong.empty()) return FieldError("table", watch.wrong);
    return json;
  } catch (const Json::parse_error& error) {
    const size_t at = error.byte == 0 ? 0 : error.byte - 1;
    return FieldError("table",
                      StrCat(PlaceOf(text, std::min(at, text.size())),
                             ": this is no JSON. Is a comma, a quote or a "
                             "bracket missing here?"));
  } catch (const Json::exception& error) {
    return FieldError("table", StrCat("this is no JSON: ", error.what()));
  }
}

absl::StatusOr<std::string> JsonCell(const Json& value,
                                     const std::string& path) {
  std::string text;
  if (value.is_string()) {
    text = value.get<std::string>();
  } else if (value.is_number()) {
    text = value.dump();
  } else if (value.is_array()) {
    for (const Json& each : value) {
      if (!each.is_string())
        return JsonError(path, "it lists what is no text.");
      StrAppend(&text, text.empty() ? "" : "\n", each.get<std::string>());
    }
  } else if (!value.is_null()) {
    return JsonError(path, "it is neither a text nor a list of texts.");
  }
  if (text.size() > kTableCellBytesMax) {
    return JsonError(
        path, StrCat("it has more than ", kTableCellBytesMax, " bytes."));
  }
  if (text.find('\0') != std::string::npos) {
    return JsonError(path, "it holds a NUL character.");
  }
  return text;
}

absl::StatusOr<Table> ReadStoredMatrix(const Json& json) {
  Table table;
  table.head.push_back("Activity");
  std::map<std::string, size_t> columns;
  std::map<std::string, size_t> rows;
  const Json& list = json.contains("columns") ? json["columns"] : Json::array();
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string path = StrCat("columns[", i, "]");
    ASSIGN_OR_RETURN(const std::string id, TextAt(list[i], "id", path));
    ASSIGN_OR_RETURN(const std::string title, TextAt(list[i], "title", path));
    if (!columns.emplace(id, table.head.size()).second) {
      return JsonError(path, StrCat("the id \"", id, "\" stands twice."));
    }
    table.head.push_back(Heading(title, id));
  }
  for (size_t i = 0; i < json["activities"].size(); ++i) {
    const std::string path = StrCat("activities[", i, "]");
    const Json& activity = json["activities"][i];
    ASSIGN_OR_RETURN(const std::string id, TextAt(activity, "id", path));
    ASSIGN_OR_RETURN(const std::string title, TextAt(activity, "title", path));
    ASSIGN_OR_RETURN(std::string section, TextAt(activity, "section", path));
    if (!rows.emplace(id, table.rows.size()).second) {
      return JsonError(path, StrCat("the id \"", id, "\" stands twice."));
    }
    table.rows.emplace_back(table.head.size())[0] = Heading(title, id);
    table.sections.push_back(std::move(section));
    table.places.push_back(path);
  }
  const Json& cells = json["cells"];
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string path = StrCat("cells[", i, "]");
    ASSIGN_OR_RETURN(const std::string activity,
                     TextAt(cells[i], "activity", path));
    ASSIGN_OR_RETURN(const std::string column,
                     TextAt(cells[i], "column", path));
    const auto row = rows.find(activity);
    const auto place = columns.find(column);
    if (row == rows.end() || place == columns.end()) {
      return JsonError(path,
                       "it names an activity or a column that is not "
                       "there.");
    }
    ASSIGN_OR_RETURN(table.rows[row->second][place->second],
                     CellLetters(cells[i], path));
  }
  return CheckedTable(std::move(table));
}

}  // namespace csi::raci
