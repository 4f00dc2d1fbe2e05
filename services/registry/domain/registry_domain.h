// The CSI register as the engine sees it: decisions, folds, projections, the
// view of the RACI directory, and reactions to runs and verdicts.
// Stateless; may be shared by partitions.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_REGISTRY_DOMAIN_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_REGISTRY_DOMAIN_H_

#include <memory>

#include "common/domain/domain.h"

namespace csi::registry {

std::unique_ptr<Domain> MakeRegistryDomain();

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_REGISTRY_DOMAIN_H_
