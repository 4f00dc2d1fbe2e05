// Sessions as rows. Pure functions.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_SESSION_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_SESSION_H_

#include <optional>
#include <string_view>

#include "common/kv/kv.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// The head row: no agenda, entries or result.
std::optional<v1::Prioritization> ReadSessionHead(const KvReader& state,
                                                  std::string_view tenant,
                                                  std::string_view id);
// The whole session as the API shows it.
std::optional<v1::Prioritization> ReadSession(const KvReader& state,
                                              std::string_view tenant,
                                              std::string_view id);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_SESSION_H_
