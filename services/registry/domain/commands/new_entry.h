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

// Logs entries that an event of another service speaks for; that of a source
// which is in the register already is passed over.
class Proposals {
 public:
  Proposals(const Context& context, Outcome& outcome)
      : context_(context), outcome_(outcome), number_(NextNumber(context)) {}
  void Add(v1::Opportunity entry);

 private:
  const Context& context_;
  Outcome& outcome_;
  uint64_t number_;
};

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_NEW_ENTRY_H_
