// How each rule of matrices is judged: its severity, whether it counts at all,
// and for the rules that say "many" how much that is. The defaults are those of
// docs/features.md; a caller's settings change them for one check. Immutable
// after From, thread-safe.
#ifndef CSI_SERVICES_RACI_RULES_RULE_BOOK_H_
#define CSI_SERVICES_RACI_RULES_RULE_BOOK_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

class RuleBook {
 public:
  RuleBook();
  // INVALID_ARGUMENT naming the setting: no such rule, a rule that may not be
  // left out, a share outside 0 to 1.
  static absl::StatusOr<RuleBook> From(const v1::RuleSettings& settings);

  bool Off(std::string_view rule) const;
  // Whether `count` of `all` is many by this rule. Fewer than kManyMin are not,
  // whatever their share: two of three is no crowd.
  bool IsMany(std::string_view rule, size_t count, size_t all) const;
  double Share(std::string_view rule) const;

  // Adds the finding with the severity of its rule, unless the rule is off.
  void Add(std::vector<common::v1::Finding>& findings,
           common::v1::Finding finding) const;

  static constexpr size_t kManyMin = 3;

 private:
  struct Rule {
    common::v1::Severity severity = common::v1::SEVERITY_WARNING;
    double share = 0;   // 0: the rule does not count
    bool kept = false;  // others rely on it
    bool off = false;
    bool changed = false;  // the severity was set
  };
  const Rule& Find(std::string_view rule) const;
  std::map<std::string, Rule, std::less<>> rules_;
};

// The rules, their severities and shares as text, for help and errors.
std::string RuleList();

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_RULES_RULE_BOOK_H_
