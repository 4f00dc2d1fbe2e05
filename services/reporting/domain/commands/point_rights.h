// Checks that the verbs about points share.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_POINT_RIGHTS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_POINT_RIGHTS_H_

#include <string_view>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/limits.h"

namespace csi::reporting {

// 1 to kPointsPerCallMax.
absl::Status CheckPointCount(std::string_view field, int count);

// Points belong to whoever is responsible for step 3 or 4 in the indicator's
// scope.
absl::Status AuthorizePoints(const Context& context,
                             const v1::Indicator& indicator);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_POINT_RIGHTS_H_
