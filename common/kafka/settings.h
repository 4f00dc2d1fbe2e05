// Every setting that the Kafka clients of this product run with, each with the
// reason beside it. What is not named here is librdkafka's default on purpose.
// Values in milliseconds and bytes, as librdkafka takes them.
#ifndef CSI_COMMON_KAFKA_SETTINGS_H_
#define CSI_COMMON_KAFKA_SETTINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace csi::kafka {

// What an operator may choose.
struct ClusterOptions {
  std::string bootstrap;  // HOST:PORT, several joined by commas
  std::string client_id = "csi";
  // After this an append's outcome is unknown.
  absl::Duration append_timeout = absl::Seconds(5);
  // A member of a leadership group that is silent for longer is replaced.
  absl::Duration session_timeout = absl::Seconds(10);
  // Taken last, over everything else (tests, security settings).
  std::vector<std::pair<std::string, std::string>> overrides = {};
};

struct Setting {
  std::string name;
  std::string value;
  std::string_view reason;
};

// The journal's writer: one record in flight, nothing lost, nothing reordered.
std::vector<Setting> JournalProducerSettings(const ClusterOptions& cluster);
// Publishers: many records in flight, in order, none left out.
std::vector<Setting> PublisherSettings(const ClusterOptions& cluster);
// Readers by explicit offset, without a group.
std::vector<Setting> ReaderSettings(const ClusterOptions& cluster);
// Members of a group that shares out leadership; they read nothing.
std::vector<Setting> GroupSettings(const ClusterOptions& cluster,
                                   const std::string& group);
// Topic administration.
std::vector<Setting> AdminSettings(const ClusterOptions& cluster);

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_SETTINGS_H_
