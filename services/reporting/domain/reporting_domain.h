// The reporting service as the engine sees it: decisions, folds, projections.
// Stateless; called from one thread per partition.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORTING_DOMAIN_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORTING_DOMAIN_H_

#include <memory>

#include "common/domain/domain.h"

namespace csi {

std::unique_ptr<Domain> MakeReportingDomain();

}  // namespace csi

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORTING_DOMAIN_H_
