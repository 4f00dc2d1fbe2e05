#include "tools/csictl/register_table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/csv/reader.h"
#include "common/csv/writer.h"
#include "common/status/status.h"
#include "services/raci/formats/workbook.h"
#include "services/raci/table/grid.h"
#include "services/raci/table/guarded_cell.h"

namespace csi::tools {
namespace {

// A cell may hold a list of criteria with evidence as JSON.
constexpr size_t kCellBytesMax = 512 * 1024;
constexpr std::string_view kBreak = "<br>";

absl::Status NoTable(std::string_view form) {
  return absl::InvalidArgumentError(
      StrCat("The file holds no ", form,
             " table: its first line names the columns, each further line is "
             "an entry."));
}

absl::Status Fit(const TextTable& table, TextRow& row) {
  while (row.cells.size() > table.head.size() && row.cells.back().empty()) {
    row.cells.pop_back();
  }
  if (row.cells.size() > table.head.size()) {
    return absl::InvalidArgumentError(StrCat(
        "line ", row.line, " has ", row.cells.size(), " cells, the head has ",
        table.head.size(), ". Put cells that hold the delimiter in quotes."));
  }
  row.cells.resize(table.head.size());
  return absl::OkStatus();
}

bool IsBlank(const TextRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) {
                       return absl::StripAsciiWhitespace(cell).empty();
                     });
}

// The delimiter that the head has most of.
char FindDelimiter(std::string_view text) {
  const std::string_view head = text.substr(0, text.find('\n'));
  char best = ',';
  for (char each : {';', '\t'}) {
    if (std::count(head.begin(), head.end(), each) >
        std::count(head.begin(), head.end(), best)) {
      best = each;
    }
  }
  return best;
}

// What spreadsheets write above a CSV: `sep=;`. The line stays, empty, so that
// those below keep their numbers. 0 without one.
char TakeSeparatorLine(std::string& text) {
  constexpr std::string_view kWord = "sep=";
  const std::string first =
      absl::AsciiStrToLower(View(std::string_view(text).substr(0, 4)));
  if (first != kWord || text.size() == kWord.size()) return 0;
  const size_t end = text.find_first_of("\r\n");
  if (end != kWord.size() + 1) return 0;
  const char separator = text[kWord.size()];
  text.erase(0, end);
  return separator;
}

size_t FilledCells(const std::vector<std::string>& cells) {
  return cells.size() - std::count(cells.begin(), cells.end(), "");
}

std::vector<std::string> MarkdownCells(std::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  const auto end_cell = [&] {
    cells.emplace_back(absl::StripAsciiWhitespace(cell));
    cell.clear();
  };
  line.remove_prefix(1);  // the first bar
  while (!line.empty()) {
    if (line[0] == '\\' && line.size() > 1 &&
        (line[1] == '|' || line[1] == '\\' || line[1] == '<')) {
      cell += line[1];
      line.remove_prefix(2);
    } else if (line.starts_with(kBreak)) {
      cell += '\n';
      line.remove_prefix(kBreak.size());
    } else if (line[0] == '|') {
      end_cell();
      line.remove_prefix(1);
    } else {
      cell += line[0];
      line.remove_prefix(1);
    }
  }
  if (!absl::StripAsciiWhitespace(cell).empty()) end_cell();
  return cells;
}

bool IsRule(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return cell.find('-') != std::string::npos &&
           cell.find_first_not_of("-: ") == std::string::npos;
  });
}

std::string MarkdownCell(std::string_view text) {
  std::string cell;
  for (char c : text) {
    if (c == '\n') {
      cell += kBreak;
    } else {
      if (c == '|' || c == '\\' || c == '<') cell += '\\';
      cell += c;
    }
  }
  return cell;
}

}  // namespace

