// Reads that must not be old: a copy answers only after it has proved that it
// still led when it was asked, by an append of its own that counts. Reads that
// come together share one, and a write that is under way does as well.
#ifndef CSI_COMMON_RPC_STRICT_READ_H_
#define CSI_COMMON_RPC_STRICT_READ_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/runtime/partition_host.h"

namespace csi::rpc {

// Calls `then` once, from any thread: OK when the host's rows now hold all that
// was acknowledged before this call, by whichever copy; else UNAVAILABLE, or
// what the engine refuses every call with. `deadline` is on the steady clock.
void ProveLead(PartitionHost& host, const std::string& tenant,
               absl::Duration deadline, std::function<void(absl::Status)> then);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_STRICT_READ_H_
