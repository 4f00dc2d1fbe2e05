// Tables of text: CSV (also with ';' or tabulators) and Markdown. Bytes in,
// rows of cells out; no meaning is given to the cells here.
#ifndef CSI_SERVICES_RACI_TABLE_TABLE_H_
#define CSI_SERVICES_RACI_TABLE_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::raci {

struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // each as wide as the head
};

enum class TableKind { kFound, kCsv, kMarkdown };

inline constexpr size_t kTableRowsMax = 500;
inline constexpr size_t kTableColumnsMax = 101;

// INVALID_ARGUMENT with the line for broken quotes, rows wider than the head,
// no table at all, or more rows or columns than the maximum.
absl::StatusOr<Table> ParseTable(std::string_view text, TableKind kind);

std::string WriteCsv(const Table& table);
std::string WriteMarkdown(const Table& table);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_TABLE_H_
