// An entry as it was at a time.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_PAST_ENTRY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_PAST_ENTRY_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// Makes `entry`, the whole entry as it is now, what it was at `time`: what
// happened later is taken back by its history, the newest first. NOT_FOUND
// before the entry was logged, TOO_LARGE beyond kEventsGoneBackMax events.
absl::Status GoBackTo(const KvReader& state, std::string_view tenant,
                      std::string_view id, absl::Time time,
                      v1::Opportunity& entry);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_PAST_ENTRY_H_
