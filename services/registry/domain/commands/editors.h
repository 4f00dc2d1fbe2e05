// Who may change an entry: the raiser while it is NEW, the coordinator, the
// accountable person, and R and A of maintain-register.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_EDITORS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_EDITORS_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// The grant; empty for raiser, coordinator and accountable person, who need
// none. NO_ACTOR or NOT_AUTHORIZED otherwise.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeEdit(
    const Context& context, std::string_view verb,
    const v1::Opportunity& entry);

// The coordinator (a grant without letter) or the A of deliver-improvement.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeHalt(
    const Context& context, std::string_view verb,
    const v1::Opportunity& entry);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_EDITORS_H_
