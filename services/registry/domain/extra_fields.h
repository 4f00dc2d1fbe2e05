// Fields that the policy adds to entries: what they may be, and what values
// they take. Pure functions; refusals name the field and what it takes.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_EXTRA_FIELDS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_EXTRA_FIELDS_H_

#include "absl/status/status.h"
#include "csi/registry/v1/registry.pb.h"
#include "csi/registry/v1/registry_events.pb.h"

namespace csi::registry {

// FIELD_INVALID or TOO_LARGE unless the definitions make sense.
absl::Status CheckExtraDefinitions(const v1::Policy& policy);
// FIELD_INVALID or TOO_LARGE unless each value is of a field of the policy,
// once, and of its type.
absl::Status CheckExtraFields(const v1::Policy& policy,
                              const v1::Opportunity& entry);
// RULE_VIOLATED unless the entry has what the policy requires. `entry` with
// its long texts.
absl::Status CheckExtraRequired(const v1::Policy& policy,
                                const v1::Opportunity& entry);

// A change of the values says by which version they were checked.
void MarkExtraFields(const v1::Policy& policy, v1::OpportunityUpdated& event);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_EXTRA_FIELDS_H_
