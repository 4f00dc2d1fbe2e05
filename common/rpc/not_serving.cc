#include "common/rpc/not_serving.h"

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::rpc {

absl::Status NotServing(const HostReport& report) {
  if (report.phase == Executor::Phase::kHalted) {
    return Refusal(common::v1::ERROR_REASON_PARTITION_HALTED,
                   StrCat("The partition is halted: ", report.halt_reason));
  }
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The service is starting: it still reads its journal. Repeat "
                 "the call in a moment.");
}

}  // namespace csi::rpc
