// Directory::Resolve: one activity, four letters, with findings and reasons.
#include <algorithm>

#include "common/authority/directory.h"
#include "common/authority/lookup.h"
#include "common/authority/question_key.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/memo.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;
using common::v1::Letter;

std::string_view LetterName(Letter letter) {
  switch (static_cast<int>(letter)) {
    case common::v1::LETTER_RESPONSIBLE:
      return "R";
    case common::v1::LETTER_ACCOUNTABLE:
      return "A";
    case common::v1::LETTER_CONSULTED:
      return "C";
    case common::v1::LETTER_INFORMED:
      return "I";
    default:
      return "?";
  }
}

bool Has(const pb::MatrixCell& cell, Letter letter) {
  return std::find(cell.letters().begin(), cell.letters().end(), letter) !=
         cell.letters().end();
}

void AddFinding(Resolution& resolution, std::string rule,
                common::v1::Severity severity, std::string message,
                std::string why, std::string suggestion) {
  common::v1::Finding& finding = resolution.findings.emplace_back();
  finding.set_rule(std::move(rule));
  finding.set_severity(severity);
  finding.set_place(StrCat("activity ", resolution.activity));
  finding.set_message(std::move(message));
  finding.set_why(std::move(why));
  finding.set_suggestion(std::move(suggestion));
}

class Resolver {
 public:
  Resolver(const KvReader& rows, std::string_view tenant,
           const Directory& directory, const Question& question)
      : directory_(directory),
        question_(question),
        scope_(PartsOf(question.scope)),
        lookup_(rows, tenant, question.as_of) {}

  // One letter alone, without findings and reasons.
  LetterHolders Only(Letter letter) {
    reasons_ = false;
    LetterHolders found;
    found.letter = letter;
    matrix_ = lookup_.Activity(question_.activity, question_.variant, scope_);
    if (matrix_) Fill(found);
    return found;
  }

  Resolution Run() {
    resolution_.activity = question_.activity;
    resolution_.accountable.letter = common::v1::LETTER_ACCOUNTABLE;
    resolution_.responsible.letter = common::v1::LETTER_RESPONSIBLE;
    resolution_.consulted.letter = common::v1::LETTER_CONSULTED;
    resolution_.informed.letter = common::v1::LETTER_INFORMED;
    matrix_ = lookup_.Activity(question_.activity, question_.variant, scope_);
    if (!matrix_) {
      NoMatrix();
      return std::move(resolution_);
    }
    resolution_.matrix = matrix_->name();
    resolution_.explanation.set_fact(
        StrCat("Activity ", question_.activity, " in ", ScopeText(scope_),
               " is ruled by ", matrix_->name(), " version ",
               matrix_->version(), "."));
    Fill(resolution_.accountable);
    Fill(resolution_.responsible);
    Fill(resolution_.consulted);
    Fill(resolution_.informed);
    Judge();
    return std::move(resolution_);
  }

 private:
  void NoMatrix() {
    resolution_.explanation.set_fact(
        StrCat("No deployed matrix has the activity ", question_.activity,
               " in ", ScopeText(scope_), "."));
    AddFinding(resolution_, "H1", common::v1::SEVERITY_ERROR,
               StrCat("VACANT: ", resolution_.explanation.fact()),
               "Without a matrix nobody is accountable.",
               "Deploy a matrix that has this activity.");
  }

  void Fill(LetterHolders& letter) {
    for (int i = 0; i < matrix_->cells_size(); ++i) {
      const pb::MatrixCell& cell = matrix_->cells(i);
      if (!Has(cell, letter.letter)) continue;
      const pb::MatrixColumn& column = matrix_->columns(i);
      Filled filled = lookup_.Column(column, letter.letter, question_, scope_);
      if (reasons_) Explain(letter.letter, column, filled);
      if (!filled.applies) continue;
      Take(letter, cell, column, filled);
    }
    for (const Holder& holder : letter.holders) {
      std::string deputy = lookup_.DeputyOf(holder.person);
      if (deputy.empty()) continue;
      Holder acting = holder;
      acting.person = std::move(deputy);
      acting.exceptions.push_back("DEPUTY");
      letter.deputies.push_back(std::move(acting));
    }
  }

  void Take(LetterHolders& letter, const pb::MatrixCell& cell,
            const pb::MatrixColumn& column, Filled& filled) {
    for (Holder& holder : filled.holders) {
      if (cell.blocking()) AddOnce(letter.blocking_roles, holder.role);
      bool known = false;
      for (const Holder& other : letter.holders) {
        known |= other.person == holder.person;
      }
      if (!known) letter.holders.push_back(std::move(holder));
    }
    for (std::string& role : filled.vacant) {
      if (cell.blocking()) AddOnce(letter.blocking_roles, role);
      letter.vacant_roles.push_back(std::move(role));
    }
    if (!reasons_) return;
    for (const std::string& team : filled.teams) {
      AddFinding(resolution_, "P6", common::v1::SEVERITY_ERROR,
                 StrCat(directory_.DisplayName(team),
                        " is a team and cannot be accountable."),
                 "Accountability shared by several people is held by none.",
                 StrCat("Appoint one person as ", column.title(), "."));
    }
  }

