// Decisions about what keeps the directory honest beside its matrices.
#ifndef CSI_SERVICES_RACI_DOMAIN_COMMANDS_GOVERNANCE_COMMANDS_H_
#define CSI_SERVICES_RACI_DOMAIN_COMMANDS_GOVERNANCE_COMMANDS_H_

#include "common/domain/domain.h"
#include "csi/raci/v1/raci_governance.pb.h"

namespace csi::raci {

// responsibility_tables.cc
absl::Status DecideSetResponsibilityTable(
    const v1::SetResponsibilityTableRequest& request, const Context& context,
    Outcome& outcome);
// rule_settings.cc
absl::Status DecideSetRuleSettings(const v1::SetRuleSettingsRequest& request,
                                   const Context& context, Outcome& outcome);
// coverage.cc
absl::Status DecideSetCoverage(const v1::SetCoverageRequest& request,
                               const Context& context, Outcome& outcome);
// duties.cc
absl::Status DecideCreateDuty(const v1::CreateDutyRequest& request,
                              const Context& context, Outcome& outcome);
absl::Status DecideUpdateDuty(const v1::UpdateDutyRequest& request,
                              const Context& context, Outcome& outcome);
// duty_acts.cc
absl::Status DecideCompleteDuty(const v1::CompleteDutyRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecidePostponeDuty(const v1::PostponeDutyRequest& request,
                                const Context& context, Outcome& outcome);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_COMMANDS_GOVERNANCE_COMMANDS_H_
