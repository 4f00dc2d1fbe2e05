// What comments and objections may be about.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_SUBJECTS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_SUBJECTS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/domain/domain.h"

namespace csi::registry {

// FIELD_INVALID unless it is a resource name of the tenant, NOT_FOUND for an
// entry or session of the register that does not exist. Resources of other
// services are taken at their word.
absl::Status CheckSubjectExists(const Context& context, std::string_view field,
                                const std::string& subject);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_SUBJECTS_H_
