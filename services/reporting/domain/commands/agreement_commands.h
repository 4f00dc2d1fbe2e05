// Decisions about agreements, service trees and outages; they follow the order
// of checks of commands.h. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_AGREEMENT_COMMANDS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_AGREEMENT_COMMANDS_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_agreement_calls.pb.h"

namespace csi::reporting {

absl::Status DecideSetAgreement(const v1::SetAgreementRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideSetServiceNode(const v1::SetServiceNodeRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideRecordOutage(const v1::RecordOutageRequest& request,
                                const Context& context, Outcome& outcome);
absl::Status DecideCorrectOutage(const v1::CorrectOutageRequest& request,
                                 const Context& context, Outcome& outcome);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_AGREEMENT_COMMANDS_H_
