// Decisions about functions, parties and services that change their provider.
#ifndef CSI_SERVICES_RACI_DOMAIN_COMMANDS_PARTY_COMMANDS_H_
#define CSI_SERVICES_RACI_DOMAIN_COMMANDS_PARTY_COMMANDS_H_

#include "common/domain/domain.h"
#include "csi/raci/v1/raci_parties.pb.h"

namespace csi::raci {

// parties.cc
absl::Status DecideCreateOrganisationalFunction(
    const v1::CreateOrganisationalFunctionRequest& request,
    const Context& context, Outcome& outcome);
absl::Status DecideUpdateOrganisationalFunction(
    const v1::UpdateOrganisationalFunctionRequest& request,
    const Context& context, Outcome& outcome);
absl::Status DecideCreateParty(const v1::CreatePartyRequest& request,
                               const Context& context, Outcome& outcome);
absl::Status DecideUpdateParty(const v1::UpdatePartyRequest& request,
                               const Context& context, Outcome& outcome);
// transfers.cc
absl::Status DecideAnnounceTransfer(const v1::AnnounceTransferRequest& request,
                                    const Context& context, Outcome& outcome);
absl::Status DecideCancelTransfer(const v1::CancelTransferRequest& request,
                                  const Context& context, Outcome& outcome);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_COMMANDS_PARTY_COMMANDS_H_
