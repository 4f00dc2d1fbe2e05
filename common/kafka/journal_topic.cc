#include "common/kafka/journal_topic.h"

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/kafka/kafka_journal.h"
#include "common/kafka/limits.h"

namespace csi::kafka {
namespace {

// From this replication on, one broker may fail without stopping writes.
constexpr int32_t kReplicasForTwoInSync = 3;

bool Matches(const std::string& name, const std::string& wanted,
             const std::string& found) {
  int64_t want = 0;
  int64_t have = 0;
  const bool numbers =
      absl::SimpleAtoi(wanted, &want) && absl::SimpleAtoi(found, &have);
  // Larger is as good for a bound or a minimum.
  if (numbers &&
      (name == "max.message.bytes" || name == "min.insync.replicas")) {
    return have >= want;
  }
  return wanted == found;
}

}  // namespace

std::string JournalTopic(std::string_view service) {
  return StrCat("csi.", service, ".journal");
}

TopicSpec JournalTopicSpec(const std::string& topic, int32_t partitions,
                           int32_t replication) {
  TopicSpec spec;
  spec.name = topic;
  spec.partitions = partitions;
  spec.replication = replication;
  spec.configs = {
      {"cleanup.policy", "delete"},
      {"retention.ms", "-1"},
      {"retention.bytes", "-1"},
      {"max.message.bytes", StrCat(limits::kKafkaMessageBytesMax)},
      {"min.insync.replicas", replication >= kReplicasForTwoInSync ? "2" : "1"},
      {"unclean.leader.election.enable", "false"},
  };
  return spec;
}

std::string EventsTopic(std::string_view service) {
  return StrCat("csi.", service, ".events");
}

TopicSpec EventsTopicSpec(const std::string& topic, int32_t partitions,
                          int32_t replication) {
  // Views are rebuilt from it, and gaps are alarms: the same rules.
  return JournalTopicSpec(topic, partitions, replication);
}

TopicSpec DeadLettersTopicSpec(int32_t replication) {
  return JournalTopicSpec(kDeadLettersTopic, 1, replication);
}

TopicSpec InputTopicSpec(const std::string& topic, int32_t replication) {
  TopicSpec spec;
  spec.name = topic;
  spec.replication = replication;
  spec.any_shape = true;
  return spec;
}

std::vector<TopicFinding> CompareTopic(const TopicSpec& spec,
                                       const TopicState& state) {
  std::vector<TopicFinding> findings;
  const auto add = [&](bool blocks, std::string text) {
    findings.push_back({blocks, StrCat("Topic ", spec.name, ": ", text)});
  };
  if (!state.exists) {
    add(true, "it is not there. Make it with `csictl topics apply`.");
    return findings;
  }
  if (spec.any_shape) return findings;
  if (state.partitions != spec.partitions) {
    add(true,
        StrCat("it has ", state.partitions, " partitions, ", spec.partitions,
               " are needed. The count is fixed when a journal begins: "
               "start the service with the topic's count, or use a new "
               "topic."));
  }
  if (state.replication < spec.replication) {
    add(false,
        StrCat("it has ", state.replication, " replicas, ", spec.replication,
               " are wanted: a lost broker may lose what was "
               "acknowledged."));
  }
  for (const auto& [name, wanted] : spec.configs) {
    auto found = state.configs.find(name);
    if (found == state.configs.end()) continue;
    if (Matches(name, wanted, found->second)) continue;
    // With fewer in-sync replicas or an unclean election the journal works,
    // and promises less.
    const bool promise = name == "min.insync.replicas" ||
                         name == "unclean.leader.election.enable";
    add(!promise,
        StrCat(name, " is ", found->second, ", it must be ", wanted, "."));
  }
  return findings;
}

}  // namespace csi::kafka
