// How good the figures of an indicator are: gaps, late and corrected points,
// small numbers, how far behind. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_QUALITY_H_
#define CSI_SERVICES_REPORTING_DOMAIN_QUALITY_H_

#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting.pb.h"

namespace csi::reporting {

// `indicator` as ReadIndicator gives it. An unset end of the window means from
// the first period, or to the last whole period before `now`. At most
// kQualityPeriodsMax periods are walked, the newest ones.
v1::DataQuality QualityOf(const KvReader& state, std::string_view tenant,
                          const v1::Indicator& indicator,
                          std::string_view series,
                          const csi::common::v1::Interval& window,
                          absl::Time now);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_QUALITY_H_
