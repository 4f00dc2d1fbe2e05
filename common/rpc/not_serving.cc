#include "common/rpc/not_serving.h"

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::rpc {

absl::Status NotServing(const HostReport& report) {
  if (report.phase == Executor::Phase::kHalted) {
    return Refusal(common::v1::ERROR_REASON_PARTITION_HALTED,
                   StrCat("The partition is halted: ", report.halt_reason));
  }
  if (!report.halt_reason.empty()) {
    std::string why = report.halt_reason;
    if (why.ends_with('.')) why.pop_back();
    return Refusal(
        common::v1::ERROR_REASON_NOT_SERVING,
        StrCat("The service cannot use its data or its journal now: ", why,
               ". Repeat the call when it is mended."));
  }
  if (report.rebuilding) {
    return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                   "This copy folds its state anew from the journal. Repeat "
                   "the call in a moment, or at another copy.");
  }
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The service is starting: it still reads its journal. Repeat "
                 "the call in a moment.");
}

}  // namespace csi::rpc
