// Topics as they are and as they shall be. Nothing here makes a topic unless
// Create is called. Thread-safe as far as the client is.
#ifndef CSI_COMMON_KAFKA_TOPIC_ADMIN_H_
#define CSI_COMMON_KAFKA_TOPIC_ADMIN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/kafka/client.h"
#include "common/kafka/settings.h"

namespace csi::kafka {

struct TopicSpec {
  std::string name;
  int32_t partitions = 1;
  int32_t replication = 1;
  std::map<std::string, std::string> configs;
  // Partitions, replication and configs are for making it only.
  bool any_shape = false;
};

// What the cluster says of a topic.
struct TopicState {
  bool exists = false;
  int32_t partitions = 0;
  int32_t replication = 0;  // the smallest of any partition
  std::map<std::string, std::string> configs;
};

class TopicAdmin {
 public:
  static absl::StatusOr<std::unique_ptr<TopicAdmin>> Open(
      const ClusterOptions& cluster);

  // Number of brokers that answer for the cluster.
  absl::StatusOr<int32_t> BrokerCount(absl::Duration timeout) const;
  absl::StatusOr<TopicState> Describe(const std::string& topic,
                                      absl::Duration timeout) const;
  // ALREADY_EXISTS when it is there.
  absl::Status Create(const TopicSpec& spec, absl::Duration timeout) const;
  absl::Status Delete(const std::string& topic, absl::Duration timeout) const;

 private:
  explicit TopicAdmin(std::unique_ptr<Client> client)
      : client_(std::move(client)) {}
  absl::Status ReadConfigs(const std::string& topic, absl::Duration timeout,
                           TopicState& state) const;

  const std::unique_ptr<Client> client_;
};

// Partitions of a topic as the brokers say. NOT_FOUND when it is missing,
// UNAVAILABLE when nobody answers in time.
absl::StatusOr<int32_t> PartitionCount(const Client& client,
                                       rd_kafka_topic_s* topic,
                                       absl::Duration timeout);

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_TOPIC_ADMIN_H_
