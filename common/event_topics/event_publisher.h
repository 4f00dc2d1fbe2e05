// Publishes the events of a partition while this copy leads it, on a thread of
// its own. It never goes past what the leader has committed, stops at the first
// failure and begins anew behind the highest place at the topic's end, as a
// new leader does.
#ifndef CSI_COMMON_EVENT_TOPICS_EVENT_PUBLISHER_H_
#define CSI_COMMON_EVENT_TOPICS_EVENT_PUBLISHER_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "common/event_topics/event_messages.h"
#include "common/inputs/dead_letters.h"
#include "common/kafka/settings.h"
#include "common/runtime/partition_host.h"

namespace csi {

struct EventPublisherOptions {
  kafka::ClusterOptions cluster;
  std::string topic;
  int32_t partition = 0;
  EventData data = EventData::kProtobuf;
  std::string source;        // of progress marks, as events name it
  std::string dead_letters;  // topic for inputs that were rejected
};

class EventPublisher {
 public:
  // `host` outlives the publisher; its listeners may outlive it.
  EventPublisher(EventPublisherOptions options, PartitionHost& host);
  ~EventPublisher();

  uint64_t published() const { return published_; }
  // Why nothing is published just now, empty when all is well.
  std::string trouble() const;

 private:
  // One stretch of publishing: from a look at the topic's end to the first
  // failure or the end of the lead.
  struct Session {
    std::unique_ptr<kafka::EventProducer> producer;
    std::unique_ptr<DeadLetters> dead_letters;
    std::string journal_id;  // hex
    uint64_t next_offset = 0;
    uint32_t next_index = 0;
    bool marked = true;  // the place is known from the topic
    absl::Time written_at;
  };

  // What the host's listener and the thread share.
  struct Signal {
    std::mutex mutex;
    std::condition_variable changed;
    bool moved = false;
    bool stopping = false;
  };

  void Run();
  bool Stopping() const;
  void Tell(const absl::Status& status);
  absl::StatusOr<Session> Begin(const std::string& journal_id);
  // Each event of the stretch that is not in the topic yet.
  static absl::Status ForNew(
      const Session& session, const ForeignBatch& batch,
      const std::function<absl::Status(const common::v1::CloudEvent&)>& then);
  // True when there was something to publish.
  absl::StatusOr<bool> PublishStretch(Session& session);
  absl::Status MarkProgress(Session& session);
  void Wait(absl::Duration most);
  bool Leads() const;

  const EventPublisherOptions options_;
  PartitionHost& host_;
  std::atomic<uint64_t> published_{0};
  mutable std::mutex mutex_;  // guards trouble_
  const std::shared_ptr<Signal> signal_ = std::make_shared<Signal>();
  std::string trouble_;
  std::thread thread_;
};

}  // namespace csi

#endif  // CSI_COMMON_EVENT_TOPICS_EVENT_PUBLISHER_H_
