#include "common/rpc/remote_source.h"

#include <chrono>

#include "absl/strings/escaping.h"
#include "common/base/limits.h"
#include "common/base/mutants.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/telemetry/log.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/sync_stream.h"

namespace csi::rpc {
namespace {

using common::v1::CloudEvent;
using common::v1::WatchEventsRequest;
using common::v1::WatchEventsResponse;

constexpr char kMethod[] = "/csi.common.v1.EventService/WatchEvents";
constexpr auto kRetryEvery = std::chrono::milliseconds(200);
// gRPC alone would wait up to two minutes before it looks for a lost peer.
constexpr int kReconnectMsMax = 1000;
constexpr int kKeepaliveMs = 10000;
constexpr int kKeepaliveTimeoutMs = 5000;
// The peer says at least once a second where its journal ends. One that is
// silent for longer is not known to be at its end.
constexpr auto kSilenceMax = std::chrono::seconds(3);

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace

void RecordAssembler::Take(const WatchEventsResponse& response,
                           std::vector<ForeignRecord>& records,
                           uint64_t& next_offset) {
  for (const CloudEvent& event : response.events()) {
    const uint64_t offset = event.position().offset();
    open_.push_back(event);
    if (event.position().last() || mutants::kLastIgnored) {
      // Of the first event: only a mutant sees two records here.
      records.push_back({open_.front().position().offset(), open_});
      open_.clear();
      next_offset = offset + 1;
    }
  }
  // Records without public events move the position too.
  if (response.has_position() && response.position().last() && open_.empty()) {
    next_offset = std::max(next_offset, response.position().offset() + 1);
  }
}

RemoteSource::RemoteSource(std::string service, std::string address)
    : service_(std::move(service)),
      address_(std::move(address)),
      channel_(ChannelTo(address_)) {
  thread_ = std::thread([this] { Run(); });
}

RemoteSource::~RemoteSource() { Stop(); }

void RemoteSource::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RemoteSource::OnProgress(std::function<void()> notify) {
  std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(notify));
}

void RemoteSource::Notify() {
  std::vector<std::function<void()>> listeners;
  {
    std::lock_guard lock(mutex_);
    listeners = listeners_;
  }
  for (const auto& notify : listeners) notify();
}

void RemoteSource::Run() {
  bool reported = false;
  while (true) {
    uint64_t from = 0;
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return;
      if (restart_at_) {
        next_ = begin_ = *restart_at_;
        restart_at_.reset();
        records_.clear();
        buffered_events_ = 0;
      }
      from = next_;
      assembler_ = RecordAssembler();
    }
    ReadStream(from);
    std::unique_lock lock(mutex_);
    if (connected_ || !reported) {
      Log(Severity::kWarning, "peer is away; its view grows old",
          {{"peer", service_}, {"address", address_}});
      reported = true;
    }
    connected_ = at_end_ = false;
    changed_.wait_for(lock, kRetryEvery,
                      [this] { return stopping_ || restart_at_; });
    if (stopping_) return;
  }
}

void RemoteSource::ReadStream(uint64_t from) {
  grpc::ClientContext context;
  WatchEventsRequest request;
  request.set_service(service_);
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    context_ = &context;
    if (from > 0) {
      request.mutable_after()->set_journal_id(Hex(journal_id_));
      request.mutable_after()->set_offset(from - 1);
      request.mutable_after()->set_last(true);
    }
  }
  const grpc::internal::RpcMethod method(
      kMethod, grpc::internal::RpcMethod::SERVER_STREAMING, channel_);
  std::unique_ptr<grpc::ClientReader<WatchEventsResponse>> reader(
      grpc::internal::ClientReaderFactory<WatchEventsResponse>::Create(
          channel_.get(), method, &context, request));
  WatchEventsResponse response;
  while (reader->Read(&response)) {
    Take(response);
    Notify();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
      return stopping_ || restart_at_ ||
             buffered_events_ < 2 * limits::kViewQueueEventsMax;
    });
    if (stopping_ || restart_at_) context.TryCancel();
  }
  reader->Finish();
  std::lock_guard lock(mutex_);
  context_ = nullptr;
}

void RemoteSource::Take(const WatchEventsResponse& response) {
  std::lock_guard lock(mutex_);
  connected_ = true;
  heard_at_ = std::chrono::steady_clock::now();
  std::vector<ForeignRecord> complete;
  assembler_.Take(response, complete, next_);
  for (ForeignRecord& record : complete) {
    buffered_events_ += record.events.size();
    records_.push_back(std::move(record));
  }
  if (response.has_position()) {
    journal_id_ = absl::HexStringToBytes(response.position().journal_id());
  }
  end_ = next_;
  at_end_ = next_ >= response.end_offset();
}

bool RemoteSource::Read(uint64_t from, size_t events_max, ForeignBatch& batch) {
  std::lock_guard lock(mutex_);
  if (from < begin_ || from > next_) {
    // The host wants what is not buffered: the stream starts again there.
    restart_at_ = from;
    if (context_ != nullptr) context_->TryCancel();
    changed_.notify_all();
    return false;
  }
  while (!records_.empty() && records_.front().offset < from) {
    buffered_events_ -= records_.front().events.size();
    records_.pop_front();
  }
  begin_ = from;
  batch.journal_id = journal_id_;
  batch.next_offset = from;
  size_t events = 0;
  size_t taken = 0;
  while (taken < records_.size() && events < events_max) {
    events += records_[taken].events.size();
    batch.records.push_back(records_[taken]);
    batch.next_offset = records_[taken].offset + 1;
    ++taken;
  }
  if (taken == records_.size()) batch.next_offset = next_;
  const bool heard = std::chrono::steady_clock::now() - heard_at_ < kSilenceMax;
  batch.at_end = connected_ && heard && at_end_ && batch.next_offset == next_;
  changed_.notify_all();
  return connected_ && !journal_id_.empty();
}

}  // namespace csi::rpc
