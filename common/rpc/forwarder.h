// Passes a call on to the copy that leads the partition: one hop, with the
// caller's metadata and deadline. Thread-safe.
#ifndef CSI_COMMON_RPC_FORWARDER_H_
#define CSI_COMMON_RPC_FORWARDER_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/call_info.h"
#include "grpcpp/support/byte_buffer.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace csi::rpc {

// Metadata of a call that has made its hop.
inline constexpr char kForwardedKey[] = "csi-forwarded";
bool WasForwarded(const MetadataPairs& metadata);
// Refused by a copy that does not lead, before it was looked at.
bool NotLed(const absl::Status& status);

class Forwarder {
 public:
  struct Target {
    std::string service;  // whose lead it has; empty: whoever it is
    std::string address;
  };
  struct Answer {
    absl::Status status;
    grpc::ByteBuffer reply;
    MetadataPairs trailing;
  };

  // `own_address` as the claims of this copy name it.
  explicit Forwarder(std::string own_address)
      : own_address_(std::move(own_address)) {}

  // Calls `then` from any thread, exactly once. `method` is "/service/name".
  // Hops of the same service to other addresses end with CANCELLED: those
  // copies do not lead it any more.
  void Forward(const Target& target, const std::string& method,
               const grpc::ByteBuffer& request, const MetadataPairs& metadata,
               absl::Duration time_left, std::function<void(Answer)> then);
  // Whether a call can be sent there.
  bool IsElsewhere(const std::string& address) const {
    return !address.empty() && address != own_address_;
  }
  // Ends all that is on its way, with CANCELLED; nothing is tried again.
  void Stop();
  bool stopped() const { return stopped_; }
  // Calls `then` after a while, from any thread.
  static void Later(absl::Duration pause, std::function<void()> then);

 private:
  struct Hop;
  bool Begin(const std::shared_ptr<Hop>& hop);
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

  const std::string own_address_;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::set<std::shared_ptr<Hop>> open_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_FORWARDER_H_
