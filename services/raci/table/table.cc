#include "services/raci/table/table.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/guarded_cell.h"

namespace csi::raci {
namespace {

std::string CsvCell(const std::string& cell, char separator) {
  const std::string text = GuardedCell(cell);
  const bool plain = text.find(separator) == std::string::npos &&
                     text.find_first_of("\",;\t\r\n") == std::string::npos;
  if (plain) return text;
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

std::string MarkdownLine(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line.push_back(' ');
    for (char c : cell) {
      if (c == '|') line.push_back('\\');
      line.push_back(c == '\n' ? ' ' : c);
    }
    line += " |";
  }
  line.push_back('\n');
  return line;
}

// A backslash at the end would take the mark's first star.
std::string Bold(const std::string& text) {
  const std::string plain = PlainText(text);
  std::string bold = StrCat("**", text, "**");
  if (PlainText(bold) == plain) return bold;
  return StrCat("**", EscapedFully(plain), "**");
}

// Calls `heading` before the first row of each section and `row` for each row.
template <class HeadingFn, class RowFn>
void ForEachRow(const Table& table, HeadingFn heading, RowFn row) {
  std::string section;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (i < table.sections.size() && table.sections[i] != section) {
      section = table.sections[i];
      heading(section.empty() ? std::string("-") : section);
    }
    row(table.rows[i]);
  }
}

}  // namespace

absl::StatusOr<Table> ParseTable(std::string_view bytes, TableKind kind,
                                 Orientation orientation) {
  ASSIGN_OR_RETURN(const std::string text, DecodedText(bytes));
  if (kind == TableKind::kFound) {
    kind = HasMarkdownTable(text) ? TableKind::kMarkdown : TableKind::kCsv;
  }
  if (kind == TableKind::kMarkdown) {
    ASSIGN_OR_RETURN(const std::vector<Grid> grids, MarkdownGrids(text));
    return LayOutBest(grids, orientation);
  }
  ASSIGN_OR_RETURN(const Grid grid,
                   CsvGrid(text, kind == TableKind::kTsv ? '\t' : '\0'));
  return LayOut(grid, orientation);
}

std::string WriteCsv(const Table& table, char separator) {
  std::string text;
  const auto write = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) text.push_back(separator);
      text += CsvCell(cells[i], separator);
    }
    text += "\r\n";
  };
  write(table.head);
  // A line of one cell is a heading, whatever it says.
  ForEachRow(
      table, [&](const std::string& section) { write({section}); }, write);
  return text;
}

std::string WriteMarkdown(const Table& table) {
  std::string text = MarkdownLine(table.head);
  text += MarkdownLine(std::vector<std::string>(table.head.size(), "---"));
  ForEachRow(
      table,
      [&](const std::string& section) {
        std::vector<std::string> cells(table.head.size());
        cells[0] = Bold(section);
        text += MarkdownLine(cells);
      },
      [&](const std::vector<std::string>& cells) {
        text += MarkdownLine(cells);
      });
  return text;
}

}  // namespace csi::raci
