// Public events as Kafka records: CloudEvents 1.0, Kafka protocol binding,
// binary mode. Pure functions.
#ifndef CSI_COMMON_EVENT_TOPICS_EVENT_MESSAGES_H_
#define CSI_COMMON_EVENT_TOPICS_EVENT_MESSAGES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/kafka/event_producer.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi {

// A place in a journal, as records of an events topic name it.
struct EventPlace {
  std::string journal_id;  // 32 hex digits
  uint64_t offset = 0;
  uint32_t index = 0;
  bool last = false;
};

// Type of the records that only say how far the journal was published.
inline constexpr char kProgressType[] = "csi.common.v1.Progress";

// How the data of events is written; what is read says it of itself.
enum class EventData { kProtobuf, kJson };

// An event whose data does not parse is written as it stands.
kafka::EventMessage ToMessage(const common::v1::CloudEvent& event,
                              EventData data = EventData::kProtobuf);
kafka::EventMessage ProgressMessage(const std::string& source,
                                    const EventPlace& place);

// The event of a record, with its data as protobuf; nothing when it is none or
// lacks what all have. JSON of a type that is not known here, or that does not
// parse, is left as it stands: it is no message of its type.
std::optional<common::v1::CloudEvent> FromMessage(
    const kafka::ReadMessage& message);

// Where a record stands; nothing when it is none of ours.
std::optional<EventPlace> PlaceOf(const kafka::Headers& headers);

}  // namespace csi

#endif  // CSI_COMMON_EVENT_TOPICS_EVENT_MESSAGES_H_
