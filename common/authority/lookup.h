// Reads of the directory's rows that resolving and checking share, and the RACI
// service for matrices that are not deployed yet. Others ask the Directory.
// Each read is O(log n) in the tenant.
#ifndef CSI_COMMON_AUTHORITY_LOOKUP_H_
#define CSI_COMMON_AUTHORITY_LOOKUP_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/authority/directory.h"
#include "common/authority/scopes.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::authority {

// Who fills one column.
struct Filled {
  // False: bound to a service or process that the scope does not have.
  bool applies = true;
  std::vector<Holder> holders;
  // Names of roles that apply and have nobody.
  std::vector<std::string> vacant;
  // Teams that hold a role for which only a person counts (rule P6).
  std::vector<std::string> teams;
};

class Lookup {
 public:
  Lookup(const KvReader& rows, std::string_view tenant, absl::Time as_of)
      : rows_(rows), tenant_(tenant), as_of_(as_of) {}

  // The row of the activity: variant first, then matrices without a variant;
  // in each the most specific scope.
  std::shared_ptr<const raci::v1::Matrix> Activity(
      std::string_view activity, std::string_view variant,
      const ScopeParts& scope) const;

  // Holders of a role. `all`: of every containing scope, else the most
  // specific one that has any. `persons_only`: teams do not count.
  Filled Role(std::string_view role, const ScopeParts& scope, bool all,
              bool persons_only) const;

  // Who fills a column for a letter.
  Filled Column(const raci::v1::MatrixColumn& column, common::v1::Letter letter,
                const Question& question, const ScopeParts& scope) const;

  // Holders of the first filled role up the lines of purpose accountability.
  std::vector<Holder> FirstFilledLine(std::string_view role,
                                      const ScopeParts& scope) const;

  bool Active(std::string_view person) const;
  // Who may act for a person who is absent, empty if not absent or nobody.
  std::string DeputyOf(std::string_view person) const;
  std::shared_ptr<const raci::v1::Person> PersonRow(
      std::string_view person) const;
  std::string RoleName(std::string_view id) const;

 private:
  // The deployment of an activity in exactly this scope at the time.
  std::shared_ptr<const raci::v1::Matrix> Deployed(
      std::string_view activity, std::string_view variant,
      const ScopeParts& scope) const;
  Filled Accountable(const Question& question, const ScopeParts& scope) const;
  Filled SubjectOwner(bool one, const ScopeParts& scope) const;
  std::string BeyondLimit(std::string_view role, const Question& question,
                          const ScopeParts& scope) const;
  void AddHolders(const raci::v1::Assignment& assignment, bool persons_only,
                  Filled& filled) const;

  const KvReader& rows_;
  std::string_view tenant_;
  absl::Time as_of_;
};

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_LOOKUP_H_
