// For whom an unfinished entry waits: by its state and by who holds the roles
// just now. Pure; thread-safe.
#ifndef CSI_SERVICES_REGISTRY_SERVER_WAITING_H_
#define CSI_SERVICES_REGISTRY_SERVER_WAITING_H_

#include "absl/time/time.h"
#include "common/authority/directory.h"
#include "csi/registry/v1/registry_service.pb.h"

namespace csi::registry {

v1::WaitingEntry WaitingOf(const authority::Directory& directory,
                           const v1::Opportunity& entry, absl::Time now);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_SERVER_WAITING_H_
