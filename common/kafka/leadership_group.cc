#include "common/kafka/leadership_group.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "common/base/bounded.h"
#include "common/base/strings.h"
#include "common/telemetry/log.h"
#include "librdkafka/rdkafka.h"

namespace csi::kafka {
namespace {

constexpr int kPollMs = 100;
constexpr int kAskTimeoutMs = 1000;
constexpr auto kLeaveMax = std::chrono::milliseconds(500);

// The rebalance callback has no opaque of its own but the handle's, which is
// the client's.
struct Members {
  std::mutex mutex;
  std::map<const rd_kafka_s*, LeadershipGroup*> by_handle;
};
Members& AllMembers() {
  static auto* members = new Members();
  return *members;
}

LeadershipGroup* MemberOf(const rd_kafka_s* handle) {
  std::lock_guard lock(AllMembers().mutex);
  auto found = AllMembers().by_handle.find(handle);
  return found == AllMembers().by_handle.end() ? nullptr : found->second;
}

}  // namespace

void LeadershipGroup::OnRebalance(rd_kafka_s* handle, int error,
                                  rd_kafka_topic_partition_list_s* partitions,
                                  void*) {
  if (error != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    rd_kafka_assign(handle, nullptr);
    return;
  }
  std::set<int32_t> named;
  for (int i = 0; i < partitions->cnt; ++i) {
    named.insert(partitions->elems[i].partition);
  }
  // The assignment is taken as answered; nothing is fetched.
  rd_kafka_topic_partition_list_t* none = rd_kafka_topic_partition_list_new(0);
  rd_kafka_assign(handle, none);
  rd_kafka_topic_partition_list_destroy(none);
  LeadershipGroup* member = MemberOf(handle);
  if (member != nullptr && !member->stopping_) member->on_assigned_(named);
}

absl::StatusOr<std::unique_ptr<LeadershipGroup>> LeadershipGroup::Join(
    const ClusterOptions& cluster, const std::string& group,
    const std::string& topic, const std::string& instance,
    OnAssigned on_assigned) {
  std::unique_ptr<LeadershipGroup> member(
      new LeadershipGroup(group, std::move(on_assigned)));
  std::vector<Setting> settings = GroupSettings(cluster, group);
  if (!instance.empty()) {
    settings.push_back({"group.instance.id", instance,
                        "a restarted copy keeps its partitions"});
  }
  auto client = Client::Make(
      Client::Kind::kConsumer, settings, [](rd_kafka_conf_s* conf) {
        rd_kafka_conf_set_rebalance_cb(
            conf,
            [](rd_kafka_t* handle, rd_kafka_resp_err_t error,
               rd_kafka_topic_partition_list_t* partitions, void* opaque) {
              OnRebalance(handle, error, partitions, opaque);
            });
      });
  if (!client.ok()) return client.status();
  member->client_ = *std::move(client);
  rd_kafka_s* handle = member->client_->get();
  {
    std::lock_guard lock(AllMembers().mutex);
    AllMembers().by_handle[handle] = member.get();
  }
  rd_kafka_poll_set_consumer(handle);
  rd_kafka_topic_partition_list_t* topics =
      rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, topic.c_str(),
                                    RD_KAFKA_PARTITION_UA);
  const auto error = rd_kafka_subscribe(handle, topics);
  rd_kafka_topic_partition_list_destroy(topics);
  if (error) {
    return absl::InternalError(
        StrCat("Kafka: group ", group, ": ", ErrorText(error), "."));
  }
  member->thread_ = std::thread([raw = member.get()] { raw->Run(); });
  return member;
}

void LeadershipGroup::Run() {
  while (!stopping_) {
    rd_kafka_message_t* message =
        rd_kafka_consumer_poll(client_->get(), kPollMs);
    if (message == nullptr) continue;
    if (message->err) {
      Log(Severity::kDebug, "leadership group",
          {{"why", rd_kafka_message_errstr(message)}});
    }
    rd_kafka_message_destroy(message);
  }
}

int LeadershipGroup::MemberCount() const {
  return std::max(MembersOf(*client_, group_), 0);
}

int LeadershipGroup::MembersOf(const Client& client, const std::string& group) {
  const rd_kafka_group_list* groups = nullptr;
  if (rd_kafka_list_groups(client.get(), group.c_str(), &groups,
                           kAskTimeoutMs) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return -1;
  }
  const int count = groups->group_cnt > 0 ? groups->groups[0].member_cnt : 0;
  rd_kafka_group_list_destroy(groups);
  return count;
}

LeadershipGroup::~LeadershipGroup() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  if (!client_) return;
  {
    std::lock_guard lock(AllMembers().mutex);
    AllMembers().by_handle.erase(client_->get());
  }
  // Brokers that are away are not waited for: they notice by the session.
  Bounded leaving([client = std::shared_ptr<Client>(std::move(client_))] {
    rd_kafka_consumer_close(client->get());
  });
  leaving.Wait(kLeaveMax);
}

}  // namespace csi::kafka
