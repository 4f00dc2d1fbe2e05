// Workbooks of Office Open XML (.xlsx): the texts of their sheets, nothing of
// formulas, styles or macros. Reads bytes without trust: every size is bounded,
// document types of XML are refused. Thread-safe.
#ifndef CSI_SERVICES_RACI_FORMATS_WORKBOOK_H_
#define CSI_SERVICES_RACI_FORMATS_WORKBOOK_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/raci/table/grid.h"
#include "services/raci/table/table.h"

namespace csi::raci {

// The visible sheets in their order, or the one that `sheet` names.
absl::StatusOr<std::vector<Grid>> ReadWorkbook(std::string_view bytes,
                                               std::string_view sheet);

// One sheet "RACI". The same table gives the same bytes.
absl::StatusOr<std::string> WriteWorkbook(const Table& table);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_WORKBOOK_H_
