// Reads one topic partition by explicit offset: no group, no stored positions.
// Records come dense from the offset asked for or not at all.
//
// One thread reads; the readable callback comes from the library's threads.
#ifndef CSI_COMMON_KAFKA_PARTITION_READER_H_
#define CSI_COMMON_KAFKA_PARTITION_READER_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kafka/client.h"
#include "common/kafka/settings.h"

struct rd_kafka_queue_s;
struct rd_kafka_message_s;

namespace csi::kafka {

// Offsets [low, high) are in the topic.
struct OffsetRange {
  uint64_t low = 0;
  uint64_t high = 0;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct ReadMessage {
  uint64_t offset = 0;
  std::string key;
  std::string value;
  Headers headers;
  int64_t timestamp_ms = 0;  // the writer's clock, 0 when not known
};

class PartitionReader {
 public:
  // `readable` is called whenever Read may find more; it must not block.
  static absl::StatusOr<std::unique_ptr<PartitionReader>> Open(
      const ClusterOptions& cluster, const std::string& topic,
      int32_t partition, std::function<void()> readable = nullptr);
  ~PartitionReader();

  // Of the topic.
  absl::StatusOr<int32_t> Partitions(absl::Duration timeout) const;

  // The end as the broker told it with the last answer; 0 before the first.
  uint64_t KnownEnd() const;

  // By asking the partition's leader. NOT_FOUND when the topic is missing,
  // UNAVAILABLE when nobody answers in time.
  absl::StatusOr<OffsetRange> Range(absl::Duration timeout);

  // Records [from, to), as many as are there, up to about `bytes_max`; waits
  // at most `timeout` for the first one. Empty: none came in that time.
  // OUT_OF_RANGE: `from` is not in the topic and is not its end: it was cut or
  // replaced. DATA_LOSS: a hole. UNAVAILABLE: brokers or topic are away.
  absl::StatusOr<std::vector<std::string>> Read(uint64_t from, uint64_t to,
                                                absl::Duration timeout,
                                                size_t bytes_max);

  // The same with keys and headers.
  absl::StatusOr<std::vector<ReadMessage>> ReadMessages(uint64_t from,
                                                        uint64_t to,
                                                        absl::Duration timeout,
                                                        size_t bytes_max);

  // Holes are passed over from now on: the topic is not a journal. Places are
  // then those of the messages.
  void AllowHoles() { holes_allowed_ = true; }
  // How long ago the broker said that nothing stands behind what was read
  // last; nothing when it has not, or when more has come since.
  std::optional<absl::Duration> SinceEnd() const;

  // The next Read asks the brokers anew, whatever was fetched before.
  void Forget();

 private:
  struct MessageDeleter {
    void operator()(rd_kafka_message_s* message) const;
  };
  using Message = std::unique_ptr<rd_kafka_message_s, MessageDeleter>;

  PartitionReader(std::string topic_name, int32_t partition,
                  std::function<void()> readable)
      : topic_name_(std::move(topic_name)),
        partition_(partition),
        readable_(std::move(readable)) {}
  // Hands messages [from, to) to `take`, as Read does.
  absl::Status Take(uint64_t from, uint64_t to, absl::Duration timeout,
                    size_t bytes_max,
                    const std::function<void(const rd_kafka_message_s&)>& take);
  // Offset of the first record or of the end, from a logical offset on.
  absl::StatusOr<uint64_t> FirstOffset(int64_t logical, absl::Duration timeout,
                                       bool* at_end);
  absl::Status StartAt(uint64_t offset);
  // Looks whether what was taken last is all that the brokers told of.
  void CompareWithEnd();
  void StopReading();
  void Receive(absl::Duration timeout);
  absl::Status Trouble(const rd_kafka_message_s& message) const;

  const std::string topic_name_;
  const int32_t partition_;
  const std::function<void()> readable_;
  std::unique_ptr<Client> client_;
  TopicHandle topic_;
  rd_kafka_queue_s* queue_ = nullptr;  // open while the library fetches
  uint64_t position_ = 0;              // of the next record taken
  bool holes_allowed_ = false;
  // Where the broker said that the end is, and when.
  uint64_t end_ = 0;
  std::optional<std::chrono::steady_clock::time_point> end_told_at_;
  std::deque<Message> fetched_;
};

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_PARTITION_READER_H_
