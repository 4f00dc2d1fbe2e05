#include "common/rpc/event_service.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/escaping.h"
#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/publisher/event_json.h"
#include "common/rpc/raw_call.h"
#include "common/rpc/request_validator.h"
#include "common/rpc/status_convert.h"
#include "common/rpc/watched_partition.h"
#include "common/status/status.h"
#include "csi/common/v1/event_service.pb.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/server_callback.h"

namespace csi::rpc {
namespace {

using common::v1::CloudEvent;
using common::v1::WatchEventsRequest;
using common::v1::WatchEventsResponse;

constexpr auto kTickEvery = std::chrono::seconds(1);
// Also bounds what a notification lost to a race costs.
constexpr auto kWakeEvery = std::chrono::milliseconds(50);
constexpr absl::Duration kSlowReaderMax = absl::Seconds(30);
// A reader that takes nothing at all is cut off without a word after this.
constexpr absl::Duration kDeadReaderMax = absl::Seconds(60);
constexpr char kMethod[] = "/csi.common.v1.EventService/WatchEvents";

absl::Status OutOfRange(std::string_view what) {
  return Refusal(common::v1::ERROR_REASON_POSITION_OUT_OF_RANGE,
                 StrCat("after: ", what,
                        " Read from the beginning to build your view anew."),
                 {{"field", "after"}});
}

absl::Status Damaged(PartitionHost& host) {
  return Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
                 StrCat("Events could not be read: ", host.store().damage(),
                        ". The operator restores a backup."));
}

}  // namespace

class EventService::Stream : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  Stream(EventService& service, PartitionHost* host, WatchEventsRequest request,
         absl::Status refused, grpc::CallbackServerContext* context)
      : service_(service),
        host_(host),
        request_(std::move(request)),
        context_(context) {
    if (refused.ok()) refused = Position();
    if (!refused.ok()) {
      finished_ = true;
      Finish(ToGrpc(refused));
      return;
    }
    service_.Add(this);
    Pump(false);
  }

  // Sends what there is, unless a write is out.
  void Pump(bool tick) {
    std::unique_lock lock(mutex_);
    if (finished_) return;
    if (writing_) {
      if (tick) WatchReader();
      return;
    }
    WatchEventsResponse response;
    const bool more = Collect(response);
    if (response.events_size() == 0 && !more) {
      const bool at_end = request_.stop_at_end() && next_ >= host_->end();
      if (at_end || host_->store().damaged()) {
        finished_ = true;
        lock.unlock();
        Finish(at_end ? grpc::Status::OK : ToGrpc(Damaged(*host_)));
        return;
      }
      if (!tick && confirmed_) return;
    }
    confirmed_ = true;
    writing_ = true;
    wrote_at_ = host_->clock().Steady();
    response.set_end_offset(host_->end());
    if (next_ > 0) {
      response.mutable_position()->set_journal_id(Hex(host_->journal_id()));
      response.mutable_position()->set_offset(next_ - 1);
      response.mutable_position()->set_last(true);
    }
    buffer_ = BufferOf(response.SerializeAsString());
    lock.unlock();
    StartWrite(&buffer_);
  }

  void End(const absl::Status& status) {
    std::unique_lock lock(mutex_);
    if (finished_) return;
    ended_ = status;
    if (writing_) return;
    finished_ = true;
    lock.unlock();
    Finish(ToGrpc(status));
  }

  void OnWriteDone(bool ok) override {
    std::unique_lock lock(mutex_);
    writing_ = false;
    if (!ok && ended_.ok()) ended_ = absl::CancelledError("the reader left");
    WatchReader();
    if (!ended_.ok()) {
      finished_ = true;
      const grpc::Status status = ToGrpc(ended_);
      lock.unlock();
      Finish(status);
      return;
    }
    lock.unlock();
    Pump(false);
  }

  void OnCancel() override { End(absl::CancelledError("the reader left")); }
  void OnDone() override {
    service_.Remove(this);
    delete this;
  }

 private:
  // REQUIRES: mutex_ held, a write is out or just done.
  void WatchReader() {
    const absl::Duration since = host_->clock().Steady() - wrote_at_;
    if (since > kSlowReaderMax && ended_.ok()) {
      ended_ = Refusal(common::v1::ERROR_REASON_SLOW_READER,
                       "This stream did not take an answer in time. Resume "
                       "after the last position that you received.");
    }
    if (writing_ && since > kDeadReaderMax) context_->TryCancel();
  }

  absl::Status Position() {
    if (!request_.has_after()) return absl::OkStatus();
    const auto& after = request_.after();
    if (after.journal_id() != Hex(host_->journal_id())) {
      return OutOfRange("this position belongs to another journal.");
    }
    if (after.offset() >= std::max<uint64_t>(host_->end(), 1)) {
      return OutOfRange("this position lies behind the end of the journal.");
    }
    // Inside a record, the rest of the record is still owed.
    next_ = after.last() ? after.offset() + 1 : after.offset();
    skip_index_ = after.last() ? 0 : after.index() + 1;
    return absl::OkStatus();
  }

  // REQUIRES: mutex_ held. True when more can be read at once.
  bool Collect(WatchEventsResponse& response) {
    ForeignBatch batch;
    if (!host_->Read(next_, limits::kWatchBatchEventsMax, batch)) return false;
    for (const ForeignRecord& record : batch.records) {
      for (const CloudEvent& event : record.events) {
        const bool owed =
            record.offset != next_ || event.position().index() >= skip_index_;
        if (owed && Wanted(event)) Append(event, response);
      }
    }
    if (batch.next_offset > next_) skip_index_ = 0;
    next_ = batch.next_offset;
    return !batch.at_end;
  }

  bool Wanted(const CloudEvent& event) const {
    if (!request_.parent().empty() &&
        request_.parent() != StrCat("tenants/", event.tenant())) {
      return false;
    }
    const auto& types = request_.types();
    return types.empty() ||
           std::find(types.begin(), types.end(), event.type()) != types.end();
  }

  void Append(const CloudEvent& event, WatchEventsResponse& response) {
    CloudEvent& added = *response.add_events();
    added = event;
    if (request_.json()) added.set_data_json(DataAsJson(event));
  }

  EventService& service_;
  PartitionHost* const host_;
  const WatchEventsRequest request_;
  grpc::CallbackServerContext* const context_;
  std::mutex mutex_;
  uint64_t next_ = 0;
  uint32_t skip_index_ = 0;
  bool writing_ = false;
  bool finished_ = false;
  bool confirmed_ = false;
  absl::Duration wrote_at_;
  absl::Status ended_;
  grpc::ByteBuffer buffer_;
};

