// The rules as a call or, where it says nothing, as the tenant judges them.
// Thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_STORED_RULES_H_
#define CSI_SERVICES_RACI_DOMAIN_STORED_RULES_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/kv/kv.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {

// What the tenant has set; the defaults where it has set nothing.
absl::StatusOr<RuleBook> StoredRules(const KvReader& rows,
                                     std::string_view tenant);

// `request` has a field settings: what it says counts alone, even if that is
// nothing at all. INVALID_ARGUMENT for settings that RuleBook refuses.
template <class Request>
absl::StatusOr<RuleBook> RulesOf(const KvReader& rows, std::string_view tenant,
                                 const Request& request) {
  return request.has_settings() ? RuleBook::From(request.settings())
                                : StoredRules(rows, tenant);
}

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_STORED_RULES_H_
