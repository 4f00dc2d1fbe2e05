#include "services/raci/rules/shape_rules.h"

#include <algorithm>
#include <map>

#include "common/base/strings.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

using common::v1::Finding;
using common::v1::Letter;
using common::v1::LETTER_ACCOUNTABLE;
using common::v1::LETTER_CONSULTED;
using common::v1::LETTER_INFORMED;
using common::v1::LETTER_RESPONSIBLE;

constexpr std::string_view kApprovals[] = {"approv",   "sign-off", "sign off",
                                           "review",   "audit",    "authoris",
                                           "authoriz", "accept",   "verif"};

// Who has a letter, of a row or a column: their titles.
using Holders = std::map<int, std::vector<std::string>>;

struct Lines {
  std::map<std::string, Holders> rows;     // by activity id
  std::map<std::string, Holders> columns;  // by column id
  std::map<std::string, size_t> filled;    // cells of a column
};

template <class Item>
std::string TitleOf(const Item& item) {
  return item.title().empty() ? item.id() : item.title();
}

Lines LinesOf(const v1::Matrix& matrix) {
  std::map<std::string, std::string> activities;
  std::map<std::string, std::string> columns;
  for (const auto& each : matrix.activities()) {
    activities[each.id()] = TitleOf(each);
  }
  for (const auto& each : matrix.columns()) columns[each.id()] = TitleOf(each);
  Lines lines;
  for (const v1::MatrixCell& cell : matrix.cells()) {
    if (cell.letters_size() > 0) ++lines.filled[cell.column()];
    for (int letter : cell.letters()) {
      lines.rows[cell.activity()][letter].push_back(columns[cell.column()]);
      lines.columns[cell.column()][letter].push_back(
          activities[cell.activity()]);
    }
  }
  return lines;
}

class Shape {
 public:
  Shape(const v1::Matrix& matrix, const RuleBook& rules,
        std::vector<Finding>& findings)
      : matrix_(matrix),
        rules_(rules),
        findings_(findings),
        lines_(LinesOf(matrix)) {}

  void Run() {
    for (const v1::MatrixActivity& activity : matrix_.activities()) {
      CheckRow(activity, lines_.rows[activity.id()]);
    }
    CheckProcesses();
    for (const v1::MatrixColumn& column : matrix_.columns()) {
      CheckColumn(column, lines_.columns[column.id()]);
    }
  }

 private:
  void Add(std::string_view rule, std::string place, std::string message,
           std::string_view why, std::string_view suggestion) {
    rules_.Add(findings_,
               MakeFinding(rule, common::v1::SEVERITY_UNSPECIFIED,
                           std::move(place), std::move(message),
                           std::string(why), std::string(suggestion)));
  }

  size_t Columns() const { return static_cast<size_t>(matrix_.columns_size()); }
  size_t Rows() const { return static_cast<size_t>(matrix_.activities_size()); }

  void CheckRow(const v1::MatrixActivity& activity, Holders& row) {
    const std::string place = StrCat("activity ", activity.id());
    const std::string title = StrCat("\"", TitleOf(activity), "\"");
    const auto many = [&](std::string_view rule, Letter letter,
                          std::string_view word, std::string_view why,
                          std::string_view suggestion) {
      const size_t count = row[letter].size();
      if (!rules_.IsMany(rule, count, Columns())) return;
      Add(rule, place,
          StrCat(count, " of ", Columns(), " are ", word, " for ", title, "."),
          why, suggestion);
    };
    many("H4", LETTER_RESPONSIBLE, "responsible",
         "Where many do the work, each waits for the others.",
         "Split the activity, or make some of them C or I.");
    many("H5", LETTER_CONSULTED, "consulted",
         "Every consultation is a question, an answer and a delay.",
         "Keep C for those without whose word the result would be wrong.");
    many("H6", LETTER_INFORMED, "informed",
         "What everybody is told, nobody reads.",
         "Keep I for those who act on it; others can look it up.");
    if (row[LETTER_CONSULTED].empty() && row[LETTER_INFORMED].empty()) {
      Add("H7", place,
          StrCat("Nobody is consulted or informed about ", title, "."),
          "Work that nobody else hears of surprises those whom it touches.",
          "Ask who needs the result, and give them C or I.");
    }
    CheckOwnWork(activity, row, place);
  }

