// What a policy may say, and what it says where it is silent. Pure.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_POLICY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_POLICY_H_

#include <string_view>

#include "absl/status/status.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// FIELD_INVALID or TOO_LARGE naming the field.
absl::Status CheckPolicy(std::string_view tenant, const v1::Policy& policy);
// Unset fields take the built-in value.
void FillPolicy(std::string_view tenant, v1::Policy& policy);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_POLICY_H_
