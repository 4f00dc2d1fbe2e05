// Counts of answered calls by method and reason, for metrics; and the log line
// of calls that failed for reasons of the server's own. Thread-safe.
#ifndef CSI_COMMON_RPC_CALL_COUNTERS_H_
#define CSI_COMMON_RPC_CALL_COUNTERS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace csi::rpc {

struct CallKey {
  std::string method;
  std::string reason;  // OK, or the reason of the refusal
};

// What is known of an answered call.
struct AnsweredCall {
  std::string method;
  std::string tenant;
  std::string actor;
  std::string request_id;
  std::string traceparent;
  absl::Duration duration;
};

void CountCall(const AnsweredCall& call, const absl::Status& status);
std::vector<std::pair<CallKey, uint64_t>> CallCounts();

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_CALL_COUNTERS_H_
