// Who may do what: the RACI directory as rows, and the questions asked of it.
//
// The same rows are the state of the RACI service and the view that the other
// services fold from its public events, so an answer means the same everywhere.
// A Directory only reads; it is cheap to make, one per decision.
#ifndef CSI_COMMON_AUTHORITY_DIRECTORY_H_
#define CSI_COMMON_AUTHORITY_DIRECTORY_H_

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

// The question. `accountable_person` is the computed column: the entry's
// accountable person in the federated variant, empty otherwise.
struct Question {
  std::string activity;  // activity id, for example step-3 or raise-rfc
  std::string variant;   // central or federated; empty: central
  common::v1::Scope scope;
  std::string accountable_person;
  absl::Time as_of;
};

class Directory {
 public:
  // `rows` outlives the directory. `tenant` is an id.
  Directory(const KvReader& rows, std::string_view tenant);

  // Who is R, A, C, I. Never fails: gaps are findings.
  Resolution Resolve(const Question& question) const;

  // Whether `person` (resource name) holds one of the letters. The first of
  // `letters` that the person holds is the grant's.
  Answer Check(std::string_view person,
               const std::vector<common::v1::Letter>& letters,
               const Question& question) const;

  // True while the tenant has nobody in the role CSI manager: the first named
  // actor may do all then, marked BOOTSTRAP.
  bool InBootstrap(absl::Time as_of) const;

  // Display name of a person, or the resource name when unknown.
  std::string DisplayName(std::string_view person) const;
  bool PersonExists(std::string_view person, absl::Time as_of) const;
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
