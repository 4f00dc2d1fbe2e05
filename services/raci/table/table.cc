#include "services/raci/table/table.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::raci {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view Trim(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

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

absl::Status TableError(size_t line, std::string_view what) {
  return FieldError("table", StrCat("line ", line, ": ", what));
}

// Cuts "| a | b |" into a and b. A backslash keeps the bar that follows.
std::vector<std::string> MarkdownCells(std::string_view line) {
  line = Trim(line);
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
  if (Trim(cells.back()).empty() && line.ends_with('|')) cells.pop_back();
  for (std::string& cell : cells) cell = std::string(Trim(cell));
  return cells;
}

// "|---|:--:|": what makes the line above it a head.
bool IsRule(std::string_view line) {
  line = Trim(line);
  return line.find('-') != std::string_view::npos &&
         line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

absl::Status AddRow(Table& table, std::vector<std::string> cells, size_t line) {
  while (cells.size() > table.head.size() && cells.back().empty()) {
    cells.pop_back();
  }
  if (cells.size() > table.head.size()) {
    return TableError(
        line, StrCat("the row has ", cells.size(), " cells, the head has ",
                     table.head.size(), "."));
  }
  cells.resize(table.head.size());
  if (table.rows.size() == kTableRowsMax) {
    return TableError(line,
                      StrCat("a table has at most ", kTableRowsMax, " rows."));
  }
  table.rows.push_back(std::move(cells));
  return absl::OkStatus();
}

absl::Status SetHead(Table& table, std::vector<std::string> cells,
                     size_t line) {
  while (!cells.empty() && cells.back().empty()) cells.pop_back();
  if (cells.size() < 2) {
    return TableError(line,
                      "the head needs a column for the activities and at "
                      "least one role.");
  }
  if (cells.size() > kTableColumnsMax) {
    return TableError(
        line, StrCat("a table has at most ", kTableColumnsMax, " columns."));
  }
  table.head = std::move(cells);
  return absl::OkStatus();
}

absl::StatusOr<Table> ParseMarkdown(std::string_view text) {
  const std::vector<std::string_view> lines = Lines(text);
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].find('|') == std::string_view::npos || !IsRule(lines[i + 1])) {
      continue;
    }
    Table table;
    RETURN_IF_ERROR(SetHead(table, MarkdownCells(lines[i]), i + 1));
    for (size_t j = i + 2; j < lines.size(); ++j) {
      if (lines[j].find('|') == std::string_view::npos) break;
      RETURN_IF_ERROR(AddRow(table, MarkdownCells(lines[j]), j + 1));
    }
    return table;
  }
  return FieldError("table",
                    "there is no Markdown table: a head, a line of "
                    "|---|---|, then rows.");
}

char Separator(std::string_view first_line) {
  char best = ',';
  size_t most = 0;
  for (char candidate : {',', ';', '\t'}) {
    const size_t count =
        std::count(first_line.begin(), first_line.end(), candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

absl::Status TakeCsvRow(Table& table, std::vector<std::string>& cells,
                        size_t line) {
  for (std::string& cell : cells) cell = std::string(Trim(cell));
  const bool blank =
      std::all_of(cells.begin(), cells.end(),
                  [](const std::string& cell) { return cell.empty(); });
  absl::Status status;
  if (!blank) {
    status = table.head.empty() ? SetHead(table, std::move(cells), line)
                                : AddRow(table, std::move(cells), line);
  }
  cells.assign(1, "");
  return status;
}

absl::StatusOr<Table> ParseCsv(std::string_view text) {
  const char separator = Separator(text.substr(0, text.find('\n')));
  Table table;
  std::vector<std::string> cells(1);
  bool quoted = false;
  size_t line = 1;
  size_t row_line = 1;
  size_t quote_line = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        cells.back().push_back(c);
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cells.back().push_back('"');
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && Trim(cells.back()).empty()) {
      quoted = true;
      quote_line = line;
      cells.back().clear();
    } else if (c == separator) {
      cells.emplace_back();
    } else if (c == '\n') {
      RETURN_IF_ERROR(TakeCsvRow(table, cells, row_line));
      row_line = line;
    } else {
      cells.back().push_back(c);
    }
  }
  if (quoted) {
    return TableError(quote_line, "a quoted cell begins here and never ends.");
  }
  RETURN_IF_ERROR(TakeCsvRow(table, cells, row_line));
  if (table.head.empty()) return FieldError("table", "it is empty.");
  return table;
}

std::string CsvCell(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char c : cell) {
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

}  // namespace

absl::StatusOr<Table> ParseTable(std::string_view text, TableKind kind) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (kind == TableKind::kFound) {
    const std::vector<std::string_view> lines = Lines(text);
    const bool markdown = std::any_of(lines.begin(), lines.end(), IsRule);
    kind = markdown ? TableKind::kMarkdown : TableKind::kCsv;
  }
  return kind == TableKind::kMarkdown ? ParseMarkdown(text) : ParseCsv(text);
}

std::string WriteCsv(const Table& table) {
  std::string text;
  auto write = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      StrAppend(&text, i == 0 ? "" : ",", CsvCell(cells[i]));
    }
    text += "\r\n";
  };
  write(table.head);
  for (const auto& row : table.rows) write(row);
  return text;
}

std::string WriteMarkdown(const Table& table) {
  std::string text = MarkdownLine(table.head);
  text += MarkdownLine(std::vector<std::string>(table.head.size(), "---"));
  for (const auto& row : table.rows) text += MarkdownLine(row);
  return text;
}

}  // namespace csi::raci
