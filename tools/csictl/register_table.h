// Tables of text as files: CSV (with ',', ';' or tabulators), Markdown and the
// sheet of a workbook. Rows know their lines, so that a report can name them.
// Pure.
#ifndef CSI_TOOLS_CSICTL_REGISTER_TABLE_H_
#define CSI_TOOLS_CSICTL_REGISTER_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::tools {

struct TextRow {
  int64_t line = 0;
  std::vector<std::string> cells;  // as many as the head has
};

struct TextTable {
  std::vector<std::string> head;
  std::vector<TextRow> rows;
};

// INVALID_ARGUMENT with the line for broken quotes and rows wider than the
// head, and for a text without a table. UTF-8, or UTF-16 with its mark.
// `delimiter` 0: a first line `sep=;` says it, or it is found in the head.
absl::StatusOr<TextTable> ReadCsvTable(std::string_view text, char delimiter);
// The first table of the text. Cells: \| is a bar, <br> a line end.
absl::StatusOr<TextTable> ReadMarkdownTable(std::string_view text);

// A sheet of a workbook (.xlsx): the one that `sheet` names, or the only one
// that holds something. Its first row with two cells or more names the columns:
// a title above is passed over. Line numbers are those of the sheet.
absl::StatusOr<TextTable> ReadWorkbookTable(std::string_view bytes,
                                            std::string_view sheet);

// Cells that a spreadsheet would take for formulas have an apostrophe in front,
// which reading takes away.
std::string WriteCsvTable(const TextTable& table);
std::string WriteMarkdownTable(const TextTable& table);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_TABLE_H_
