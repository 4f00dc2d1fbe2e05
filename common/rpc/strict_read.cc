#include "common/rpc/strict_read.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "common/rpc/forwarder.h"
#include "common/status/status.h"

namespace csi::rpc {

namespace {

// While brokers are away nothing is proved: then it is said, as to other
// queries.
constexpr absl::Duration kProofMax = absl::Seconds(10);

absl::Status NotProved() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "Whether this copy still leads could not be learned. Repeat "
                 "the call in a moment.");
}

// Whoever comes first, the proof or the end of patience, answers.
class Answer {
 public:
  explicit Answer(std::function<void(absl::Status)> then)
      : then_(std::move(then)) {}
  void Give(const absl::Status& status) {
    if (!given_.exchange(true)) then_(status);
  }

 private:
  const std::function<void(absl::Status)> then_;
  std::atomic<bool> given_{false};
};

}  // namespace

void ProveLead(PartitionHost& host, const std::string& tenant,
               absl::Duration deadline,
               std::function<void(absl::Status)> then) {
  auto answer = std::make_shared<Answer>(std::move(then));
  const absl::Duration now = host.clock().Steady();
  Call call;
  call.command.tenant = tenant;
  call.proves_lead = true;
  call.deadline = std::min(deadline, now + kProofMax);
  call.queued_at = now;
  Forwarder::Later(call.deadline - now,
                   [answer] { answer->Give(NotProved()); });
  call.done = [answer](CallResult result) {
    absl::Status proof = std::move(result.status);
    if (ReasonOf(proof) == common::v1::ERROR_REASON_OUTCOME_UNKNOWN) {
      proof = NotProved();
    }
    // The host's thread has better things to do than to answer a query.
    Forwarder::Later(absl::ZeroDuration(),
                     [answer, proof] { answer->Give(proof); });
  };
  host.Submit(std::move(call));
}

}  // namespace csi::rpc
