// Cells of a table before anybody knows what they mean, with the place in the
// file that each row came from. What the readers of CSV, Markdown, XLSX and
// JSON give to the layout.
#ifndef CSI_SERVICES_RACI_TABLE_GRID_H_
#define CSI_SERVICES_RACI_TABLE_GRID_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace csi::raci {

inline constexpr size_t kTableRowsMax = 500;
inline constexpr size_t kTableColumnsMax = 101;
inline constexpr size_t kTableCellBytesMax = 8192;
// Rows and columns of the file, with blank ones, titles and legends.
inline constexpr size_t kGridRowsMax = 5000;
inline constexpr size_t kGridColumnsMax = 400;
inline constexpr size_t kTablesPerFileMax = 200;

struct GridRow {
  std::vector<std::string> cells;
  size_t line = 0;  // from 1, in the unit of the grid
  // Only one cell was written, although others of the table have more: a short
  // line, or one cell merged across the table. Such a row is a heading.
  bool alone = false;
};

struct Grid {
  std::string name;           // of the sheet, or what stands above the table
  std::string unit = "line";  // what GridRow.line counts
  std::vector<GridRow> rows;
};

// INVALID_ARGUMENT "table: line 3: what".
absl::Status GridError(const Grid& grid, size_t line, std::string_view what);

// UTF-8 without byte order mark, from UTF-8 or from UTF-16 with its mark.
// Refuses other encodings and NUL, naming line and column of the byte.
absl::StatusOr<std::string> DecodedText(std::string_view bytes);

// Text cut in records at ',', ';' or tabulators, whichever the text has, or at
// `separator` unless it is 0. Refuses quotes that never end and too much of
// anything, naming line and column.
absl::StatusOr<Grid> CsvGrid(std::string_view text, char separator = 0);

// All Markdown tables of a text. Tables with one head are one table; headings
// between them are its sections.
absl::StatusOr<std::vector<Grid>> MarkdownGrids(std::string_view text);

// Whether a text looks like it holds a Markdown table.
bool HasMarkdownTable(std::string_view text);

// How many cells read as letters: the table with most is the matrix.
size_t CountLetters(const Grid& grid);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_GRID_H_
