// A record of an input topic as a CloudEvent 1.0.
//
// Binary mode (attributes in headers ce_*, the value is the data) and
// structured mode in JSON. Tolerant of unknown attributes, strict on id,
// source, type and specversion. Pure functions, thread-safe; errors are those
// of poison.h. Source: CloudEvents 1.0.2, Kafka protocol binding.
#ifndef CSI_COMMON_INBOUND_CLOUD_EVENT_H_
#define CSI_COMMON_INBOUND_CLOUD_EVENT_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::inbound {

// As it stands in the topic.
struct InputRecord {
  std::string key;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string value;
};

struct InboundEvent {
  // By their names without prefix: id, source, type, time, extensions.
  std::map<std::string, std::string, std::less<>> attributes;
  // Of the data, in lower case and without parameters.
  std::string content_type;
  std::string data;

  // Empty when it is not there.
  std::string_view attribute(std::string_view name) const;
  std::string_view id() const { return attribute("id"); }
  std::string_view source() const { return attribute("source"); }
  std::string_view type() const { return attribute("type"); }
  bool is_json() const;
};

absl::StatusOr<InboundEvent> ReadCloudEvent(const InputRecord& record);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_CLOUD_EVENT_H_
