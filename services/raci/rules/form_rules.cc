#include "services/raci/rules/form_rules.h"

#include <algorithm>
#include <map>

#include "common/base/strings.h"
#include "services/raci/rules/shape_rules.h"

namespace csi::raci {
namespace {

using common::v1::Finding;

void CheckRow(const v1::MatrixActivity& activity,
              const std::vector<std::string>& accountable,
              const std::vector<std::string>& responsible,
              std::vector<Finding>& findings) {
  const std::string place = StrCat("activity ", activity.id());
  const std::string title =
      activity.title().empty() ? activity.id() : activity.title();
  if (accountable.empty()) {
    findings.push_back(
        MakeFinding("H1", common::v1::SEVERITY_ERROR, place,
                    StrCat("Nobody is accountable for \"", title, "\"."),
                    "Every activity needs one person who owns its result.",
                    "Give A to exactly one column."));
  }
  if (accountable.size() > 1) {
    findings.push_back(MakeFinding(
        "H1", common::v1::SEVERITY_ERROR, place,
        StrCat(JoinNames(accountable), " are all accountable for \"", title,
               "\". ", kOnlyOne),
        std::string(kWhyOne),
        StrCat("Leave A with one of ", JoinNames(accountable),
               " and make the others R, C or I.")));
  }
  if (responsible.empty()) {
    findings.push_back(MakeFinding(
        "H2", common::v1::SEVERITY_ERROR, place,
        StrCat("Nobody is responsible for \"", title, "\"."),
        "Without an R the work does not get done.",
        accountable.empty()
            ? std::string("Give R to at least one column.")
            : StrCat("Give R to at least one column; ", accountable.front(),
                     " may be both A and R.")));
  }
}

}  // namespace

bool HasLetter(const v1::MatrixCell& cell, common::v1::Letter letter) {
  return std::find(cell.letters().begin(), cell.letters().end(), letter) !=
         cell.letters().end();
}

std::string JoinNames(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    StrAppend(&text,
              i == 0                  ? ""
              : i + 1 == names.size() ? " and "
                                      : ", ",
              names[i]);
  }
  return text;
}

Finding MakeFinding(std::string_view rule, common::v1::Severity severity,
                    std::string place, std::string message, std::string why,
                    std::string suggestion) {
  Finding finding;
  finding.set_rule(std::string(rule));
  finding.set_severity(severity);
  finding.set_place(std::move(place));
  finding.set_message(std::move(message));
  finding.set_why(std::move(why));
  finding.set_suggestion(std::move(suggestion));
  return finding;
}

bool HasError(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const auto& one) {
    return one.severity() == common::v1::SEVERITY_ERROR;
  });
}

std::vector<std::string> ColumnsWith(const v1::Matrix& matrix,
                                     std::string_view activity,
                                     common::v1::Letter letter) {
  std::vector<std::string> titles;
  for (const v1::MatrixCell& cell : matrix.cells()) {
    if (cell.activity() != activity || !HasLetter(cell, letter)) continue;
    for (const v1::MatrixColumn& column : matrix.columns()) {
      if (column.id() != cell.column()) continue;
      titles.push_back(column.title().empty() ? column.id() : column.title());
    }
  }
  return titles;
}

std::vector<Finding> CheckForm(const v1::Matrix& matrix) {
  std::map<std::string, std::string> titles;
  for (const v1::MatrixColumn& column : matrix.columns()) {
    titles[column.id()] = column.title().empty() ? column.id() : column.title();
  }
  // One pass over the cells: matrices of 10,000 cells are checked too.
  std::map<std::string, std::vector<std::string>> accountable;
  std::map<std::string, std::vector<std::string>> responsible;
  for (const v1::MatrixCell& cell : matrix.cells()) {
    if (HasLetter(cell, common::v1::LETTER_ACCOUNTABLE)) {
      accountable[cell.activity()].push_back(titles[cell.column()]);
    }
    if (HasLetter(cell, common::v1::LETTER_RESPONSIBLE)) {
      responsible[cell.activity()].push_back(titles[cell.column()]);
    }
  }
  std::vector<Finding> findings;
  for (const v1::MatrixActivity& activity : matrix.activities()) {
    CheckRow(activity, accountable[activity.id()], responsible[activity.id()],
             findings);
  }
  if (matrix.activities_size() == 0) {
    findings.push_back(MakeFinding(
        "H1", common::v1::SEVERITY_ERROR, "matrix",
        "The matrix has no activity.",
        "A matrix without rows makes nobody accountable for anything.",
        "Add at least one activity."));
  }
  return findings;
}

std::vector<Finding> CheckLetters(const v1::Matrix& matrix,
                                  const RuleBook& rules) {
  std::vector<Finding> findings;
  for (Finding& finding : CheckForm(matrix)) {
    rules.Add(findings, std::move(finding));
  }
  CheckShape(matrix, rules, findings);
  return findings;
}

}  // namespace csi::raci
