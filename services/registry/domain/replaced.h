// What an event put in the place of what: enough to show an entry as it was
// before. Kept in the line of its history.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_REPLACED_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_REPLACED_H_

#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// The values that `after` has no more. Lists that only grew at their end keep
// no item twice, but how many there were.
v1::ReplacedValues ReplacedBy(const v1::Opportunity& before,
                              const v1::Opportunity& after);

// Makes `entry` what it was before: the inverse of ReplacedBy.
void PutBack(const v1::ReplacedValues& replaced, v1::Opportunity& entry);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_REPLACED_H_
