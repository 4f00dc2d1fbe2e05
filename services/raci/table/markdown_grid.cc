// Markdown tables of a text: pipes, a line of dashes, rows.
#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/grid.h"

namespace csi::raci {
namespace {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Cuts "| a | b |" into a and b. A backslash keeps the bar that follows, and so
// does code between back quotes.
std::vector<std::string> Cells(std::string_view line) {
  line = TrimText(line);
  if (!line.empty() && line.front() == '|') line.remove_prefix(1);
  std::vector<std::string> cells(1);
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cells.back().push_back('|');
      ++i;
    } else if (line[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back().push_back(line[i]);
    }
  }
  if (TrimText(cells.back()).empty() && line.ends_with('|')) cells.pop_back();
  for (std::string& cell : cells) cell = std::string(TrimText(cell));
  return cells;
}

// "|---|:--:|": what makes the line above it a head.
bool IsRule(std::string_view line) {
  line = TrimText(line);
  return line.find('-') != std::string_view::npos &&
         line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

bool HasBar(std::string_view line) {
  return line.find('|') != std::string_view::npos;
}

absl::Status AddRow(Grid& grid, std::string_view line, size_t number) {
  GridRow row;
  row.line = number;
  row.cells = Cells(line);
  if (row.cells.size() > kGridColumnsMax) {
    return GridError(
        grid, number,
        StrCat("a table has at most ", kGridColumnsMax, " columns."));
  }
  size_t filled = 0;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    filled += row.cells[i].empty() ? 0 : 1;
    if (row.cells[i].size() <= kTableCellBytesMax) continue;
    return GridError(grid, number,
                     StrCat("cell ", i + 1, " has more than ",
                            kTableCellBytesMax, " bytes."));
  }
  if (filled == 0) return absl::OkStatus();
  row.alone =
      filled == 1 && (row.cells.size() == 1 ||
                      (!row.cells[0].empty() && IsMarked(row.cells[0])));
  if (grid.rows.size() == kGridRowsMax) {
    return GridError(grid, number,
                     StrCat("a table has at most ", kGridRowsMax, " rows."));
  }
  grid.rows.push_back(std::move(row));
  return absl::OkStatus();
}

// What a heading line above the table says; empty for other lines.
std::string HeadingOfLine(std::string_view line) {
  line = TrimText(line);
  if (line.starts_with('#'))
    return PlainText(
        line.substr(line.find_first_not_of('#') == std::string_view::npos
                        ? line.size()
                        : line.find_first_not_of('#')));
  if (!HasBar(line) && IsMarked(line)) return PlainText(line);
  return "";
}

void Join(Grid&& next, std::vector<Grid>& grids) {
  for (Grid& known : grids) {
    if (known.rows.front().cells != next.rows.front().cells) continue;
    if (!next.name.empty()) {
      GridRow section;
      section.cells = {StrCat("**", next.name, "**")};
      section.line = next.rows.front().line;
      section.alone = true;
      known.rows.push_back(std::move(section));
    }
    if (!known.name.empty()) {
      GridRow section;
      section.cells = {StrCat("**", known.name, "**")};
      section.line = known.rows.front().line;
      section.alone = true;
      known.rows.insert(known.rows.begin() + 1, std::move(section));
      known.name.clear();
    }
    known.rows.insert(known.rows.end(),
                      std::make_move_iterator(next.rows.begin() + 1),
                      std::make_move_iterator(next.rows.end()));
    return;
  }
  grids.push_back(std::move(next));
}

}  // namespace

bool HasMarkdownTable(std::string_view text) {
  const std::vector<std::string_view> lines = Lines(text);
  for (size_t i = 1; i < lines.size(); ++i) {
    if (IsRule(lines[i]) && HasBar(lines[i - 1])) return true;
  }
  return false;
}

absl::StatusOr<std::vector<Grid>> MarkdownGrids(std::string_view text) {
  const std::vector<std::string_view> lines = Lines(text);
  std::vector<Grid> grids;
  std::string heading;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i + 1 == lines.size() || !HasBar(lines[i]) || !IsRule(lines[i + 1])) {
      std::string said = HeadingOfLine(lines[i]);
      if (!said.empty()) heading = std::move(said);
      continue;
    }
    Grid grid;
    grid.name = std::move(heading);
    heading.clear();
    RETURN_IF_ERROR(AddRow(grid, lines[i], i + 1));
    for (i += 2; i < lines.size() && HasBar(lines[i]); ++i) {
      if (!IsRule(lines[i])) RETURN_IF_ERROR(AddRow(grid, lines[i], i + 1));
    }
    --i;
    if (grid.rows.empty()) continue;
    grid.rows.front().alone = false;
    if (grids.size() == kTablesPerFileMax) {
      return GridError(
          grid, i + 1,
          StrCat("a file has at most ", kTablesPerFileMax, " tables."));
    }
    Join(std::move(grid), grids);
  }
  if (grids.empty()) {
    return FieldError("table",
                      "there is no Markdown table: a head, a line of "
                      "|---|---|, then rows.");
  }
  return grids;
}

}  // namespace csi::raci
