// The register as a part of a server program: its domain, its API and its
// queries.
#ifndef CSI_SERVICES_REGISTRY_SERVER_REGISTRY_SERVER_H_
#define CSI_SERVICES_REGISTRY_SERVER_REGISTRY_SERVER_H_

#include "common/program/service_module.h"

namespace csi::registry {

program::ServiceModule MakeRegistryModule();

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_SERVER_REGISTRY_SERVER_H_
