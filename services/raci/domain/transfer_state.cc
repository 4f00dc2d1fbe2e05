#include "services/raci/domain/transfer_state.h"

#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/raci/domain/dates.h"

namespace csi::raci {

void FillState(const KvReader& rows, std::string_view tenant, absl::Time now,
               v1::Transfer& transfer) {
  const auto matrix = GetRow<v1::Matrix>(
      rows, authority::ResourceKey(authority::kMatrixTag, tenant,
                                   LastPart(transfer.matrix())));
  // One that was retired since was in force before.
  const bool in_force = matrix && matrix->has_deploy_time();
  const bool come = DayOf(transfer.transfer_date()) <=
                    absl::ToCivilDay(now, absl::UTCTimeZone());
  if (!transfer.cancel_reason().empty()) {
    transfer.set_state(v1::Transfer::STATE_CANCELLED);
  } else if (in_force) {
    transfer.set_state(come ? v1::Transfer::STATE_DONE
                            : v1::Transfer::STATE_READY);
  } else {
    transfer.set_state(come ? v1::Transfer::STATE_LATE
                            : v1::Transfer::STATE_ANNOUNCED);
  }
  transfer.set_warning(WarningOf(transfer));
}

std::string WarningOf(const v1::Transfer& transfer) {
  switch (transfer.state()) {
    case v1::Transfer::STATE_ANNOUNCED:
      return StrCat("Its matrix is a draft only. TestMatrix and DeployMatrix ",
                    transfer.matrix(),
                    " before that day, or nobody knows who answers for ",
                    transfer.service(), " after it.");
    case v1::Transfer::STATE_LATE:
      return StrCat(
          "The new provider has begun without a matrix: nobody "
          "knows who answers for ",
          transfer.service(), ". TestMatrix and DeployMatrix ",
          transfer.matrix(), " now.");
    default:
      return "";
  }
}

}  // namespace csi::raci
