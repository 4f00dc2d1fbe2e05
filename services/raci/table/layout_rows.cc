// Head and rows of a layout.
#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/layout_parts.h"
#include "services/raci/table/table_words.h"

namespace csi::raci {
namespace {

using Kind = Cell::Kind;

// Titles, dates and legends above a table are short; its head is not.
constexpr size_t kHeadSearchRows = 60;

bool MayBeHead(const Cells& cells, size_t row, size_t widest) {
  const size_t filled = cells.Filled(row);
  if (cells.alone(row) || filled < 2 || 2 * filled < widest ||
      cells.AllSame(row)) {
    return false;
  }
  return !(filled == 2 &&
           IsLegend(StrCat(cells.plain(row, 0), " = ", cells.plain(row, 1))));
}

// Most of what is behind its first cell are letters: a row of the body.
bool IsLetters(const Cells& cells, size_t row) {
  size_t letters = 0;
  size_t texts = 0;
  for (size_t column = 1; column < cells.width(); ++column) {
    letters += cells.kind(row, column) == Kind::kLetters ? 1 : 0;
    texts += cells.kind(row, column) == Kind::kText ? 1 : 0;
  }
  return letters > texts;
}

// "Activity,Business,,IT," above ",Owner,User,Dev,Ops".
bool IsGroupsOf(const Cells& cells, size_t groups, size_t head) {
  if (cells.alone(head) || cells.AllSame(head)) return false;
  if (cells.Count(head, Kind::kLetters) + cells.Count(head, Kind::kNone) > 0) {
    return false;
  }
  size_t gaps = 0;
  size_t covered = 0;
  for (size_t column = 1; column < cells.width(); ++column) {
    const bool gap = cells.kind(groups, column) == Kind::kEmpty;
    gaps += gap ? 1 : 0;
    covered += gap && cells.kind(head, column) == Kind::kText ? 1 : 0;
  }
  return gaps > 0 && covered == gaps &&
         cells.Filled(head) > cells.Count(groups, Kind::kText) - 1;
}

struct Kinds {
  enum class Row { kBody, kSection, kBare, kLegend, kRepeatedHead };
};

// "Total,12,7": numbers behind a word of legends.
bool IsTotal(const Cells& cells, size_t row, size_t first) {
  if (!IsLegend(cells.plain(row, first)) || cells.Filled(row) < 2) return false;
  for (size_t column = first + 1; column < cells.width(); ++column) {
    const std::string& text = cells.plain(row, column);
    if (text.find_first_not_of("0123456789") != std::string::npos) return false;
  }
  return true;
}

// A title without letters is a heading when it is written as one; else it is an
// activity that nobody takes part in, unless headings are bare in this table.
Kinds::Row KindOfRow(const Cells& cells, size_t head, size_t row) {
  const size_t first = cells.FirstFilled(row);
  const Cell& title = cells.at(row, first);
  if (CarriesId(title.plain)) return Kinds::Row::kBody;
  if (cells.AllSame(row)) return Kinds::Row::kSection;
  bool same_as_head = cells.Filled(row) > 1;
  for (size_t column = 0; column < cells.width(); ++column) {
    same_as_head &= cells.plain(row, column) == cells.plain(head, column);
  }
  if (same_as_head) return Kinds::Row::kRepeatedHead;
  if (cells.Filled(row) == 2 &&
      IsLegend(StrCat(title.plain, " = ", cells.plain(row, first + 1)))) {
    return Kinds::Row::kLegend;
  }
  if (IsTotal(cells, row, first)) return Kinds::Row::kLegend;
  if (cells.Filled(row) > 1 || title.kind != Kind::kText) {
    return cells.alone(row) ? Kinds::Row::kSection : Kinds::Row::kBody;
  }
  if (cells.alone(row)) return Kinds::Row::kSection;
  if (IsLegend(title.plain)) return Kinds::Row::kLegend;
  if (IsMarked(title.raw) || title.plain.ends_with(':') ||
      SaysSection(title.plain)) {
    return Kinds::Row::kSection;
  }
  return Kinds::Row::kBare;
}

// Bare headings are taken for such when the table begins with one and has more.
bool HeadingsAreBare(const std::vector<Kinds::Row>& kinds) {
  const auto count = std::count(kinds.begin(), kinds.end(), Kinds::Row::kBare);
  return count > 1 && kinds.front() == Kinds::Row::kBare &&
         std::find(kinds.begin(), kinds.end(), Kinds::Row::kBody) !=
             kinds.end();
}

// "Planning:" is a heading by its colon alone, which is no part of the title;
// where something else makes it one, the colon is.
std::string SectionTitle(const Cells& cells, size_t row) {
  const Cell& cell = cells.at(row, cells.FirstFilled(row));
  std::string text = cell.plain;
  if (cells.alone(row) || IsMarked(cell.raw)) return text;
  while (text.ends_with(':') || text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace

bool CarriesId(std::string_view title) {
  return title.ends_with('}') && title.rfind(" {#") != std::string_view::npos;
}

absl::StatusOr<Head> FindHead(const Cells& cells) {
  size_t widest = 0;
  for (size_t row = 0; row < cells.rows(); ++row) {
    widest = std::max(widest, cells.Filled(row));
  }
  const size_t end = std::min(cells.rows(), kHeadSearchRows);
  std::optional<size_t> found;
  std::optional<size_t> letters;
  for (size_t row = 0; row < end && !found; ++row) {
    if (!MayBeHead(cells, row, widest)) continue;
    const std::string& corner = cells.plain(row, cells.FirstFilled(row));
    if (SaysActivity(corner) || SaysRole(corner) || !IsLetters(cells, row)) {
      found = row;
    } else if (!letters) {
      letters = row;
    }
  }
  if (letters && (!found || *found > *letters)) {
    return FieldError("table",
                      StrCat(cells.place(*letters),
                             ": this row holds letters, but no row above it "
                             "names the roles. Put a head on top."));
  }
  if (!found) {
    return FieldError(
        "table", StrCat(cells.rows() == 0 ? "line 1" : cells.place(0),
                        ": the head needs a column for the activities and at "
                        "least one role."));
  }
  Head head{*found, {}};
  if (head.row + 1 < cells.rows() &&
      IsGroupsOf(cells, head.row, head.row + 1)) {
    head.groups = head.row++;
  } else if (head.row > 0 && cells.FirstFilled(head.row - 1) > 0 &&
             cells.Filled(head.row - 1) ==
                 cells.Count(head.row - 1, Kind::kText)) {
    head.groups = head.row - 1;
  }
  return head;
}

Body FindBody(const Cells& cells, size_t head) {
  std::vector<size_t> rows;
  std::vector<Kinds::Row> kinds;
  for (size_t row = head + 1; row < cells.rows(); ++row) {
    if (cells.Filled(row) == 0) continue;
    rows.push_back(row);
    kinds.push_back(KindOfRow(cells, head, row));
  }
  const bool bare = !kinds.empty() && HeadingsAreBare(kinds);
  size_t last = 0;  // one after the last activity
  for (size_t i = 0; i < rows.size(); ++i) {
    if (kinds[i] == Kinds::Row::kBody) last = i + 1;
  }
  Body body;
  std::string section;
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string& title = cells.plain(rows[i], cells.FirstFilled(rows[i]));
    const std::string quoted =
        StrCat(cells.place(rows[i]), ": \"", Shown(title), "\" ");
    if (kinds[i] == Kinds::Row::kRepeatedHead) {
      body.notes.push_back(StrCat(quoted, "repeats the head; left out."));
    } else if (kinds[i] == Kinds::Row::kLegend) {
      body.notes.push_back(StrCat(quoted, "explains the table; left out."));
    } else if (kinds[i] == Kinds::Row::kSection && i >= last) {
      body.notes.push_back(
          StrCat(quoted, "stands below the last activity; left out."));
    } else if (kinds[i] == Kinds::Row::kSection ||
               (kinds[i] == Kinds::Row::kBare && bare && i < last)) {
      // A lone dash ends a section without beginning another one.
      section = title == "-" ? "" : SectionTitle(cells, rows[i]);
      if (kinds[i] == Kinds::Row::kBare) {
        body.notes.push_back(StrCat(quoted,
                                    "has no letter and was read as a "
                                    "heading. If it is an activity, give it "
                                    "letters."));
      }
    } else {
      body.rows.push_back(rows[i]);
      body.sections.push_back(section);
    }
  }
  return body;
}

}  // namespace csi::raci
