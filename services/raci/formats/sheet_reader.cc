#include "services/raci/formats/sheet_reader.h"

#include <algorithm>
#include <charconv>

#include "common/base/strings.h"
#include "services/raci/table/cell_text.h"

namespace csi::raci {
namespace {

constexpr size_t kMergedMax = 10000;

std::string CellName(size_t row, size_t column) {
  std::string letters;
  for (size_t left = column; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return StrCat(letters, row);
}

bool ReadNumber(std::string_view text, size_t& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

SheetHandler::SheetHandler(std::string name,
                           const std::vector<std::string>& strings)
    : name_(std::move(name)), strings_(strings) {}

bool SheetHandler::ReadPlace(std::string_view text, Place& place) {
  place = {};
  size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; ++i) {
    place.column = place.column * 26 + static_cast<size_t>(text[i] - 'A' + 1);
    if (place.column > 20000) return false;
  }
  return i > 0 && ReadNumber(text.substr(i), place.row) && place.row > 0;
}

absl::Status SheetHandler::CellError(std::string_view what) const {
  return absl::InvalidArgumentError(StrCat("sheet \"", name_, "\", cell ",
                                           CellName(place_.row, place_.column),
                                           ": ", what));
}

absl::Status SheetHandler::OnStart(std::string_view name,
                                   const Attributes& attributes) {
  if (name == "row") {
    size_t row = 0;
    const auto r = attributes.find("r");
    // Rows and cells may leave out where they are: then they follow.
    place_.row = r != attributes.end() && ReadNumber(r->second, row)
                     ? row
                     : place_.row + 1;
    place_.column = 0;
    return absl::OkStatus();
  }
  if (name == "c") return StartCell(attributes);
  if (name == "rPh") ++guides_;
  if (name == "v" || name == "t") in_text_ = guides_ == 0;
  if (name == "mergeCell") {
    const auto range = attributes.find("ref");
    if (range != attributes.end()) return Merge(range->second);
  }
  return absl::OkStatus();
}

absl::Status SheetHandler::OnEnd(std::string_view name) {
  if (name == "v" || name == "t") in_text_ = false;
  if (name == "rPh" && guides_ > 0) --guides_;
  return name == "c" ? EndCell() : absl::OkStatus();
}

void SheetHandler::OnText(std::string_view text) {
  // One byte more than allowed, so that EndCell sees it.
  if (in_text_ && text_.size() <= kTableCellBytesMax) text_ += text;
}

absl::Status SheetHandler::StartCell(const Attributes& attributes) {
  Place place;
  const auto r = attributes.find("r");
  if (r == attributes.end()) {
    ++place_.column;
    if (place_.row == 0) place_.row = 1;
  } else if (ReadPlace(r->second, place)) {
    place_ = place;
  } else {
    return absl::InvalidArgumentError(StrCat(
        "sheet \"", name_, "\": \"", r->second, "\" is no place of a cell."));
  }
  const auto type = attributes.find("t");
  type_ = type == attributes.end() ? "" : type->second;
  text_.clear();
  return absl::OkStatus();
}

absl::Status SheetHandler::EndCell() {
  if (text_.empty()) return absl::OkStatus();
  if (place_.column > kGridColumnsMax) {
    return CellError(
        StrCat("a table has at most ", kGridColumnsMax, " columns."));
  }
  if (!rows_.contains(place_.row) && rows_.size() == kGridRowsMax) {
    return CellError(StrCat("a sheet has at most ", kGridRowsMax, " rows."));
  }
  if (type_ == "s") {
    size_t index = 0;
    if (!ReadNumber(text_, index) || index >= strings_.size()) {
      return CellError(
          StrCat("the workbook has no text number \"", Shown(text_), "\"."));
    }
    text_ = strings_[index];
  } else if (type_ == "e") {
    return CellError(StrCat("the formula has the error ", Shown(text_), "."));
  }
  if (text_.size() > kTableCellBytesMax) {
    return CellError(
        StrCat("it has more than ", kTableCellBytesMax, " bytes."));
  }
  std::vector<std::string>& row = rows_[place_.row];
  if (row.size() < place_.column) row.resize(place_.column);
  row[place_.column - 1] = std::move(text_);
  return absl::OkStatus();
}

absl::Status SheetHandler::Merge(std::string_view range) {
  const size_t colon = range.find(':');
  Place from;
  Place to;
  if (colon == std::string_view::npos ||
      !ReadPlace(range.substr(0, colon), from) ||
      !ReadPlace(range.substr(colon + 1), to)) {
    return absl::InvalidArgumentError(
        StrCat("sheet \"", name_, "\": \"", range, "\" is no range of cells."));
  }
  if (merged_.size() == kMergedMax) {
    return absl::InvalidArgumentError(StrCat(
        "sheet \"", name_, "\" has more than ", kMergedMax, " merged ranges."));
  }
  merged_.emplace_back(from, to);
  return absl::OkStatus();
}

Grid SheetHandler::TakeGrid() {
  size_t width = 0;
  for (const auto& [number, cells] : rows_) {
    width = std::max(width, cells.size());
  }
  for (const auto& [from, to] : merged_) {
    const auto top = rows_.find(from.row);
    if (top == rows_.end() || top->second.size() < from.column) continue;
    const size_t filled =
        top->second.size() -
        std::count(top->second.begin(), top->second.end(), "");
    // Merged across most of the table: a heading. Merged downwards: each of the
    // rows has the text.
    if (filled == 1 && 2 * (to.column - from.column + 1) > width &&
        to.column > from.column) {
      alone_[from.row] = true;
    }
    if (to.column != from.column || to.column > kGridColumnsMax) continue;
    const std::string text = top->second[from.column - 1];
    for (auto row = std::next(top); row != rows_.end() && row->first <= to.row;
         ++row) {
      if (row->second.size() < from.column) row->second.resize(from.column);
      row->second[from.column - 1] = text;
    }
  }
  Grid grid;
  grid.name = name_;
  grid.unit = StrCat("sheet \"", name_, "\", row");
  for (auto& [number, cells] : rows_) {
    GridRow& row = grid.rows.emplace_back();
    row.line = number;
    row.alone = alone_.contains(number);
    row.cells = std::move(cells);
  }
  return grid;
}

}  // namespace csi::raci