EventService::EventService(HostsByService hosts) : hosts_(std::move(hosts)) {
  using Handler =
      grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer,
                                                     grpc::ByteBuffer>;
  AddMethod(new grpc::internal::RpcServiceMethod(
      kMethod, grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
  MarkMethodRawCallback(
      0, new Handler([this](grpc::CallbackServerContext* context,
                            const grpc::ByteBuffer* buffer) {
        WatchEventsRequest request;
        absl::Status status = ParseBuffer(*buffer, request);
        if (status.ok()) status = ValidateRequest(request);
        PartitionHost* host = nullptr;
        if (status.ok()) {
          auto found = PartitionToWatch(hosts_, request);
          status = found.status();
          if (found.ok()) host = *found;
        }
        return new Stream(*this, host, std::move(request), status, context);
      }));
  for (const auto& [name, partitions] : hosts_) {
    for (PartitionHost* host : partitions) {
      // Called on the host's own thread, which has better things to do.
      host->OnProgress([this] {
        progressed_ = true;
        progress_changed_.notify_one();
      });
    }
  }
  ticker_ = std::thread([this] { Tick(); });
}

EventService::~EventService() {
  Shutdown();
  if (ticker_.joinable()) ticker_.join();
}

void EventService::Add(Stream* stream) {
  std::lock_guard lock(mutex_);
  streams_.insert(stream);
}

void EventService::Remove(Stream* stream) {
  std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

void EventService::NotifyAll(bool tick) {
  // Streams end on gRPC's threads, which take the mutex in Remove: while it is
  // held here none of them can go away.
  std::lock_guard lock(mutex_);
  for (Stream* stream : streams_) stream->Pump(tick);
}

void EventService::Tick() {
  auto last_tick = std::chrono::steady_clock::now();
  while (true) {
    {
      std::unique_lock lock(progress_mutex_);
      progress_changed_.wait_for(lock, kWakeEvery, [this] {
        return progressed_.load() || stopping_.load();
      });
    }
    if (stopping_) return;
    const bool progressed = progressed_.exchange(false);
    const auto now = std::chrono::steady_clock::now();
    const bool tick = now - last_tick >= kTickEvery;
    if (tick) last_tick = now;
    if (progressed || tick) NotifyAll(tick);
  }
}

void EventService::Shutdown() {
  stopping_ = true;
  progress_changed_.notify_one();
  std::lock_guard lock(mutex_);
  for (Stream* stream : streams_) {
    stream->End(Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                        "The service is stopping. Resume after the last "
                        "position that you received."));
  }
}

}  // namespace csi::rpc
