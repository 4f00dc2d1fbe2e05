// The parts of a program that its services need when their journals are in
// Kafka: journals, groups that name who leads, hand-over at the end.
#ifndef CSI_COMMON_PROGRAM_KAFKA_MODE_H_
#define CSI_COMMON_PROGRAM_KAFKA_MODE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/event_topics/event_publisher.h"
#include "common/executor/partition_journal.h"
#include "common/kafka/leadership_group.h"
#include "common/kafka/settings.h"
#include "common/program/options.h"
#include "common/runtime/partition_host.h"

namespace csi::program {

class KafkaMode {
 public:
  explicit KafkaMode(const Options& options);

  std::unique_ptr<PartitionJournal> JournalOf(const std::string& service) const;
  // From now on the group says whether `host` may claim. `host` outlives this
  // or HandOver.
  absl::Status Join(const std::string& service, PartitionHost& host);
  // Publishes the events of what `host` leads from now on.
  void Publish(const std::string& service, PartitionHost& host);
  // Ends publishing. `host`s live until then.
  void StopPublishing() { publishers_.clear(); }
  // Leaves all groups and waits until other copies, if there are any, lead what
  // was led here. Meanwhile calls are served or passed on.
  void HandOver();

 private:
  struct Member {
    PartitionHost* host = nullptr;
    std::unique_ptr<kafka::LeadershipGroup> group;
  };

  kafka::ClusterOptions cluster_;
  std::string deployment_;
  std::string instance_;
  std::map<std::string, Member> members_;
  std::vector<std::unique_ptr<EventPublisher>> publishers_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_KAFKA_MODE_H_
