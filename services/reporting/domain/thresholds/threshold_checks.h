// The rules of a threshold's definition. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_THRESHOLD_CHECKS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_THRESHOLD_CHECKS_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_thresholds.pb.h"

namespace csi::reporting {

// Fields that a rule needs or may not have, limits in order, counts, people.
// FIELD_INVALID naming the field.
absl::Status CheckThreshold(const Context& context,
                            const v1::Indicator& indicator,
                            const v1::Threshold& threshold);

// Takes centre and sigma from the baseline that the threshold names. Refuses
// one that is not frozen, is of another indicator or breakdown, or has no
// limits.
absl::Status FillProcess(const Context& context, v1::Threshold& threshold);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_THRESHOLD_CHECKS_H_
