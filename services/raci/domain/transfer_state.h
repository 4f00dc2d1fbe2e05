// Where a transfer of a service stands: what follows from its day and from its
// matrix is not stored. Pure functions of the rows, thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_TRANSFER_STATE_H_
#define CSI_SERVICES_RACI_DOMAIN_TRANSFER_STATE_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci_parties.pb.h"

namespace csi::raci {

// Sets state and warning.
void FillState(const KvReader& rows, std::string_view tenant, absl::Time now,
               v1::Transfer& transfer);

// What is to be done in the state that is set; empty where nothing is.
std::string WarningOf(const v1::Transfer& transfer);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_TRANSFER_STATE_H_
