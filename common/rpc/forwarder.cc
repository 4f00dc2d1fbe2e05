#include "common/rpc/forwarder.h"

#include <algorithm>
#include <utility>

#include "common/rpc/status_convert.h"
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

}  // namespace

struct Forwarder::Hop {
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

void Forwarder::Forward(const std::string& address, const std::string& method,
                        const grpc::ByteBuffer& request,
                        const MetadataPairs& metadata, absl::Duration time_left,
                        std::function<void(Answer)> then) {
  auto hop = std::make_shared<Hop>();
  hop->request = request;
  hop->then = std::move(then);
  hop->stub = std::make_unique<grpc::GenericStub>(ChannelTo(address));
  for (const auto& [key, value] : metadata) {
    if (PassesOn(key)) hop->context.AddMetadata(key, value);
  }
  hop->context.AddMetadata(kForwardedKey, "1");
  if (time_left < absl::InfiniteDuration()) {
    hop->context.set_deadline(std::chrono::system_clock::now() +
                              absl::ToChronoMilliseconds(time_left));
  }
  Hop& open = *hop;
  {
    std::lock_guard lock(mutex_);
    open_.insert(&open);
    if (stopped_) open.context.TryCancel();
  }
  open.stub->UnaryCall(
      &open.context, method, grpc::StubOptions(), &open.request, &open.reply,
      [this, hop = std::move(hop)](grpc::Status status) {
        {
          std::lock_guard lock(mutex_);
          open_.erase(hop.get());
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

void Forwarder::Stop() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  for (Hop* hop : open_) hop->context.TryCancel();
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
