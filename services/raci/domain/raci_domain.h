// The RACI directory as decisions, folds and projections.
#ifndef CSI_SERVICES_RACI_DOMAIN_RACI_DOMAIN_H_
#define CSI_SERVICES_RACI_DOMAIN_RACI_DOMAIN_H_

#include <memory>

#include "common/domain/domain.h"

namespace csi::raci {

std::unique_ptr<Domain> MakeRaciDomain();

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_RACI_DOMAIN_H_
