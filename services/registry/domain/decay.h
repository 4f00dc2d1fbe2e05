// The check whether the effect of a closed entry lasts. Pure functions.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_DECAY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_DECAY_H_

#include <optional>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "google/type/date.pb.h"

namespace csi::registry {

// The day on which an entry that closes now asks for it by the policy.
std::optional<google::type::Date> DecayCheckDate(const KvReader& state,
                                                 std::string_view tenant,
                                                 absl::Time now);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_DECAY_H_
