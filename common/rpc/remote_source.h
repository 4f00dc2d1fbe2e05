// A peer's public events, read through its WatchEvents stream and kept in a
// bounded buffer. While the peer is away Read gives nothing, the view grows
// old, and what needs it is refused. Thread-safe.
#ifndef CSI_COMMON_RPC_REMOTE_SOURCE_H_
#define CSI_COMMON_RPC_REMOTE_SOURCE_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/runtime/event_source.h"
#include "csi/common/v1/event_service.pb.h"

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace csi::rpc {

// Puts the events of responses together to whole records: a record is complete
// with the event marked `last`. Not thread-safe.
class RecordAssembler {
 public:
  // Takes one response; complete records are appended to `records`, and
  // `next_offset` moves behind the last complete one or the position given.
  void Take(const common::v1::WatchEventsResponse& response,
            std::vector<ForeignRecord>& records, uint64_t& next_offset);

 private:
  EventList::Events open_;
};

class RemoteSource : public EventSource {
 public:
  RemoteSource(std::string service, std::string address);
  ~RemoteSource() override;

  uint64_t end() const override { return end_; }
  bool Read(uint64_t from, size_t events_max, ForeignBatch& batch) override;
  void OnProgress(std::function<void()> notify) override;
  // Ends the stream and its thread. Idempotent.
  void Stop();

 private:
  void Run();
  void ReadStream(uint64_t from);
  void Take(const common::v1::WatchEventsResponse& response);
  void Notify();

  const std::string service_;
  const std::string address_;
  std::atomic<uint64_t> end_{0};
  std::shared_ptr<grpc::Channel> channel_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool connected_ = false;
  bool at_end_ = false;
  std::chrono::steady_clock::time_point heard_at_;
  std::string journal_id_;
  std::deque<ForeignRecord> records_;
  size_t buffered_events_ = 0;
  uint64_t begin_ = 0;  // offset of the first buffered record or below
  uint64_t next_ = 0;   // behind the last buffered record
  std::optional<uint64_t> restart_at_;
  grpc::ClientContext* context_ = nullptr;
  RecordAssembler assembler_;
  std::vector<std::function<void()>> listeners_;
  std::thread thread_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_REMOTE_SOURCE_H_