  // A and R in one cell are allowed (H3), but not where the work is to judge.
  void CheckOwnWork(const v1::MatrixActivity& activity, Holders& row,
                    const std::string& place) {
    const auto& accountable = row[LETTER_ACCOUNTABLE];
    const auto& responsible = row[LETTER_RESPONSIBLE];
    if (accountable.size() != 1 || responsible != accountable ||
        !IsApproval(TitleOf(activity))) {
      return;
    }
    Add("P11", place,
        StrCat(accountable[0], " alone does and decides \"", TitleOf(activity),
               "\"."),
        "Who approves the own work finds no fault in it.",
        "Give R to somebody else, or A to the next one up.");
  }

  // The accountable columns of each process, if there are several.
  void CheckProcesses() {
    std::map<std::string, std::map<std::string, size_t>> processes;
    for (const v1::MatrixActivity& activity : matrix_.activities()) {
      if (activity.process().empty()) continue;
      for (const std::string& title :
           lines_.rows[activity.id()][LETTER_ACCOUNTABLE]) {
        ++processes[activity.process()][title];
      }
    }
    for (const auto& [process, accountable] : processes) {
      if (accountable.size() < 2) continue;
      std::vector<std::string> names;
      for (const auto& [title, count] : accountable) {
        names.push_back(StrCat(title, " (", count, ")"));
      }
      Add("H8", StrCat("process ", process),
          StrCat("The activities of one process have several accountable: ",
                 JoinNames(names), "."),
          "One person should answer for a process from end to end.",
          "Give A to the process owner, or note why parts stand apart.");
    }
  }

  void CheckColumn(const v1::MatrixColumn& column, Holders& letters) {
    const std::string place = StrCat("column ", column.id());
    const std::string title = TitleOf(column);
    const size_t responsible = letters[LETTER_RESPONSIBLE].size();
    const size_t accountable = letters[LETTER_ACCOUNTABLE].size();
    if (rules_.IsMany("V1", responsible, Rows())) {
      Add("V1", place,
          StrCat(title, " is responsible for ", responsible, " of ", Rows(),
                 " activities."),
          "One role can stay on top of only so much work.",
          "See whether others can take some of it over.");
    }
    if (Rows() >= RuleBook::kManyMin && lines_.filled[column.id()] == Rows()) {
      Add("V2", place, StrCat(title, " takes part in every activity."),
          "Who has to be in everything holds everything up.",
          "Turn some R into C, some C into I, some I into nothing.");
    }
    if (rules_.IsMany("V3", accountable, Rows())) {
      Add("V3", place,
          StrCat(title, " is accountable for ", accountable, " of ", Rows(),
                 " activities."),
          "Decisions wait for one desk, and are made far from the work.",
          "Push accountability down to where the work is done.");
    }
    if (responsible + accountable == 0 && Rows() > 0) {
      Add("V4", place,
          StrCat(title,
                 " is neither responsible nor accountable for anything."),
          "A role that only listens may not need a column.",
          "Take the column out, or see what it should do.");
    }
    if (rules_.IsMany("V5", responsible, Rows()) &&
        rules_.IsMany("V5", accountable, Rows())) {
      Add("V5", place,
          StrCat(title, " does and answers for most: R in ", responsible,
                 ", A in ", accountable, " of ", Rows(), " activities."),
          "Doing and deciding everything wears people out.",
          "Hand over the work or the decisions, but not neither.");
    }
  }

  const v1::Matrix& matrix_;
  const RuleBook& rules_;
  std::vector<Finding>& findings_;
  Lines lines_;
};

}  // namespace

bool IsApproval(std::string_view title) {
  std::string lower(title);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::any_of(std::begin(kApprovals), std::end(kApprovals),
                     [&](std::string_view word) {
                       return lower.find(word) != std::string::npos;
                     });
}

void CheckShape(const v1::Matrix& matrix, const RuleBook& rules,
                std::vector<Finding>& findings) {
  Shape(matrix, rules, findings).Run();
}

}  // namespace csi::raci
