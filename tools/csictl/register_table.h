// Tables of text as files: CSV (with ',', ';' or tabulators) and Markdown. Rows
// know their lines, so that a report can name them. Pure.
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
// head, and for a text without a table. `delimiter` 0: found in the head.
absl::StatusOr<TextTable> ReadCsvTable(std::string_view text, char delimiter);
// The first table of the text. Cells: \| is a bar, <br> a line end.
absl::StatusOr<TextTable> ReadMarkdownTable(std::string_view text);

// Cells that a spreadsheet would take for formulas have an apostrophe in front,
// which reading takes away.
std::string WriteCsvTable(const TextTable& table);
std::string WriteMarkdownTable(const TextTable& table);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_TABLE_H_
