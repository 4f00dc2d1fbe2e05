#include "services/raci/domain/stored_rules.h"

#include "common/kv/keys.h"
#include "csi/raci/v1/raci_governance.pb.h"
#include "services/raci/domain/keys.h"

namespace csi::raci {

absl::StatusOr<RuleBook> StoredRules(const KvReader& rows,
                                     std::string_view tenant) {
  const auto version = GetRow<v1::RuleSettingsVersion>(rows, RulesKey(tenant));
  return version ? RuleBook::From(version->settings()) : RuleBook();
}

}  // namespace csi::raci