absl::StatusOr<TextTable> ReadCsvTable(std::string_view bytes, char delimiter) {
  ASSIGN_OR_RETURN(std::string text, raci::DecodedText(bytes));
  const char said = TakeSeparatorLine(text);
  if (delimiter == 0) delimiter = said;
  csv::ReaderOptions options;
  options.delimiter = delimiter == 0 ? FindDelimiter(text) : delimiter;
  options.field_bytes_max = kCellBytesMax;
  csv::StringSource source(text);
  csv::Reader reader(&source, options);
  TextTable table;
  csv::Row row;
  while (reader.Next(&row)) {
    TextRow copy;
    copy.line = static_cast<int64_t>(row.line);
    for (std::string_view field : row.fields) {
      copy.cells.push_back(raci::UnguardedCell(field));
    }
    if (IsBlank(copy)) continue;
    if (table.head.empty()) {
      for (const std::string& cell : copy.cells) {
        table.head.emplace_back(absl::StripAsciiWhitespace(cell));
      }
      continue;
    }
    const absl::Status fits = Fit(table, copy);
    if (!fits.ok()) return fits;
    table.rows.push_back(std::move(copy));
  }
  if (!reader.status().ok()) return reader.status();
  if (table.head.empty()) return NoTable("CSV");
  return table;
}

absl::StatusOr<TextTable> ReadMarkdownTable(std::string_view text) {
  TextTable table;
  int64_t line = 0;
  bool ruled = false;
  for (absl::string_view raw : absl::StrSplit(View(text), '\n')) {
    ++line;
    const std::string_view trimmed = StdView(absl::StripAsciiWhitespace(raw));
    if (trimmed.empty() || trimmed[0] != '|') {
      if (ruled) break;  // the table has ended
      table.head.clear();
      continue;
    }
    TextRow row;
    row.line = line;
    row.cells = MarkdownCells(trimmed);
    if (table.head.empty()) {
      table.head = std::move(row.cells);
      continue;
    }
    if (!ruled) {
      if (!IsRule(row.cells)) return NoTable("Markdown");
      ruled = true;
      continue;
    }
    const absl::Status fits = Fit(table, row);
    if (!fits.ok()) return fits;
    if (!IsBlank(row)) table.rows.push_back(std::move(row));
  }
  if (!ruled) return NoTable("Markdown");
  return table;
}

absl::StatusOr<TextTable> ReadWorkbookTable(std::string_view bytes,
                                            std::string_view sheet) {
  ASSIGN_OR_RETURN(std::vector<raci::Grid> grids,
                   raci::ReadWorkbook(bytes, sheet));
  std::erase_if(grids,
                [](const raci::Grid& grid) { return grid.rows.empty(); });
  if (grids.empty()) return NoTable("workbook");
  if (grids.size() > 1) {
    std::string names;
    for (const raci::Grid& grid : grids) {
      StrAppend(&names, names.empty() ? "" : ", ", "\"", grid.name, "\"");
    }
    return absl::InvalidArgumentError(
        StrCat("The workbook has several sheets: ", names,
               ". Name the one with the register: --sheet NAME."));
  }
  TextTable table;
  for (raci::GridRow& each : grids[0].rows) {
    TextRow row;
    row.line = static_cast<int64_t>(each.line);
    row.cells = std::move(each.cells);
    for (std::string& cell : row.cells) {
      cell = std::string(absl::StripAsciiWhitespace(cell));
    }
    if (table.head.empty()) {
      if (FilledCells(row.cells) < 2) continue;
      table.head = std::move(row.cells);
      while (table.head.back().empty()) table.head.pop_back();
      continue;
    }
    RETURN_IF_ERROR(Fit(table, row));
    if (!IsBlank(row)) table.rows.push_back(std::move(row));
  }
  if (table.head.empty()) return NoTable("workbook");
  return table;
}

std::string WriteCsvTable(const TextTable& table) {
  std::string text;
  csv::Writer writer(&text);
  const auto write = [&](const std::vector<std::string>& cells) {
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    writer.Write(views);
  };
  write(table.head);
  for (const TextRow& row : table.rows) {
    std::vector<std::string> cells;
    for (const std::string& cell : row.cells) {
      cells.push_back(raci::GuardedCell(cell));
    }
    write(cells);
  }
  return text;
}

std::string WriteMarkdownTable(const TextTable& table) {
  std::string text;
  const auto write = [&](const std::vector<std::string>& cells) {
    text += '|';
    for (const std::string& cell : cells) {
      StrAppend(&text, " ", MarkdownCell(cell), " |");
    }
    text += '\n';
  };
  write(table.head);
  text += '|';
  for (size_t i = 0; i < table.head.size(); ++i) text += " --- |";
  text += '\n';
  for (const TextRow& row : table.rows) write(row.cells);
  return text;
}

}  // namespace csi::tools
