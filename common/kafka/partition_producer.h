// The writer of one topic partition: one record in flight, the outcome of each
// told apart as far as it can be known.
//
// After anything but kWritten the producer is spent: whoever owns it makes a
// new one, because the library may still deliver what it was given. One thread.
#ifndef CSI_COMMON_KAFKA_PARTITION_PRODUCER_H_
#define CSI_COMMON_KAFKA_PARTITION_PRODUCER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/kafka/client.h"
#include "common/kafka/settings.h"

struct rd_kafka_message_s;

namespace csi::kafka {

enum class WriteOutcome {
  kWritten,     // acknowledged by all in-sync replicas, at `offset`
  kNotWritten,  // surely not in the topic
  kUnknown,     // may be there now or later
};

struct WriteResult {
  WriteOutcome outcome = WriteOutcome::kUnknown;
  uint64_t offset = 0;
  std::string why;  // a sentence unless kWritten
};

class PartitionProducer {
 public:
  static absl::StatusOr<std::unique_ptr<PartitionProducer>> Open(
      const ClusterOptions& cluster, const std::string& topic,
      int32_t partition);

  // Learns the partition's leader, so that the first record is not kept
  // waiting. NOT_FOUND when the topic or the partition is missing, UNAVAILABLE
  // when no broker answers in time.
  absl::Status Prepare(absl::Duration timeout);

  // Waits for the outcome, at most about the append time-out, and no longer
  // once `interrupted` is set.
  WriteResult Write(std::string_view record,
                    const std::atomic<bool>* interrupted = nullptr);

  bool spent() const { return spent_; }

 private:
  PartitionProducer(const ClusterOptions& cluster, int32_t partition)
      : wait_max_(cluster.append_timeout + absl::Seconds(1)),
        partition_(partition) {}
  static void OnDelivered(rd_kafka_s* handle, const rd_kafka_message_s* message,
                          void* opaque);

  const absl::Duration wait_max_;
  const int32_t partition_;
  std::unique_ptr<Client> client_;
  TopicHandle topic_;
  std::optional<WriteResult> delivered_;  // set by OnDelivered
  bool spent_ = false;
};

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_PARTITION_PRODUCER_H_
