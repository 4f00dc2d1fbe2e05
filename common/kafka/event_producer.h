// The writer of one partition of an events topic: many records in flight, in
// order, none left out. After the first failure nothing more is written; its
// owner looks at the topic's end and begins anew. One thread.
#ifndef CSI_COMMON_KAFKA_EVENT_PRODUCER_H_
#define CSI_COMMON_KAFKA_EVENT_PRODUCER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/kafka/client.h"
#include "common/kafka/partition_reader.h"
#include "common/kafka/settings.h"

namespace csi::kafka {

struct EventMessage {
  std::optional<std::string> key;
  std::optional<std::string> value;
  Headers headers;
};

class EventProducer {
 public:
  static absl::StatusOr<std::unique_ptr<EventProducer>> Open(
      const ClusterOptions& cluster, const std::string& topic,
      int32_t partition);

  // Queues a record, waiting while the queue is full.
  absl::Status Send(const EventMessage& message);
  // Waits until all that was sent is acknowledged by all in-sync replicas.
  absl::Status Flush();

 private:
  EventProducer(const ClusterOptions& cluster, std::string topic,
                int32_t partition)
      : wait_max_(cluster.append_timeout + absl::Seconds(1)),
        topic_(std::move(topic)),
        partition_(partition) {}
  static void OnDelivered(rd_kafka_s* handle, const rd_kafka_message_s* message,
                          void* opaque);

  const absl::Duration wait_max_;
  const std::string topic_;
  const int32_t partition_;
  std::unique_ptr<Client> client_;
  absl::Status failed_;  // the first failure
};

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_EVENT_PRODUCER_H_
