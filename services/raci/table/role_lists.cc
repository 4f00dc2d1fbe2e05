// Tables whose columns are the letters and whose cells list roles.
#include <algorithm>
#include <map>
#include <set>

#include "common/base/strings.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/layout_parts.h"
#include "services/raci/table/table_words.h"

namespace csi::raci {
namespace {

using Kind = Cell::Kind;

// "Responsible", "R (Responsible)", "Responsible party".
Letters LettersOfTitle(const Cell& title) {
  if (title.kind == Kind::kLetters) return title.letters;
  const std::vector<std::string> words = WordsOf(title.plain);
  if (words.empty() || words[0].size() < 4) return Letters();
  return ReadLetters(words[0]);
}

std::vector<std::string> Split(std::string_view text,
                               const std::vector<std::string_view>& signs) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < text.size();) {
    const auto sign =
        std::find_if(signs.begin(), signs.end(), [&](std::string_view each) {
          return text.substr(i).starts_with(each);
        });
    if (sign == signs.end()) {
      parts.back().push_back(text[i++]);
    } else {
      parts.emplace_back();
      i += sign->size();
    }
  }
  std::vector<std::string> kept;
  for (const std::string& part : parts) {
    std::string one = OneLine(part);
    if (one.starts_with("- ")) one.erase(0, 2);
    if (!one.empty()) kept.push_back(std::move(one));
  }
  return kept;
}

std::vector<std::string> ListOf(const Cell& cell) {
  if (cell.kind == Kind::kEmpty || cell.kind == Kind::kNone) return {};
  static const std::vector<std::string_view> kSigns = {",",
                                                       ";",
                                                       "\n",
                                                       "\xe2\x80\xa2",
                                                       "\xc2\xb7",
                                                       "\xe3\x80\x81",
                                                       "\xef\xbc\x8c",
                                                       "\xef\xbc\x9b"};
  return Split(PlainText(cell.raw), kSigns);
}

class RoleLists {
 public:
  RoleLists(const Cells& cells, size_t head, const Body& body)
      : cells_(cells), head_(head), body_(body) {}

  std::optional<Table> Read() {
    if (!FindLetterColumns()) return std::nullopt;
    for (size_t row : body_.rows) {
      for (const auto& [column, letters] : columns_) {
        for (const std::string& role : ListOf(cells_.at(row, column))) {
          known_.insert(FoldCase(role));
        }
      }
    }
    const size_t name =
        FindNameColumn(cells_, head_, body_, columns_.front().first);
    table_.head.push_back(cells_.at(head_, name).raw);
    for (size_t i = 0; i < body_.rows.size(); ++i) {
      ReadRow(body_.rows[i], name);
      table_.sections.push_back(EscapedText(body_.sections[i]));
      table_.places.push_back(cells_.place(body_.rows[i]));
    }
    for (auto& row : table_.rows) row.resize(table_.head.size());
    table_.notes = body_.notes;
    return std::move(table_);
  }

 private:
  bool FindLetterColumns() {
    size_t texts = 0;
    size_t letters = 0;
    bool does_work = false;
    for (size_t column = 1; column < cells_.width(); ++column) {
      const Letters of_title = LettersOfTitle(cells_.at(head_, column));
      if (of_title.letters.empty() || !of_title.unknown.empty()) continue;
      columns_.emplace_back(column, of_title);
      does_work |= of_title.letters.front() == common::v1::LETTER_ACCOUNTABLE ||
                   of_title.letters.front() == common::v1::LETTER_RESPONSIBLE;
      for (size_t row : body_.rows) {
        texts += cells_.kind(row, column) == Kind::kText ? 1 : 0;
        letters += cells_.kind(row, column) == Kind::kLetters ? 1 : 0;
      }
    }
    if (columns_.size() < 2 || !does_work || texts <= letters) return false;
    for (const auto& [column, of_title] : columns_) {
      if (!of_title.repaired) continue;
      const std::string& title = cells_.plain(head_, column);
      table_.repairs.push_back(
          {0, title, title, WriteLetters(of_title.letters, false)});
    }
    return true;
  }

  // "CISO and DPO" are two where each of them stands alone somewhere.
  std::vector<std::string> Parts(const std::string& role) const {
    static const std::vector<std::string_view> kSigns = {" and ", " & ", "/",
                                                         " + "};
    std::vector<std::string> parts = Split(role, kSigns);
    const bool all_known =
        std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
          return known_.contains(FoldCase(part));
        });
    return all_known ? parts : std::vector<std::string>{role};
  }

  void ReadRow(size_t row, size_t name) {
    std::map<size_t, std::string> cells;
    for (const auto& [column, letters] : columns_) {
      const std::string written = WriteLetters(letters.letters, false);
      for (const std::string& listed : ListOf(cells_.at(row, column))) {
        for (const std::string& role : Parts(listed)) {
          std::string& cell = cells[ColumnOf(role)];
          StrAppend(&cell, cell.empty() ? "" : "/", written);
        }
      }
    }
    std::vector<std::string>& out = table_.rows.emplace_back();
    out.resize(table_.head.size());
    out[0] = cells_.at(row, name).raw;
    for (auto& [column, letters] : cells) out[column] = std::move(letters);
  }

  size_t ColumnOf(const std::string& role) {
    const auto [place, added] =
        indexes_.emplace(FoldCase(role), table_.head.size());
    if (added) table_.head.push_back(EscapedText(role));
    return place->second;
  }

  const Cells& cells_;
  const size_t head_;
  const Body& body_;
  std::vector<std::pair<size_t, Letters>> columns_;
  std::set<std::string> known_;
  std::map<std::string, size_t> indexes_;
  Table table_;
};

}  // namespace

std::optional<Table> ReadRoleLists(const Cells& cells, size_t head,
                                   const Body& body) {
  return RoleLists(cells, head, body).Read();
}

}  // namespace csi::raci
