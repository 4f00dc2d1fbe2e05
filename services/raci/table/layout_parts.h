// The steps in which a layout is found. Each looks at the cells and says where
// something is; none changes them. Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_TABLE_LAYOUT_PARTS_H_
#define CSI_SERVICES_RACI_TABLE_LAYOUT_PARTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/raci/table/cells.h"
#include "services/raci/table/table.h"

namespace csi::raci {

// The row of the titles, and the row of wider titles above it, if any.
struct Head {
  size_t row = 0;
  std::optional<size_t> groups;
};
absl::StatusOr<Head> FindHead(const Cells& cells);

// The rows below the head that hold activities (or roles, before turning), and
// the heading that each stands under.
struct Body {
  std::vector<size_t> rows;
  std::vector<std::string> sections;  // as long as rows
  std::vector<std::string> notes;
};
Body FindBody(const Cells& cells, size_t head);

// Which column names the rows, which one groups them, which hold letters.
struct Columns {
  size_t name = 0;
  std::optional<size_t> section;
  std::vector<size_t> values;
  std::vector<std::string> notes;
};
absl::StatusOr<Columns> FindColumns(const Cells& cells, size_t head,
                                    const Body& body);

// The name column among the first `leading` ones.
size_t FindNameColumn(const Cells& cells, size_t head, const Body& body,
                      size_t leading);

// Whether the rows are roles.
bool RowsAreRoles(const Cells& cells, size_t head, const Body& body,
                  const Columns& columns);

// "Plan {#plan-b}": a title that carries its id.
bool CarriesId(std::string_view title);

// Columns are letters, cells are lists of roles. Nothing if they are not.
std::optional<Table> ReadRoleLists(const Cells& cells, size_t head,
                                   const Body& body);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_LAYOUT_PARTS_H_
