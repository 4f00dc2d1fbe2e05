#include "common/rpc/forwarder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "grpcpp/alarm.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace csi::rpc {
namespace {

// Copies of one service that a copy keeps connections to.
constexpr size_t kChannelsMax = 16;
constexpr int kReconnectMsMin = 100;
constexpr int kReconnectMsMax = 1000;
// A leader that vanished without a word is noticed after this.
constexpr int kKeepaliveMs = 10000;
constexpr int kKeepaliveTimeoutMs = 3000;

// What the leader is to see of the caller's metadata.
bool PassesOn(const std::string& key) {
  return key.starts_with("csi-") || key == "traceparent" || key == "tracestate";
}

bool LeadMoved(const Forwarder::Target& from, const Forwarder::Target& to) {
  return !to.service.empty() && from.service == to.service &&
         from.address != to.address;
}

}  // namespace

struct Forwarder::Hop {
  Target target;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer reply;
  std::unique_ptr<grpc::GenericStub> stub;
  std::function<void(Forwarder::Answer)> then;
};

bool WasForwarded(const MetadataPairs& metadata) {
  return std::any_of(metadata.begin(), metadata.end(), [](const auto& pair) {
    return pair.first == kForwardedKey;
  });
}

bool NotLed(const absl::Status& status) {
  return ReasonOf(status) == common::v1::ERROR_REASON_NOT_LEADER;
}

std::shared_ptr<grpc::Channel> Forwarder::ChannelTo(
    const std::string& address) {
  std::lock_guard lock(mutex_);
  auto found = channels_.find(address);
  if (found != channels_.end()) return found->second;
  if (channels_.size() >= kChannelsMax) channels_.clear();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMsMin);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectMsMin);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  auto channel = grpc::CreateCustomChannel(
      address, grpc::InsecureChannelCredentials(), arguments);
  channels_[address] = channel;
  return channel;
}

void Forwarder::Forward(const Target& target, const std::string& method,
                        const grpc::ByteBuffer& request,
                        const MetadataPairs& metadata, absl::Duration time_left,
                        std::function<void(Answer)> then) {
  auto hop = std::make_shared<Hop>();
  hop->target = target;
  hop->request = request;
  hop->then = std::move(then);
  hop->stub = std::make_unique<grpc::GenericStub>(ChannelTo(target.address));
  for (const auto& [key, value] : metadata) {
    if (PassesOn(key)) hop->context.AddMetadata(key, value);
  }
  hop->context.AddMetadata(kForwardedKey, "1");
  if (time_left < absl::InfiniteDuration()) {
    hop->context.set_deadline(std::chrono::system_clock::now() +
                              absl::ToChronoMilliseconds(time_left));
  }
  const bool stopped = Begin(hop);
  Hop& open = *hop;
  if (stopped) open.context.TryCancel();
  open.stub->UnaryCall(
      &open.context, method, grpc::StubOptions(), &open.request, &open.reply,
      [this, hop = std::move(hop)](grpc::Status status) {
        {
          std::lock_guard lock(mutex_);
          open_.erase(hop);
        }
        // A buffer is counted: copying it copies no bytes.
        Answer answer{FromGrpc(status), hop->reply, {}};
        for (const auto& [key, value] :
             hop->context.GetServerTrailingMetadata()) {
          answer.trailing.emplace_back(std::string(key.data(), key.size()),
                                       std::string(value.data(), value.size()));
        }
        hop->then(std::move(answer));
      });
}

// Notes it and ends what hangs at a copy that leads no more; whether the
// forwarder is stopped. A cancelled call may answer on this thread: none is
// cancelled under the lock.
bool Forwarder::Begin(const std::shared_ptr<Hop>& hop) {
  std::vector<std::shared_ptr<Hop>> moved;
  bool stopped = false;
  {
    std::lock_guard lock(mutex_);
    stopped = stopped_;
    for (const auto& other : open_) {
      if (LeadMoved(other->target, hop->target)) moved.push_back(other);
    }
    open_.insert(hop);
  }
  for (const auto& other : moved) other->context.TryCancel();
  return stopped;
}

void Forwarder::Stop() {
  std::set<std::shared_ptr<Hop>> open;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    open = open_;
  }
  for (const auto& hop : open) hop->context.TryCancel();
}

void Forwarder::Later(absl::Duration pause, std::function<void()> then) {
  auto alarm = std::make_shared<grpc::Alarm>();
  grpc::Alarm& set = *alarm;
  set.Set(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(pause),
          [alarm = std::move(alarm), then = std::move(then)](bool) mutable {
            // Else the alarm and its callback would keep one another.
            const std::shared_ptr<grpc::Alarm> own = std::move(alarm);
            then();
          });
}

}  // namespace csi::rpc
