// The trend questions about one indicator: which way, how sure, what it means,
// how predictable. Each answer names its method and its n. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_ANALYSIS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_ANALYSIS_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "services/reporting/points/point_block.h"

namespace csi::reporting {

// Looks at the points of `asked` (indicator, dimensions, window, preset) and
// fills in the answers. RULE_VIOLATED when there are no points.
absl::StatusOr<v1::Analysis> Analyze(const KvReader& state,
                                     std::string_view tenant,
                                     const v1::Indicator& indicator,
                                     const v1::Analysis& asked);

// The answers from figures alone; `target` may be null.
void FillAnswers(const v1::Indicator& indicator, const v1::Target* target,
                 v1::Analysis& analysis);

// The newest target of an indicator, by the time of its last change.
std::optional<v1::Target> TargetOf(const KvReader& state,
                                   std::string_view tenant,
                                   std::string_view indicator,
                                   std::string_view opportunity);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_ANALYSIS_H_
