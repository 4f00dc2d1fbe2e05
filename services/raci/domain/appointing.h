// Who may appoint and who may end an assignment.
#ifndef CSI_SERVICES_RACI_DOMAIN_APPOINTING_H_
#define CSI_SERVICES_RACI_DOMAIN_APPOINTING_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/domain/domain.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

// The actor's right to fill the role of `assignment`: an appointment right
// held in its scope; ACTING by the line of accountability while it is vacant;
// or bootstrap. `what` completes "X may not ...".
absl::StatusOr<common::v1::AuthorityGrant> RequireAppointmentRight(
    const Context& context, const v1::Assignment& assignment,
    std::string_view what);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_APPOINTING_H_
