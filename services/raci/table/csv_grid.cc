// CSV, with any of three separators, as spreadsheets and people write it:
// records may be short, quotes may stand inside plain cells.
#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/grid.h"
#include "services/raci/table/guarded_cell.h"

namespace csi::raci {
namespace {

constexpr std::string_view kSeparators = ",;\t";
// What a file may name as its separator.
constexpr std::string_view kHintable = ",;\t|:^~";

// The separator that most lines have, as often as possible: a title above the
// table, or commas inside cells, do not decide.
char FindSeparator(std::string_view text) {
  size_t lines[3] = {};
  size_t total[3] = {};
  size_t here[3] = {};
  bool quoted = false;
  const auto end_line = [&] {
    for (size_t k = 0; k < 3; ++k) {
      lines[k] += here[k] > 0 ? 1 : 0;
      total[k] += here[k];
      here[k] = 0;
    }
  };
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '\n') end_line();
    const size_t k = kSeparators.find(c);
    if (!quoted && k != std::string_view::npos) ++here[k];
  }
  end_line();
  size_t best = 0;
  for (size_t k = 1; k < 3; ++k) {
    if (std::pair(lines[k], total[k]) > std::pair(lines[best], total[best])) {
      best = k;
    }
  }
  return kSeparators[best];
}

class CsvCutter {
 public:
  CsvCutter(std::string_view text, char separator)
      : text_(text), separator_(separator) {}

  absl::StatusOr<Grid> Run() {
    for (size_t i = 0; i < text_.size(); ++i) {
      RETURN_IF_ERROR(Take(i));
    }
    if (quoted_) {
      return Error(quote_line_, quote_column_,
                   "a quoted cell begins here and never ends.");
    }
    RETURN_IF_ERROR(EndRow());
    return std::move(grid_);
  }

 private:
  absl::Status Error(size_t line, size_t column, std::string_view what) const {
    return FieldError("table",
                      StrCat("line ", line, ", column ", column, ": ", what));
  }

  absl::Status Take(size_t& i) {
    const char c = text_[i];
    ++column_;
    const bool line_end = c == '\n' || (c == '\r' && !At(i + 1, '\n'));
    if (quoted_) {
      if (c != '"') {
        RETURN_IF_ERROR(Push(c));
      } else if (At(i + 1, '"')) {
        RETURN_IF_ERROR(Push('"'));
        ++i;
        ++column_;
      } else {
        quoted_ = false;
      }
    } else if (c == '"' && TrimText(cells_.back()).empty()) {
      quoted_ = true;
      quote_line_ = line_;
      quote_column_ = column_;
      cells_.back().clear();
    } else if (c == separator_) {
      if (cells_.size() == kGridColumnsMax) {
        return Error(
            line_, column_,
            StrCat("a table has at most ", kGridColumnsMax, " columns."));
      }
      cells_.emplace_back();
    } else if (line_end) {
      RETURN_IF_ERROR(EndRow());
    } else {
      RETURN_IF_ERROR(Push(c));
    }
    if (line_end) {
      ++line_;
      column_ = 0;
      if (!quoted_) row_line_ = line_;
    }
    return absl::OkStatus();
  }

  bool At(size_t i, char c) const { return i < text_.size() && text_[i] == c; }

  absl::Status Push(char c) {
    if (cells_.back().size() == kTableCellBytesMax) {
      return Error(line_, column_,
                   StrCat("the cell has more than ", kTableCellBytesMax,
                          " bytes. Is a quote missing before?"));
    }
    cells_.back().push_back(c);
    return absl::OkStatus();
  }

  absl::Status EndRow() {
    for (std::string& cell : cells_) {
      cell = UnguardedCell(TrimText(cell));
    }
    const bool blank =
        std::all_of(cells_.begin(), cells_.end(),
                    [](const std::string& cell) { return cell.empty(); });
    if (!blank) {
      if (grid_.rows.size() == kGridRowsMax) {
        return Error(line_, 1,
                     StrCat("a file has at most ", kGridRowsMax, " rows."));
      }
      GridRow& row = grid_.rows.emplace_back();
      row.alone = cells_.size() == 1;
      row.line = row_line_;
      row.cells = std::move(cells_);
    }
    cells_.assign(1, "");
    return absl::OkStatus();
  }

  const std::string_view text_;
  const char separator_;
  Grid grid_;
  std::vector<std::string> cells_{1};
  bool quoted_ = false;
  size_t line_ = 1;
  size_t column_ = 0;
  size_t row_line_ = 1;
  size_t quote_line_ = 1;
  size_t quote_column_ = 1;
};

}  // namespace

absl::StatusOr<Grid> CsvGrid(std::string_view text, char separator) {
  // A hint of spreadsheets: the first line says "sep=;".
  if (text.starts_with("sep=") && text.size() > 4 &&
      kHintable.find(text[4]) != std::string_view::npos) {
    separator = separator == 0 ? text[4] : separator;
    const size_t end = text.find('\n');
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
  return CsvCutter(text, separator == 0 ? FindSeparator(text) : separator)
      .Run();
}

}  // namespace csi::raci
