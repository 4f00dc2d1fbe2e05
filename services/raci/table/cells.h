// A grid with every cell read once, for those who find out what it means.
// Immutable after construction, thread-safe.
#ifndef CSI_SERVICES_RACI_TABLE_CELLS_H_
#define CSI_SERVICES_RACI_TABLE_CELLS_H_

#include <string>
#include <vector>

#include "services/raci/table/grid.h"
#include "services/raci/table/letters.h"

namespace csi::raci {

struct Cell {
  enum class Kind { kEmpty, kNone, kLetters, kText };
  std::string raw;
  std::string plain;  // PlainText on one line
  Letters letters;
  Kind kind = Kind::kEmpty;
};

class Cells {
 public:
  explicit Cells(const Grid& grid);

  size_t rows() const { return rows_.size(); }
  size_t width() const { return width_; }
  // An empty cell beyond the end of a row.
  const Cell& at(size_t row, size_t column) const;
  Cell::Kind kind(size_t row, size_t column) const {
    return at(row, column).kind;
  }
  const std::string& plain(size_t row, size_t column) const {
    return at(row, column).plain;
  }
  bool alone(size_t row) const { return alone_[row]; }
  // "line 7".
  const std::string& place(size_t row) const { return places_[row]; }

  // Cells of a row that are not empty, and the first of them.
  size_t Filled(size_t row) const;
  size_t FirstFilled(size_t row) const;
  // Of the first column on: all texts equal, at least two.
  bool AllSame(size_t row) const;
  size_t Count(size_t row, Cell::Kind kind) const;

  // Columns become rows.
  Cells Turned(size_t head) const;

 private:
  Cells() = default;
  std::vector<std::vector<Cell>> rows_;
  std::vector<bool> alone_;
  std::vector<std::string> places_;
  size_t width_ = 0;
};

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_CELLS_H_
