// Tables of roles and activities: rows are activities, the first column names
// them, all other columns are roles. ParseTable makes one of CSV or Markdown,
// LayOut of any grid, whichever way round it is. Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_TABLE_TABLE_H_
#define CSI_SERVICES_RACI_TABLE_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/raci/table/grid.h"

namespace csi::raci {

// A cell that was read as what it looks like.
struct Repair {
  int row = 0;  // 1 for the first activity, 0 for the head
  std::string column;
  std::string from;
  std::string to;
  bool operator==(const Repair&) const = default;
};

struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // each as wide as the head
  // For each row the heading above it, and its place in the file. Both may be
  // missing altogether.
  std::vector<std::string> sections;
  std::vector<std::string> places;
  // Repairs of the head, and what of the file was left out or turned, each a
  // sentence.
  std::vector<Repair> repairs;
  std::vector<std::string> notes;
};

enum class TableKind { kFound, kCsv, kMarkdown, kTsv };

// What the rows of a grid are.
enum class Orientation { kFound, kActivitiesAreRows, kRolesAreRows };

// INVALID_ARGUMENT with the line for broken quotes, rows wider than the head,
// no table at all, no letter in it, or more rows or columns than the maximum.
absl::StatusOr<Table> ParseTable(std::string_view text, TableKind kind,
                                 Orientation orientation = Orientation::kFound);

// Finds head, activities, roles, headings and legends.
absl::StatusOr<Table> LayOut(const Grid& grid,
                             Orientation orientation = Orientation::kFound);

// Of many tables the one with the most letters; the others are in the notes.
absl::StatusOr<Table> LayOutBest(const std::vector<Grid>& grids,
                                 Orientation orientation);

// Refuses a table without any letter, or with too many rows or columns.
absl::StatusOr<Table> CheckedTable(Table table);

// TAB as separator gives TSV.
std::string WriteCsv(const Table& table, char separator = ',');
std::string WriteMarkdown(const Table& table);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_TABLE_H_
