// A peer's public events, read from its events topic and kept in a bounded
// buffer. While brokers or publisher are away nothing new comes, the view grows
// old, and what needs it is refused. Thread-safe.
#ifndef CSI_COMMON_EVENT_TOPICS_TOPIC_EVENT_SOURCE_H_
#define CSI_COMMON_EVENT_TOPICS_TOPIC_EVENT_SOURCE_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/event_topics/event_assembler.h"
#include "common/event_topics/freshness.h"
#include "common/kafka/partition_reader.h"
#include "common/kafka/settings.h"
#include "common/runtime/event_source.h"

namespace csi {

class TopicEventSource : public EventSource {
 public:
  // `partitions` of the topic: with another count the tenants of a partition
  // would not be those of the reader's, so nothing is read.
  TopicEventSource(kafka::ClusterOptions cluster, std::string topic,
                   int32_t partition, int32_t partitions);
  ~TopicEventSource() override;

  uint64_t end() const override { return end_; }
  bool Read(uint64_t from, size_t events_max, ForeignBatch& batch) override;
  void OnProgress(std::function<void()> notify) override;
  // Why nothing comes just now, empty when all is well.
  std::string trouble() const;

 private:
  void Run();
  // Reads from a place at or before journal offset `from` until told otherwise.
  absl::Status Follow(uint64_t from);
  // A topic offset at or before the first event of journal offset `from`.
  absl::StatusOr<uint64_t> Search(kafka::PartitionReader& reader,
                                  const kafka::OffsetRange& range,
                                  uint64_t from, uint64_t margin);
  // What was read, for Read to hand out.
  void Keep(const EventAssembler& assembler,
            const std::vector<kafka::ReadMessage>& messages,
            std::vector<ForeignRecord> complete, bool live, bool at_end);
  // FAILED_PRECONDITION with another count of partitions.
  absl::Status CheckCount(const kafka::PartitionReader& reader) const;
  // DATA_LOSS where the topic begins behind what is wanted.
  absl::Status CheckHead(const EventAssembler& assembler,
                         const kafka::OffsetRange& range, uint64_t start,
                         uint64_t from) const;
  bool Interrupted();
  void Notify();

  const kafka::ClusterOptions cluster_;
  const std::string topic_;
  const int32_t partition_;
  const int32_t partitions_;
  std::atomic<uint64_t> end_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::optional<uint64_t> restart_at_;
  bool at_end_ = false;  // of the topic, as its broker said last
  Freshness freshness_;
  std::string journal_id_;  // 16 bytes
  std::deque<ForeignRecord> records_;
  size_t buffered_events_ = 0;
  uint64_t begin_ = 0;  // journal offset from which on the buffer is whole
  uint64_t next_ = 0;   // behind it
  std::string trouble_;
  std::vector<std::function<void()>> listeners_;
  std::thread thread_;
};

}  // namespace csi

#endif  // CSI_COMMON_EVENT_TOPICS_TOPIC_EVENT_SOURCE_H_
