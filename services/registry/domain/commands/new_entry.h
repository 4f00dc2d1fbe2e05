// What every way into the register shares: what callers may not set, what is
// filled in, and the next number.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_NEW_ENTRY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_NEW_ENTRY_H_

#include "common/domain/domain.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// Clears what a caller may not set, whatever the request holds.
void ClearOutputs(v1::Opportunity& entry);
// Kind, approach, raiser, day of raising, time of entry, state NEW.
void FillDefaults(const Context& context, v1::Opportunity& entry);
// Of the next entry of the tenant.
uint64_t NextNumber(const Context& context);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_NEW_ENTRY_H_