  static void AddOnce(std::vector<std::string>& list,
                      const std::string& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) {
      list.push_back(value);
    }
  }

  void Explain(Letter letter, const pb::MatrixColumn& column,
               const Filled& filled) {
    common::v1::Explanation& fact = *resolution_.explanation.add_because();
    fact.set_fact(StrCat(LetterName(letter), " stands in the column ",
                         column.title(), "."));
    if (!filled.applies) {
      fact.add_because()->set_fact(
          "The scope has no service or process for it: it does not apply.");
    }
    for (const Holder& holder : filled.holders) {
      fact.add_because()->set_fact(
          StrCat(directory_.DisplayName(holder.person),
                 holder.role.empty()
                     ? std::string(" is named.")
                     : StrCat(" holds ", directory_.RoleTitle(holder.role),
                              " by ", holder.assignment, ".")));
    }
    for (const std::string& role : filled.vacant) {
      fact.add_because()->set_fact(
          StrCat("Nobody holds ", directory_.RoleTitle(role), "."));
    }
  }

  std::string Titles(const std::vector<std::string>& roles) const {
    std::string text;
    for (const std::string& role : roles) {
      StrAppend(&text, text.empty() ? "" : ", ", directory_.RoleTitle(role));
    }
    return text;
  }

  void Judge() {
    const LetterHolders& a = resolution_.accountable;
    const std::string where =
        StrCat(question_.activity, " in ", ScopeText(scope_));
    if (a.holders.size() > 1) {
      std::string names;
      for (const Holder& holder : a.holders) {
        StrAppend(&names, names.empty() ? "" : " and ",
                  directory_.DisplayName(holder.person));
      }
      AddFinding(resolution_, "H1", common::v1::SEVERITY_ERROR,
                 StrCat("TWO_ACCOUNTABLE: ", names, " are accountable for ",
                        where, ". Only one person can be accountable."),
                 "Where two are accountable, in practice no one is.",
                 "End one of the assignments.");
    }
    if (a.holders.empty()) {
      AddFinding(
          resolution_, a.vacant_roles.empty() ? "H1" : "P3",
          common::v1::SEVERITY_ERROR,
          a.vacant_roles.empty()
              ? StrCat("VACANT: no column makes anybody accountable for ",
                       where, ".")
              : StrCat("VACANT: nobody is accountable for ", where, ": ",
                       Titles(a.vacant_roles), " has no holder."),
          "Every activity needs one person who owns its result.",
          a.vacant_roles.empty() ? "Give A to a column that applies here."
                                 : "Appoint a holder.");
    }
    const LetterHolders& r = resolution_.responsible;
    if (r.holders.empty()) {
      AddFinding(
          resolution_, r.vacant_roles.empty() ? "H2" : "P3",
          common::v1::SEVERITY_ERROR,
          StrCat("Nobody is responsible for ", where, "."),
          "Without an R the work does not get done.",
          r.vacant_roles.empty()
              ? std::string("Give R to a column that applies here.")
              : StrCat("Appoint a holder for ", Titles(r.vacant_roles), "."));
    } else {
      WarnVacant(r);
    }
    WarnVacant(resolution_.consulted);
    WarnVacant(resolution_.informed);
  }

  void WarnVacant(const LetterHolders& letter) {
    if (letter.vacant_roles.empty()) return;
    AddFinding(resolution_, "P3", common::v1::SEVERITY_WARNING,
               StrCat("Nobody holds ", Titles(letter.vacant_roles), " (",
                      LetterName(letter.letter), ")."),
               "A letter without a holder reaches nobody.",
               "Appoint a holder, or take the letter away.");
  }

  const Directory& directory_;
  const Question& question_;
  const ScopeParts scope_;
  const Lookup lookup_;
  std::shared_ptr<const pb::Matrix> matrix_;
  Resolution resolution_;
  bool reasons_ = true;
};

}  // namespace

Resolution Directory::Resolve(const Question& question) const {
  return Resolver(rows_, tenant_, *this, question).Run();
}

LetterHolders Directory::HoldersOfLetter(common::v1::Letter letter,
                                         const Question& question) const {
  auto resolve = [&] {
    return Resolver(rows_, tenant_, *this, question).Only(letter);
  };
  Memo* memo = MemoOf(rows_);
  if (memo == nullptr) return resolve();
  return memo->Of<LetterHolders>(
      QuestionKey("letter", tenant_, "", {letter}, question), resolve);
}

}  // namespace csi::authority
