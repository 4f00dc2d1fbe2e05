#include "services/raci/table/matrix_table.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/raci/rules/form_rules.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/letters.h"
#include "services/raci/table/table_words.h"

namespace csi::raci {
namespace {

// Above the column of the activities.
constexpr std::string_view kCorner = "Activity";
constexpr std::string_view kSubjectOwner = "subject-owner";
constexpr std::string_view kAccountablePerson = "accountable-person";

// Titles may carry their id as Markdown headings do: "Gather {#step-3}".
struct Heading {
  std::string title;
  std::string id;
};

Heading HeadingOf(std::string_view cell) {
  std::string text = OneLine(PlainText(cell));
  const size_t open = text.rfind(" {#");
  if (open == std::string::npos || !text.ends_with('}')) return {text, ""};
  std::string id = text.substr(open + 3, text.size() - open - 4);
  if (!IsResourceId(id)) return {text, ""};
  return {text.substr(0, open), id};
}

// Titles that a reader would take for a note, a legend or letters carry their
// id, which says that they are none.
std::string WriteHeading(std::string_view title, std::string_view id) {
  std::string text = EscapedText(title);
  const bool clear = IdFromTitle(title) == id && HeadingOf(text).id.empty() &&
                     ReadLetters(text).letters.empty() &&
                     !ReadLetters(text).none && !IsLegend(title) &&
                     !SaysNote(title) && !SaysNumber(title) &&
                     !SaysSection(title) && !title.ends_with(':') &&
                     !IsMarked(text) && title != kCorner;
  if (clear) return text;
  // A mark may count only where something follows it: "#", then "# {#id}".
  std::string whole = StrCat(title, " {#", id, "}");
  if (PlainText(whole) == whole) return whole;
  return StrCat(EscapedFully(title), " {#", id, "}");
}

std::string UniqueId(std::string_view title, std::string_view fallback,
                     int number, std::set<std::string>& taken) {
  std::string id =
      IsResourceId(title) ? std::string(title) : IdFromTitle(title);
  if (id.empty()) id = StrCat(fallback, "-", number);
  std::string candidate = id;
  for (int i = 2; !taken.insert(candidate).second; ++i) {
    const std::string suffix = StrCat("-", i);
    candidate =
        id.substr(0, limits::kResourceIdBytesMax - suffix.size()) + suffix;
  }
  return candidate;
}

void AddNotes(const Table& table, MatrixReading& reading) {
  for (const Repair& repair : table.repairs) {
    reading.repairs.push_back(repair);
    reading.findings.push_back(MakeFinding(
        "P10", common::v1::SEVERITY_WARNING, "matrix",
        StrCat("The title \"", Shown(repair.from), "\" was read as ", repair.to,
               "."),
        "Characters that only look like a letter are not found by a search.",
        StrCat("Write ", repair.to, ".")));
  }
  for (const std::string& note : table.notes) {
    reading.findings.push_back(
        MakeFinding("T1", common::v1::SEVERITY_INFO, "matrix", note,
                    "What a reader leaves out, its writer should know.",
                    "Nothing, if that is what was meant."));
  }
}

// Two lines of one name are two to the rules, and one to whoever reads the
// table; a line without a name is nobody's. What has an id of its own is meant.
void NoteName(const Heading& heading, std::string_view what,
              const std::string& id, std::set<std::string>& titles,
              MatrixReading& reading) {
  if (!heading.id.empty()) return;
  std::string message;
  if (heading.title.empty()) {
    message = StrCat("The ", what, " has no name; it is taken as ", id, ".");
  } else if (!titles.insert(heading.title).second) {
    message = StrCat("The ", what, " \"", Shown(heading.title),
                     "\" stands twice; the second is taken as ", id, ".");
  }
  if (message.empty()) return;
  reading.findings.push_back(MakeFinding(
      "T1", common::v1::SEVERITY_INFO, StrCat(what, " ", id), message,
      "The rules count it apart from the other; people do not.",
      "Give it a name of its own, or join the two."));
}

void ReadCell(const std::string& text, int row, const std::string& activity,
              const v1::MatrixColumn& column, MatrixReading& reading) {
  const Letters read = ReadLetters(text);
  if (!read.unknown.empty()) {
    reading.findings.push_back(MakeFinding(
        "P10", common::v1::SEVERITY_ERROR,
        StrCat("activity ", activity, ", column ", column.id()),
        StrCat("\"", Shown(read.unknown), "\" in the column \"", column.title(),
               "\" is no letter."),
        "Only R, A, C and I say who takes part how.",
        "Write R, A, C, I, a combination such as A/R, or leave it empty."));
    return;
  }
  if (read.letters.empty()) return;
  v1::MatrixCell& cell = *reading.matrix.add_cells();
  cell.set_activity(activity);
  cell.set_column(column.id());
  for (common::v1::Letter letter : read.letters) cell.add_letters(letter);
  cell.set_blocking(read.blocking);
  if (!read.repaired) return;
  const std::string written = WriteLetters(read.letters, read.blocking);
  reading.repairs.push_back({row, column.title(), text, written});
  reading.findings.push_back(MakeFinding(
      "P10", common::v1::SEVERITY_WARNING,
      StrCat("activity ", activity, ", column ", column.id()),
      StrCat("\"", Shown(text), "\" in the column \"", column.title(),
             "\" was read as ", written, "."),
      "Characters that only look like a letter are not found by a search.",
      StrCat("Write ", written, ".")));
}

}  // namespace

std::string IdFromTitle(std::string_view title) {
  std::string id;
  for (char c : title) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      id.push_back(c);
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  id = id.substr(0, limits::kResourceIdBytesMax);
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

MatrixReading MatrixOf(const Table& table) {
  MatrixReading reading;
  AddNotes(table, reading);
  v1::Matrix& matrix = reading.matrix;
  std::set<std::string> taken;
  std::set<std::string> titles;
  for (size_t i = 1; i < table.head.size(); ++i) {
    v1::MatrixColumn& column = *matrix.add_columns();
    const Heading heading = HeadingOf(table.head[i]);
    column.set_title(heading.title);
    column.set_id(UniqueId(heading.id.empty() ? heading.title : heading.id,
                           "column", static_cast<int>(i), taken));
    NoteName(heading, "column", column.id(), titles, reading);
    if (column.title().empty()) column.set_title(column.id());
    if (column.id() == kSubjectOwner) {
      column.set_computed(v1::COMPUTED_COLUMN_SUBJECT_OWNER);
    } else if (column.id() == kAccountablePerson) {
      column.set_computed(v1::COMPUTED_COLUMN_ACCOUNTABLE_PERSON);
    }
  }
  taken.clear();
  titles.clear();
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const std::vector<std::string>& row = table.rows[i];
    const int number = static_cast<int>(i) + 1;
    v1::MatrixActivity& activity = *matrix.add_activities();
    const Heading heading = HeadingOf(row[0]);
    activity.set_title(heading.title);
    activity.set_id(UniqueId(heading.id.empty() ? heading.title : heading.id,
                             "activity", number, taken));
    NoteName(heading, "activity", activity.id(), titles, reading);
    if (activity.title().empty()) activity.set_title(activity.id());
    if (i < table.sections.size() && table.sections[i] != "-") {
      activity.set_section(OneLine(PlainText(table.sections[i])));
    }
    for (size_t j = 1; j < row.size(); ++j) {
      ReadCell(row[j], number, activity.id(),
               matrix.columns(static_cast<int>(j) - 1), reading);
    }
  }
  return reading;
}

Table TableOf(const v1::Matrix& matrix) {
  Table table;
  table.head.push_back(std::string(kCorner));
  std::map<std::string, size_t> columns;
  for (const v1::MatrixColumn& column : matrix.columns()) {
    columns[column.id()] = table.head.size();
    table.head.push_back(WriteHeading(column.title(), column.id()));
  }
  std::map<std::string, size_t> rows;
  for (const v1::MatrixActivity& activity : matrix.activities()) {
    rows[activity.id()] = table.rows.size();
    table.rows.emplace_back(table.head.size());
    table.rows.back()[0] = WriteHeading(activity.title(), activity.id());
    table.sections.push_back(EscapedText(activity.section()));
  }
  for (const v1::MatrixCell& cell : matrix.cells()) {
    auto row = rows.find(cell.activity());
    auto column = columns.find(cell.column());
    if (row == rows.end() || column == columns.end()) continue;
    std::vector<common::v1::Letter> letters;
    for (int letter : cell.letters()) {
      letters.push_back(static_cast<common::v1::Letter>(letter));
    }
    table.rows[row->second][column->second] =
        WriteLetters(letters, cell.blocking());
  }
  // A row without any letter says so, lest it be taken for a heading.
  for (std::vector<std::string>& row : table.rows) {
    const bool empty =
        std::all_of(row.begin() + 1, row.end(),
                    [](const std::string& cell) { return cell.empty(); });
    if (empty) std::fill(row.begin() + 1, row.end(), "-");
  }
  return table;
}

}  // namespace csi::raci
