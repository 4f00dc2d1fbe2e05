#include "services/raci/domain/people_rules.h"

#include <algorithm>
#include <map>

#include "common/authority/directory.h"
#include "common/authority/lookup.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

using authority::Filled;
using authority::Holder;
using common::v1::Letter;

class PeopleRules {
 public:
  PeopleRules(const KvReader& rows, std::string_view tenant,
              const v1::Matrix& matrix, absl::Time as_of)
      : directory_(rows, tenant),
        lookup_(rows, tenant, as_of),
        matrix_(matrix),
        scope_(authority::PartsOf(matrix.scope())) {
    question_.scope = matrix.scope();
    question_.variant = matrix.variant();
    question_.as_of = as_of;
    for (const v1::MatrixColumn& column : matrix.columns()) {
      columns_[column.id()] = &column;
    }
  }

  PeopleReport Run() {
    std::map<std::string, std::vector<const v1::MatrixCell*>> rows;
    for (const v1::MatrixCell& cell : matrix_.cells()) {
      rows[cell.activity()].push_back(&cell);
    }
    for (const v1::MatrixActivity& activity : matrix_.activities()) {
      question_.activity = activity.id();
      CheckAccountable(activity, rows[activity.id()]);
      CheckResponsible(activity, rows[activity.id()]);
      for (Letter letter :
           {common::v1::LETTER_CONSULTED, common::v1::LETTER_INFORMED}) {
        const Filled filled = Fill(rows[activity.id()], letter);
        if (!filled.vacant.empty()) WarnVacant(activity, letter, filled);
      }
    }
    return std::move(report_);
  }

 private:
  // All columns of a row that have the letter, together.
  Filled Fill(const std::vector<const v1::MatrixCell*>& cells, Letter letter) {
    Filled all;
    all.applies = false;
    for (const v1::MatrixCell* cell : cells) {
      auto column = columns_.find(cell->column());
      if (column == columns_.end() || !HasLetter(*cell, letter)) continue;
      Filled one = lookup_.Column(*column->second, letter, question_, scope_);
      all.applies |= one.applies;
      for (Holder& holder : one.holders) {
        report_.held.push_back({cell->activity(), letter, holder.person,
                                cell->column(), holder.role});
        const bool known = std::any_of(
            all.holders.begin(), all.holders.end(),
            [&](const Holder& other) { return other.person == holder.person; });
        if (!known) all.holders.push_back(std::move(holder));
      }
      for (std::string& role : one.vacant) {
        NoteVacant(role);
        all.vacant.push_back(std::move(role));
      }
      for (std::string& team : one.teams) all.teams.push_back(std::move(team));
    }
    return all;
  }

  void NoteVacant(const std::string& role) {
    std::string id(LastPart(role));
    auto& known = report_.vacant_roles;
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      known.push_back(std::move(id));
    }
  }

  std::string Titles(const std::vector<std::string>& roles) const {
    std::vector<std::string> titles;
    for (const std::string& role : roles) {
      titles.push_back(directory_.RoleTitle(role));
    }
    return JoinNames(titles);
  }

  void Add(std::string_view rule, common::v1::Severity severity,
           const v1::MatrixActivity& activity, std::string message,
           std::string why, std::string suggestion) {
    report_.findings.push_back(
        MakeFinding(rule, severity, StrCat("activity ", activity.id()),
                    std::move(message), std::move(why), std::move(suggestion)));
  }

  void CheckAccountable(const v1::MatrixActivity& activity,
                        const std::vector<const v1::MatrixCell*>& cells) {
    const Filled filled = Fill(cells, common::v1::LETTER_ACCOUNTABLE);
    // Not applicable in this scope is not vacant.
    if (!filled.applies) return;
    const size_t before = report_.findings.size();
    JudgeAccountable(activity, filled);
    report_.forbidding.insert(report_.forbidding.end(),
                              report_.findings.begin() + before,
                              report_.findings.end());
  }

  void JudgeAccountable(const v1::MatrixActivity& activity,
                        const Filled& filled) {
    for (const std::string& team : filled.teams) {
      Add("P6", common::v1::SEVERITY_ERROR, activity,
          StrCat(directory_.DisplayName(team),
                 " is a team and cannot be accountable."),
          "Accountability shared by several people is held by none.",
          "Appoint one person.");
    }
    if (filled.holders.empty()) {
      Add("P3", common::v1::SEVERITY_ERROR, activity,
          StrCat("Nobody is accountable for \"", activity.title(), "\" in ",
                 authority::ScopeText(scope_), ": ", Titles(filled.vacant),
                 " has no holder."),
          "Every activity needs one person who owns its result.",
          StrCat("Appoint the ", Titles(filled.vacant), "."));
    }
    if (filled.holders.size() > 1) {
      report_.two_accountable = true;
      std::vector<std::string> names;
      for (const Holder& holder : filled.holders) {
        names.push_back(directory_.DisplayName(holder.person));
      }
      Add("H1", common::v1::SEVERITY_ERROR, activity,
          StrCat(JoinNames(names), " are accountable for \"", activity.title(),
                 "\" in ", authority::ScopeText(scope_), ". ", kOnlyOne),
          std::string(kWhyOne), "End all of these assignments but one.");
    }
  }

  void CheckResponsible(const v1::MatrixActivity& activity,
                        const std::vector<const v1::MatrixCell*>& cells) {
    const Filled filled = Fill(cells, common::v1::LETTER_RESPONSIBLE);
    if (!filled.applies) return;
    if (!filled.holders.empty()) {
      if (!filled.vacant.empty()) {
        WarnVacant(activity, common::v1::LETTER_RESPONSIBLE, filled);
      }
      return;
    }
    Add("P3", common::v1::SEVERITY_ERROR, activity,
        StrCat("Nobody is responsible for \"", activity.title(), "\" in ",
               authority::ScopeText(scope_), ": ", Titles(filled.vacant),
               " has no holder."),
        "Without an R the work does not get done.",
        StrCat("Appoint a holder for at least one of ", Titles(filled.vacant),
               "."));
  }

  void WarnVacant(const v1::MatrixActivity& activity, Letter letter,
                  const Filled& filled) {
    const char* word = letter == common::v1::LETTER_RESPONSIBLE ? "responsible"
                       : letter == common::v1::LETTER_CONSULTED ? "consulted"
                                                                : "informed";
    Add("P3", common::v1::SEVERITY_WARNING, activity,
        StrCat(Titles(filled.vacant), " should be ", word,
               " but has no holder."),
        "A letter without a holder reaches nobody.",
        "Appoint a holder, or take the letter away.");
  }

  const authority::Directory directory_;
  const authority::Lookup lookup_;
  const v1::Matrix& matrix_;
  const authority::ScopeParts scope_;
  authority::Question question_;
  std::map<std::string, const v1::MatrixColumn*> columns_;
  PeopleReport report_;
};

}  // namespace

PeopleReport CheckPeople(const KvReader& rows, std::string_view tenant,
                         const v1::Matrix& matrix, absl::Time as_of) {
  return PeopleRules(rows, tenant, matrix, as_of).Run();
}

}  // namespace csi::raci
