// Directory::Check: may this person act? The way to yes is short and reads
// little; names and reasons are looked up for refusals only.
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

std::string_view LetterWord(Letter letter) {
  switch (static_cast<int>(letter)) {
    case common::v1::LETTER_RESPONSIBLE:
      return "responsible";
    case common::v1::LETTER_ACCOUNTABLE:
      return "accountable";
    case common::v1::LETTER_CONSULTED:
      return "consulted";
    case common::v1::LETTER_INFORMED:
      return "informed";
    default:
      return "involved";
  }
}

class Checker {
 public:
  Checker(const KvReader& rows, const std::string& tenant,
          const Directory& directory, std::string_view person,
          const std::vector<Letter>& letters, const Question& question)
      : directory_(directory),
        person_(person),
        letters_(letters),
        question_(question),
        scope_(PartsOf(question.scope)),
        lookup_(rows, tenant, question.as_of) {}

  Answer Run() {
    if (person_.empty()) {
      answer_.reason = "No person was named.";
      return std::move(answer_);
    }
    matrix_ = lookup_.Activity(question_.activity, question_.variant, scope_);
    if (matrix_ && (ByLetter() || ByAbsence() || ByVacancy())) {
      return std::move(answer_);
    }
    if (directory_.MayBootstrap(person_, question_.as_of)) {
      Allow(common::v1::LETTER_UNSPECIFIED,
            {std::string(person_), "", "", {"BOOTSTRAP"}},
            "The tenant has no CSI manager: its first actor may do all.");
      return std::move(answer_);
    }
    Refuse();
    return std::move(answer_);
  }

 private:
  // Fills resolved_ as far as needed: one entry per letter asked for.
  bool ByLetter() {
    for (Letter letter : letters_) {
      LetterHolders resolved;
      resolved.letter = letter;
      for (int i = 0; i < matrix_->cells_size(); ++i) {
        const auto& cell = matrix_->cells(i).letters();
        if (std::find(cell.begin(), cell.end(), letter) == cell.end()) {
          continue;
        }
        Filled filled =
            lookup_.Column(matrix_->columns(i), letter, question_, scope_);
        for (Holder& holder : filled.holders) {
          resolved.holders.push_back(std::move(holder));
        }
        for (std::string& role : filled.vacant) {
          resolved.vacant_roles.push_back(std::move(role));
        }
      }
      if (!Doubled(resolved)) {
        for (const Holder& holder : resolved.holders) {
          if (holder.person != person_) continue;
          Allow(letter, holder,
                StrCat("The matrix makes the person ", LetterWord(letter),
                       " for ", question_.activity, "."));
          return true;
        }
      }
      resolved_.push_back(std::move(resolved));
    }
    return false;
  }

  // Two accountable people: neither may act until it is mended.
  static bool Doubled(const LetterHolders& resolved) {
    if (resolved.letter != common::v1::LETTER_ACCOUNTABLE) return false;
    for (const Holder& holder : resolved.holders) {
      if (holder.person != resolved.holders.front().person) return true;
    }
    return false;
  }

  bool ByAbsence() {
    for (const LetterHolders& resolved : resolved_) {
      if (Doubled(resolved)) continue;
      for (const Holder& holder : resolved.holders) {
        if (lookup_.DeputyOf(holder.person) != person_) continue;
        Holder deputy = holder;
        deputy.person = person_;
        deputy.exceptions.push_back("DEPUTY");
        Allow(resolved.letter, deputy,
              StrCat(directory_.DisplayName(holder.person),
                     " is absent and has named the person as deputy."));
        return true;
      }
    }
    return false;
  }

  // Nobody is accountable: the first filled line of accountability acts.
  bool ByVacancy() {
    for (const LetterHolders& resolved : resolved_) {
      if (resolved.letter != common::v1::LETTER_ACCOUNTABLE ||
          !resolved.holders.empty()) {
        continue;
      }
      for (const std::string& role : resolved.vacant_roles) {
        std::vector<Holder> line =
            lookup_.FirstFilledLine(LastPart(role), scope_);
        for (Holder& holder : line) {
          holder.exceptions.push_back("ACTING");
          acting_.push_back(holder);
          if (holder.person != person_) continue;
          Allow(common::v1::LETTER_ACCOUNTABLE, holder,
                StrCat("Nobody holds ", directory_.RoleTitle(role),
                       "; the line of accountability acts."));
          return true;
        }
      }
    }
    return false;
  }

  void Allow(Letter letter, const Holder& holder, std::string fact) {
    answer_.allowed = true;
    common::v1::AuthorityGrant& grant = answer_.grant;
    grant.set_person(std::string(person_));
    grant.set_letter(letter);
    grant.set_role(holder.role);
    grant.set_assignment(holder.assignment);
    if (matrix_) grant.set_matrix(matrix_->name());
    for (const std::string& exception : holder.exceptions) {
      // A right that was given in bootstrap is not itself an exception.
      if (exception == "BOOTSTRAP" && !holder.assignment.empty()) continue;
      grant.add_exceptions(exception);
    }
    answer_.explanation.set_fact(std::move(fact));
  }

  void Refuse() {
    if (!matrix_) {
      answer_.reason =
          StrCat("no deployed matrix has the activity ", question_.activity,
                 " in ", ScopeText(scope_), ".");
      answer_.explanation.set_fact(answer_.reason);
      return;
    }
    std::string words;
    for (Letter letter : letters_) {
      StrAppend(&words, words.empty() ? "" : " or ", LetterWord(letter));
    }
    answer_.reason = StrCat("not ", words, " for ", question_.activity, " in ",
                            ScopeText(scope_), ".");
    answer_.explanation.set_fact(answer_.reason);
    for (const LetterHolders& resolved : resolved_) {
      if (Doubled(resolved)) {
        StrAppend(&answer_.reason,
                  " Only one person can be accountable, and here are two.");
      } else if (resolved.letter == common::v1::LETTER_ACCOUNTABLE &&
                 resolved.holders.empty()) {
        StrAppend(&answer_.reason, " Nobody is accountable there.");
      }
      for (const Holder& holder : resolved.holders) Could(holder);
      for (const std::string& role : resolved.vacant_roles) {
        answer_.explanation.add_because()->set_fact(
            StrCat("Nobody holds ", directory_.RoleTitle(role), "."));
      }
    }
    for (const Holder& holder : acting_) Could(holder);
  }

  void Could(const Holder& holder) {
    for (const Holder& known : answer_.could_instead) {
      if (known.person == holder.person) return;
    }
    answer_.could_instead.push_back(holder);
    answer_.explanation.add_because()->set_fact(
        StrCat(directory_.DisplayName(holder.person), " could",
               holder.role.empty()
                   ? std::string(".")
                   : StrCat(" as ", directory_.RoleTitle(holder.role), ".")));
  }

  const Directory& directory_;
  const std::string person_;
  const std::vector<Letter>& letters_;
  const Question& question_;
  const ScopeParts scope_;
  const Lookup lookup_;
  std::shared_ptr<const pb::Matrix> matrix_;
  std::vector<LetterHolders> resolved_;
  std::vector<Holder> acting_;
  Answer answer_;
};

}  // namespace

Answer Directory::Check(std::string_view person,
                        const std::vector<Letter>& letters,
                        const Question& question) const {
  auto check = [&] {
    return Checker(rows_, tenant_, *this, person, letters, question).Run();
  };
  Memo* memo = MemoOf(rows_);
  if (memo == nullptr) return check();
  return memo->Of<Answer>(
      QuestionKey("check", tenant_, person, letters, question), check);
}

}  // namespace csi::authority
