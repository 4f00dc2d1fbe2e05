// Who may do what: the RACI directory as rows, and the questions asked of it.
// (Folding the rows: fold.h.)
//
// The same rows are the state of the RACI service and the view that the other
// services fold from its public events, so an answer means the same everywhere.
// A Directory only reads; it is cheap to make, one per decision.
#ifndef CSI_COMMON_AUTHORITY_DIRECTORY_H_
#define CSI_COMMON_AUTHORITY_DIRECTORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/common/v1/common.pb.h"

namespace csi::authority {

// One person who holds a letter, and through what.
struct Holder {
  std::string person;      // tenants/t/people/p
  std::string role;        // tenants/t/roles/r; empty for a computed person
  std::string assignment;  // tenants/t/assignments/a
  std::vector<std::string> exceptions;  // DEPUTY, ACTING, BOOTSTRAP
};

struct LetterHolders {
  common::v1::Letter letter = common::v1::LETTER_UNSPECIFIED;
  std::vector<Holder> holders;
  // Who may act now for a holder who is absent. The holder stays what he is.
  std::vector<Holder> deputies;
  // Roles of the matrix that have this letter but nobody in them.
  std::vector<std::string> vacant_roles;
  // Consulted letters of this role block the activity until answered.
  std::vector<std::string> blocking_roles;
};

// Who is what for one activity in one scope at one time.
struct Resolution {
  std::string activity;
  std::string matrix;  // resource name; empty when none is deployed
  LetterHolders accountable;
  LetterHolders responsible;
  LetterHolders consulted;
  LetterHolders informed;
  // TWO_ACCOUNTABLE, VACANT and the like, in words.
  std::vector<common::v1::Finding> findings;
  common::v1::Explanation explanation;
};

// May this person act?
struct Answer {
  bool allowed = false;
  common::v1::AuthorityGrant grant;  // set when allowed
  // Who could instead, display names with their letters; for refusals.
  std::vector<Holder> could_instead;
  std::string reason;  // a sentence, for refusals
  common::v1::Explanation explanation;
};

// Cost and size of what is to be decided.
struct Stake {
  std::string currency;  // ISO 4217; empty: cost unknown
  int64_t units = 0;
  int32_t nanos = 0;
  int size = 0;  // 1 small, 2 medium, 3 large, 0 unknown
};

// The question. `accountable_person` is the computed column: the entry's
// accountable person in the federated variant, empty otherwise.
struct Question {
  std::string activity;  // activity id, for example step-3 or raise-rfc
  std::string variant;   // central or federated; empty: central
  common::v1::Scope scope;
  std::string accountable_person;
  absl::Time as_of;
  // What is at stake: limits of authority hand A on to the role beyond them.
  std::optional<Stake> stake = std::nullopt;
};

class Directory {
 public:
  // `rows` outlives the directory. `tenant` is an id.
  Directory(const KvReader& rows, std::string_view tenant);

  // Who is R, A, C, I. Never fails: gaps are findings.
  Resolution Resolve(const Question& question) const;

  // Who holds one letter, and nothing else: no findings, no reasons. What
  // decisions ask, since it reads a fraction of what Resolve does.
  LetterHolders HoldersOfLetter(common::v1::Letter letter,
                                const Question& question) const;

  // Whether `person` (resource name) holds one of the letters. The first of
  // `letters` that the person holds is the grant's.
  Answer Check(std::string_view person,
               const std::vector<common::v1::Letter>& letters,
               const Question& question) const;

  // True while the tenant has nobody in the role CSI manager: the first named
  // actor may do all then, marked BOOTSTRAP.
  bool InBootstrap(absl::Time as_of) const;
  // Whether that is this person (resource name). Before the directory has met
  // an actor at all, whoever asks is the first.
  bool MayBootstrap(std::string_view person, absl::Time as_of) const;

  // Who holds a role (id) in a scope: the most specific assignments that
  // contain it, or with `all` every containing one. Teams give their members.
  std::vector<Holder> HoldersOf(std::string_view role,
                                const common::v1::Scope& scope,
                                absl::Time as_of, bool all = false) const;
  // The assignment through which a person holds a role (id) in a scope.
  std::optional<Holder> Holding(std::string_view person, std::string_view role,
                                const common::v1::Scope& scope,
                                absl::Time as_of) const;
  // Who acts for a vacant role (id): the holders of the first filled role up
  // the reporting lines of purpose accountability, marked ACTING.
  std::vector<Holder> ActingFor(std::string_view role,
                                const common::v1::Scope& scope,
                                absl::Time as_of) const;
  // The role through which a person may do something in the directory itself,
  // for example directory.people.
  std::optional<Holder> HoldingAuthority(std::string_view person,
                                         std::string_view authority,
                                         absl::Time as_of) const;

  // Display name of a person, or the resource name when unknown.
  std::string DisplayName(std::string_view person) const;
  // Registered and not left at that time.
  bool PersonExists(std::string_view person, absl::Time as_of) const;
  // Title of a role (resource name or id), or its id when unknown.
  std::string RoleTitle(std::string_view role) const;
  bool ServiceExists(std::string_view service) const;
  bool ProcessExists(std::string_view process) const;

 private:
  const KvReader& rows_;
  std::string tenant_;
};

// PERMISSION_DENIED / NOT_AUTHORIZED from a negative answer: says what the
// person may not do, why, and who could.
absl::Status NotAuthorized(const Directory& directory, std::string_view person,
                           std::string_view what, const Answer& answer);

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_DIRECTORY_H_
