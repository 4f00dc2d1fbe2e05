// How a journal's topic must be, and in what a topic differs from that. Pure.
#ifndef CSI_COMMON_KAFKA_JOURNAL_TOPIC_H_
#define CSI_COMMON_KAFKA_JOURNAL_TOPIC_H_

#include <string>
#include <vector>

#include "common/kafka/topic_admin.h"

namespace csi::kafka {

TopicSpec JournalTopicSpec(const std::string& topic, int32_t partitions,
                           int32_t replication);

// Public events of a service, kept for ever too.
std::string EventsTopic(std::string_view service);
TopicSpec EventsTopicSpec(const std::string& topic, int32_t partitions,
                          int32_t replication);

// Inputs that were rejected, of all services; kept until somebody deletes them.
inline constexpr char kDeadLettersTopic[] = "csi.dlq";
TopicSpec DeadLettersTopicSpec(int32_t replication);

// A topic that others write. One that is there may be as they like it.
TopicSpec InputTopicSpec(const std::string& topic, int32_t replication);

struct TopicFinding {
  // Data would be lost or missed: the topic is not to be used as it is.
  bool blocks = false;
  std::string text;  // sentences
};

// What is wrong with a topic, in a fixed order. Empty: it is as it shall be.
std::vector<TopicFinding> CompareTopic(const TopicSpec& spec,
                                       const TopicState& state);

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_JOURNAL_TOPIC_H_
