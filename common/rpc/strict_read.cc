#include "common/rpc/strict_read.h"

#include <utility>

#include "common/rpc/forwarder.h"
#include "common/status/status.h"

namespace csi::rpc {

void ProveLead(PartitionHost& host, const std::string& tenant,
               absl::Duration deadline,
               std::function<void(absl::Status)> then) {
  Call call;
  call.command.tenant = tenant;
  call.proves_lead = true;
  call.deadline = deadline;
  call.queued_at = host.clock().Steady();
  call.done = [then = std::move(then)](CallResult result) {
    absl::Status proof = std::move(result.status);
    if (ReasonOf(proof) == common::v1::ERROR_REASON_OUTCOME_UNKNOWN) {
      proof = Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                      "Whether this copy still leads could not be learned. "
                      "Repeat the call in a moment.");
    }
    // The host's thread has better things to do than to answer a query.
    Forwarder::Later(absl::ZeroDuration(), [then, proof] { then(proof); });
  };
  host.Submit(std::move(call));
}

}  // namespace csi::rpc
