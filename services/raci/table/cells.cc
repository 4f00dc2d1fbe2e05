#include "services/raci/table/cells.h"

#include <algorithm>

#include "common/base/strings.h"
#include "services/raci/table/cell_text.h"

namespace csi::raci {
namespace {

Cell ReadCell(const std::string& raw) {
  Cell cell;
  cell.raw = raw;
  cell.plain = OneLine(PlainText(raw));
  cell.letters = ReadLetters(raw);
  if (!cell.letters.unknown.empty()) {
    cell.kind = Cell::Kind::kText;
  } else if (!cell.letters.letters.empty()) {
    cell.kind = Cell::Kind::kLetters;
  } else if (cell.letters.none) {
    cell.kind = Cell::Kind::kNone;
  }
  return cell;
}

}  // namespace

Cells::Cells(const Grid& grid) {
  for (const GridRow& row : grid.rows) {
    std::vector<Cell>& cells = rows_.emplace_back();
    for (const std::string& raw : row.cells) cells.push_back(ReadCell(raw));
    while (!cells.empty() && cells.back().kind == Cell::Kind::kEmpty) {
      cells.pop_back();
    }
    alone_.push_back(row.alone);
    places_.push_back(StrCat(grid.unit, " ", row.line));
    width_ = std::max(width_, cells.size());
  }
}

const Cell& Cells::at(size_t row, size_t column) const {
  static const Cell* const kEmptyCell = new Cell;
  return column < rows_[row].size() ? rows_[row][column] : *kEmptyCell;
}

size_t Cells::Filled(size_t row) const {
  return rows_[row].size() - Count(row, Cell::Kind::kEmpty);
}

size_t Cells::FirstFilled(size_t row) const {
  size_t column = 0;
  while (column < width_ && kind(row, column) == Cell::Kind::kEmpty) ++column;
  return column;
}

bool Cells::AllSame(size_t row) const {
  return rows_[row].size() > 1 &&
         std::all_of(rows_[row].begin(), rows_[row].end(),
                     [&](const Cell& cell) {
                       return cell.kind == Cell::Kind::kText &&
                              cell.plain == rows_[row].front().plain;
                     });
}

size_t Cells::Count(size_t row, Cell::Kind kind) const {
  return std::count_if(rows_[row].begin(), rows_[row].end(),
                       [&](const Cell& cell) { return cell.kind == kind; });
}

Cells Cells::Turned(size_t head) const {
  Cells turned;
  for (size_t column = 0; column < width_; ++column) {
    std::vector<Cell>& cells = turned.rows_.emplace_back();
    for (size_t row = head; row < rows(); ++row) {
      if (!alone_[row]) cells.push_back(at(row, column));
    }
    turned.alone_.push_back(false);
    turned.places_.push_back(StrCat("column ", column + 1));
    turned.width_ = std::max(turned.width_, cells.size());
  }
  return turned;
}

}  // namespace csi::raci
