// Columns and direction of a layout.
#include <algorithm>
#include <set>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/layout_parts.h"
#include "services/raci/table/table_words.h"

namespace csi::raci {
namespace {

using Kind = Cell::Kind;

// Longer texts in a column without letters are notes, not mistaken letters.
constexpr size_t kNoteBytesMin = 9;
// By how much one direction must fit better than the other.
constexpr double kClearly = 0.2;
constexpr double kMuchBetter = 0.34;

struct Counts {
  size_t letters = 0;
  size_t texts = 0;
  size_t text_bytes = 0;
  size_t first_text = 0;  // row
};

Counts CountColumn(const Cells& cells, const Body& body, size_t column) {
  Counts counts;
  for (size_t row : body.rows) {
    const Cell& cell = cells.at(row, column);
    counts.letters += cell.kind == Kind::kLetters ? 1 : 0;
    if (cell.kind != Kind::kText) continue;
    if (counts.texts++ == 0) counts.first_text = row;
    counts.text_bytes += cell.plain.size();
  }
  return counts;
}

bool IsNumber(std::string_view text) {
  return text.find_first_not_of("0123456789.-) ") == std::string_view::npos;
}

size_t DistinctTexts(const Cells& cells, const Body& body, size_t column) {
  std::set<std::string_view> texts;
  for (size_t row : body.rows) {
    const std::string& text = cells.plain(row, column);
    if (!text.empty() && !IsNumber(text)) texts.insert(text);
  }
  return texts.size();
}

// Names, numbers, groups or notes of rows: nothing that a role has.
bool IsAboutRows(const Cells& cells, size_t head, const Body& body,
                 size_t column) {
  const Counts counts = CountColumn(cells, body, column);
  if (counts.letters >= counts.texts) return false;
  const std::string& title = cells.plain(head, column);
  return SaysActivity(title) || SaysSection(title) || SaysNumber(title) ||
         SaysNote(title) || DistinctTexts(cells, body, column) == 0 ||
         counts.text_bytes >= counts.texts * kNoteBytesMin;
}

// The columns before the first one that holds letters.
size_t CountLeading(const Cells& cells, size_t head, const Body& body) {
  size_t column = 1;
  while (column < cells.width() && IsAboutRows(cells, head, body, column)) {
    ++column;
  }
  // A table without letters at all: only the first one is a name.
  return column == cells.width() ? 1 : column;
}

// What people wrote about the rows, not who takes part.
bool IsNotes(const Cells& cells, size_t head, size_t column,
             const Counts& counts) {
  const std::string& title = cells.plain(head, column);
  if (CarriesId(title)) return false;
  if (counts.letters > 0)
    return SaysNote(title) && counts.letters < counts.texts;
  return SaysNote(title) || SaysNumber(title) ||
         (counts.texts > 0 &&
          counts.text_bytes >= counts.texts * kNoteBytesMin);
}

std::string LeftOut(const Cells& cells, size_t head, size_t column) {
  const std::string& title = cells.plain(head, column);
  return StrCat("column ", column + 1,
                title.empty() ? "" : StrCat(" (\"", Shown(title), "\")"),
                " holds no letters and is left out.");
}

double RoleShare(const std::vector<std::string>& names) {
  if (names.empty()) return 0;
  const auto count = std::count_if(names.begin(), names.end(), NamesRole);
  return static_cast<double>(count) / static_cast<double>(names.size());
}

// The share of lines that have exactly one A.
double OneAccountable(const std::vector<size_t>& counts) {
  if (counts.empty()) return 0;
  const auto ones = std::count(counts.begin(), counts.end(), size_t{1});
  return static_cast<double>(ones) / static_cast<double>(counts.size());
}

}  // namespace

size_t FindNameColumn(const Cells& cells, size_t head, const Body& body,
                      size_t leading) {
  size_t best = 0;
  std::pair<int, size_t> best_score{-1, 0};
  for (size_t column = 0; column < leading; ++column) {
    const std::string& title = cells.plain(head, column);
    int fits = 2;
    if (SaysActivity(title) || SaysRole(title)) {
      fits = 3;
    } else if (SaysNumber(title) || SaysNote(title)) {
      fits = 0;
    } else if (SaysSection(title)) {
      fits = 1;
    }
    const std::pair score{fits, DistinctTexts(cells, body, column)};
    if (score > best_score) {
      best_score = score;
      best = column;
    }
  }
  return best;
}

absl::StatusOr<Columns> FindColumns(const Cells& cells, size_t head,
                                    const Body& body) {
  Columns columns;
  const size_t leading = CountLeading(cells, head, body);
  columns.name = FindNameColumn(cells, head, body, leading);
  for (size_t column = 0; column < leading; ++column) {
    if (column == columns.name) continue;
    if (!columns.section && SaysSection(cells.plain(head, column))) {
      columns.section = column;
    } else if (DistinctTexts(cells, body, column) > 0 ||
               !cells.plain(head, column).empty()) {
      columns.notes.push_back(LeftOut(cells, head, column));
    }
  }
  for (size_t column = leading; column < cells.width(); ++column) {
    const Counts counts = CountColumn(cells, body, column);
    const bool titled = cells.kind(head, column) != Kind::kEmpty;
    if (!titled && counts.letters + counts.texts == 0) continue;
    if (IsNotes(cells, head, column, counts)) {
      columns.notes.push_back(LeftOut(cells, head, column));
    } else if (!titled && column >= cells.Filled(head)) {
      const size_t row = counts.texts > 0 ? counts.first_text : body.rows[0];
      return FieldError(
          "table", StrCat(cells.place(row), ": the row has ", column + 1,
                          " cells, the head has ", cells.Filled(head), "."));
    } else {
      columns.values.push_back(column);
    }
  }
  if (columns.values.empty()) {
    return FieldError("table",
                      StrCat(cells.place(head),
                             ": the head needs a column for the activities "
                             "and at least one role."));
  }
  return columns;
}

bool RowsAreRoles(const Cells& cells, size_t head, const Body& body,
                  const Columns& columns) {
  const std::string& corner = cells.plain(head, columns.name);
  const bool activity = SaysActivity(corner);
  const bool role = SaysRole(corner);
  if (activity != role) return role;
  std::vector<std::string> heads;
  std::vector<std::string> names;
  for (size_t column : columns.values) {
    heads.push_back(cells.plain(head, column));
  }
  for (size_t row : body.rows) names.push_back(cells.plain(row, columns.name));
  const double more_roles_in_head = RoleShare(heads) - RoleShare(names);
  if (more_roles_in_head > kClearly) return false;
  if (more_roles_in_head < -kClearly) return true;
  std::vector<size_t> in_rows(body.rows.size());
  std::vector<size_t> in_columns(columns.values.size());
  for (size_t i = 0; i < body.rows.size(); ++i) {
    for (size_t j = 0; j < columns.values.size(); ++j) {
      const auto& letters =
          cells.at(body.rows[i], columns.values[j]).letters.letters;
      const bool accountable =
          !letters.empty() && letters.front() == common::v1::LETTER_ACCOUNTABLE;
      in_rows[i] += accountable ? 1 : 0;
      in_columns[j] += accountable ? 1 : 0;
    }
  }
  return OneAccountable(in_columns) > OneAccountable(in_rows) + kMuchBetter;
}

}  // namespace csi::raci
