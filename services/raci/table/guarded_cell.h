// A cell that begins with = + - or @ is a formula to a spreadsheet. Written
// with an apostrophe before it, it is text; read back, the apostrophe goes.
// UnguardedCell(GuardedCell(x)) is x for every x but a lone dash's guard, which
// is never written. Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_TABLE_GUARDED_CELL_H_
#define CSI_SERVICES_RACI_TABLE_GUARDED_CELL_H_

#include <string>
#include <string_view>

namespace csi::raci {

inline bool IsFormulaLike(std::string_view cell) {
  const size_t sign = cell.find_first_not_of('\'');
  return sign != std::string_view::npos &&
         (cell[sign] == '=' || cell[sign] == '+' || cell[sign] == '-' ||
          cell[sign] == '@') &&
         cell != "-";
}

inline std::string GuardedCell(std::string_view cell) {
  std::string guarded(cell);
  if (IsFormulaLike(cell)) guarded.insert(guarded.begin(), '\'');
  return guarded;
}

inline std::string UnguardedCell(std::string_view cell) {
  if (cell.starts_with('\'') && IsFormulaLike(cell)) cell.remove_prefix(1);
  return std::string(cell);
}

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_GUARDED_CELL_H_
