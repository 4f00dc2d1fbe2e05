// The views that every register has: lists that a CSI manager looks at each
// week. Pure.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_VIEWS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_VIEWS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// mine, no-owner, overdue, stale, to-review, running, held; by id.
std::vector<v1::View> BuiltInViews(std::string_view tenant);
std::optional<v1::View> BuiltInView(std::string_view tenant,
                                    std::string_view id);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_VIEWS_H_
