// A member of the consumer group that shares out a journal's partitions among
// the copies of a service. It reads nothing: an assignment only names who is
// to claim. Safety lies in the journal, so a late or doubled assignment costs
// time and nothing else.
#ifndef CSI_COMMON_KAFKA_LEADERSHIP_GROUP_H_
#define CSI_COMMON_KAFKA_LEADERSHIP_GROUP_H_

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "common/kafka/client.h"
#include "common/kafka/settings.h"

struct rd_kafka_topic_partition_list_s;

namespace csi::kafka {

class LeadershipGroup {
 public:
  // Called on the group's thread with each new assignment, never with a mere
  // revoke: who led goes on until the next assignment names another.
  using OnAssigned = std::function<void(const std::set<int32_t>& partitions)>;

  // `instance` makes a static member: a restart within the session time-out
  // moves nothing. Empty: a member like any other.
  static absl::StatusOr<std::unique_ptr<LeadershipGroup>> Join(
      const ClusterOptions& cluster, const std::string& group,
      const std::string& topic, const std::string& instance,
      OnAssigned on_assigned);
  // Leaves, so that the others are named at once (a static member does not).
  ~LeadershipGroup();

  // Members of the group as its coordinator says, this one among them; 0 when
  // it does not say.
  int MemberCount() const;
  // The same, for who is no member of `group`; -1 when nobody says.
  static int MembersOf(const Client& client, const std::string& group);

 private:
  LeadershipGroup(std::string group, OnAssigned on_assigned)
      : group_(std::move(group)), on_assigned_(std::move(on_assigned)) {}
  static void OnRebalance(rd_kafka_s* handle, int error,
                          rd_kafka_topic_partition_list_s* partitions,
                          void* opaque);
  void Run();

  const std::string group_;
  const OnAssigned on_assigned_;
  std::unique_ptr<Client> client_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_LEADERSHIP_GROUP_H_
