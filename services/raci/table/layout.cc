// From cells to a table: the parts of a layout put together.
#include <algorithm>
#include <map>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/layout_parts.h"
#include "services/raci/table/table_words.h"

namespace csi::raci {
namespace {

using Kind = Cell::Kind;

// Wider titles reach to the right until the next one.
std::string GroupOf(const Cells& cells, const Head& head, size_t column) {
  if (!head.groups) return "";
  for (size_t i = column + 1; i-- > 1;) {
    if (cells.kind(*head.groups, i) != Kind::kEmpty) {
      return cells.plain(*head.groups, i);
    }
  }
  return "";
}

// A title that stands twice is told apart by the wider title above it; one that
// is missing is the wider title itself.
std::string TitleOf(const Cells& cells, const Head& head,
                    const std::vector<size_t>& columns, size_t column) {
  const Cell& cell = cells.at(head.row, column);
  const std::string group = GroupOf(cells, head, column);
  if (cell.kind == Kind::kEmpty) return EscapedText(group);
  const auto same = std::count_if(
      columns.begin(), columns.end(),
      [&](size_t other) { return cells.plain(head.row, other) == cell.plain; });
  if (same < 2 || group.empty() || group == cell.plain) return cell.raw;
  return StrCat(EscapedText(group), " / ", cell.raw);
}

Table BuildStraight(const Cells& cells, const Head& head, const Body& body,
                    const Columns& columns) {
  Table table;
  table.head.push_back(cells.at(head.row, columns.name).raw);
  for (size_t column : columns.values) {
    table.head.push_back(TitleOf(cells, head, columns.values, column));
  }
  std::string group;
  for (size_t i = 0; i < body.rows.size(); ++i) {
    const size_t row = body.rows[i];
    std::vector<std::string>& out = table.rows.emplace_back();
    out.push_back(cells.at(row, columns.name).raw);
    for (size_t column : columns.values) {
      out.push_back(cells.at(row, column).raw);
    }
    std::string section = body.sections[i];
    if (columns.section) {
      const std::string& here = cells.plain(row, *columns.section);
      if (!here.empty()) group = here;
      if (section.empty()) section = group;
    }
    table.sections.push_back(EscapedText(section));
    table.places.push_back(cells.place(row));
  }
  return table;
}

Table BuildTurned(const Cells& cells, const Head& head, const Body& body,
                  const Columns& columns) {
  Table table;
  table.head.push_back("Activity");
  for (size_t row : body.rows) {
    table.head.push_back(cells.at(row, columns.name).raw);
  }
  for (size_t column : columns.values) {
    std::vector<std::string>& out = table.rows.emplace_back();
    out.push_back(TitleOf(cells, head, columns.values, column));
    for (size_t row : body.rows) out.push_back(cells.at(row, column).raw);
    table.sections.push_back(EscapedText(GroupOf(cells, head, column)));
    table.places.push_back(StrCat("column ", column + 1));
  }
  table.notes.push_back("The rows are roles; the table was turned.");
  return table;
}

// A table without any letter is some other table.
absl::Status CheckLetters(const Table& table) {
  std::string first;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    for (size_t j = 1; j < table.rows[i].size(); ++j) {
      const Letters read = ReadLetters(table.rows[i][j]);
      if (read.unknown.empty() && !read.letters.empty()) {
        return absl::OkStatus();
      }
      if (read.unknown.empty() || !first.empty()) continue;
      first = StrCat(" ", table.places[i], ", column \"",
                     Shown(OneLine(PlainText(table.head[j]))), "\": \"",
                     Shown(read.unknown), "\" is no letter.");
    }
  }
  if (table.rows.empty()) return absl::OkStatus();
  return FieldError(
      "table", StrCat("no cell holds R, A, C or I, from ", table.places.front(),
                      " to ", table.places.back(), ".", first,
                      " Is this the right file and the right sheet?"));
}

absl::Status CheckSize(const Table& table) {
  if (table.rows.size() > kTableRowsMax) {
    return FieldError(
        "table", StrCat(table.places[kTableRowsMax], ": a table has at most ",
                        kTableRowsMax, " rows."));
  }
  if (table.head.size() > kTableColumnsMax) {
    return FieldError("table", StrCat("the head: a table has at most ",
                                      kTableColumnsMax, " columns."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Table> CheckedTable(Table table) {
  RETURN_IF_ERROR(CheckSize(table));
  RETURN_IF_ERROR(CheckLetters(table));
  return table;
}

absl::StatusOr<Table> LayOut(const Grid& grid, Orientation orientation) {
  if (grid.rows.empty()) return FieldError("table", "it is empty.");
  const Cells cells(grid);
  ASSIGN_OR_RETURN(const Head head, FindHead(cells));
  const Body body = FindBody(cells, head.row);
  if (std::optional<Table> lists = ReadRoleLists(cells, head.row, body)) {
    return CheckedTable(*std::move(lists));
  }
  const Cells turned = cells.Turned(head.row);
  const Body turned_body = FindBody(turned, 0);
  if (std::optional<Table> lists = ReadRoleLists(turned, 0, turned_body)) {
    lists->notes.push_back("The rows are letters; the table was turned.");
    return CheckedTable(*std::move(lists));
  }
  ASSIGN_OR_RETURN(const Columns columns, FindColumns(cells, head.row, body));
  const bool turn = orientation == Orientation::kFound
                        ? RowsAreRoles(cells, head.row, body, columns)
                        : orientation == Orientation::kRolesAreRows;
  Table table = turn ? BuildTurned(cells, head, body, columns)
                     : BuildStraight(cells, head, body, columns);
  table.notes.insert(table.notes.end(), body.notes.begin(), body.notes.end());
  table.notes.insert(table.notes.end(), columns.notes.begin(),
                     columns.notes.end());
  return CheckedTable(std::move(table));
}

absl::StatusOr<Table> LayOutBest(const std::vector<Grid>& grids,
                                 Orientation orientation) {
  if (grids.empty()) return FieldError("table", "it is empty.");
  size_t best = 0;
  size_t most = 0;
  for (size_t i = 0; i < grids.size(); ++i) {
    const size_t letters = CountLetters(grids[i]);
    if (letters <= most) continue;
    most = letters;
    best = i;
  }
  ASSIGN_OR_RETURN(Table table, LayOut(grids[best], orientation));
  for (size_t i = 0; i < grids.size(); ++i) {
    if (i == best || grids[i].rows.empty()) continue;
    table.notes.push_back(StrCat(
        "Another table",
        grids[i].name.empty() ? "" : StrCat(" \"", grids[i].name, "\""), " at ",
        grids[i].unit, " ", grids[i].rows.front().line,
        " was not read; put it into a file of its own if it is a matrix."));
  }
  return table;
}

}  // namespace csi::raci
