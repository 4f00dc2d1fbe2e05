// Fold of critical success factors.
#include "common/domain/names.h"
#include "services/reporting/domain/apply.h"
#include "services/reporting/points/keys.h"

namespace csi::reporting {

void ApplySuccessFactor(const v1::SuccessFactor& factor, const Fact& fact,
                        Effects& effects) {
  const std::string_view id = LastPart(factor.name());
  PutRow(effects.state(), Key(kSuccessFactorTag, {fact.tenant, id}), factor);
  PutRow(effects.state(),
         Key(kSuccessFactorVersionTag,
             {fact.tenant, id, LargestFirstPart(factor.revision())}),
         factor);
}

}  // namespace csi::reporting
