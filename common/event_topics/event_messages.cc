#include "common/event_topics/event_messages.h"

#include <map>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/publisher/event_json.h"

namespace csi {
namespace {

constexpr char kProtobufType[] = "application/protobuf";
constexpr char kJsonType[] = "application/json";

void AddPlace(const EventPlace& place, kafka::Headers& headers) {
  headers.emplace_back("ce_journalid", place.journal_id);
  headers.emplace_back("ce_journaloffset", StrCat(place.offset));
  headers.emplace_back("ce_recordindex", StrCat(place.index));
  headers.emplace_back("ce_recordlast", place.last ? "true" : "false");
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(
      absl::RFC3339_full,
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()),
      absl::UTCTimeZone());
}

}  // namespace

kafka::EventMessage ToMessage(const common::v1::CloudEvent& event,
                              EventData data) {
  kafka::EventMessage message;
  message.key = event.tenant();
  const std::string json =
      data == EventData::kJson ? DataAsJson(event) : std::string();
  message.value = json.empty() ? event.data() : json;
  kafka::Headers& headers = message.headers;
  headers = {{"content-type", json.empty() ? kProtobufType : kJsonType},
             {"ce_specversion", "1.0"},
             {"ce_id", event.id()},
             {"ce_source", event.source()},
             {"ce_type", event.type()},
             {"ce_time", TimeText(event.time())},
             {"ce_subject", event.subject()},
             {"ce_partitionkey", event.tenant()},
             {"ce_sequence", StrCat(event.sequence())}};
  const auto& at = event.position();
  AddPlace({at.journal_id(), at.offset(), at.index(), at.last()}, headers);
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) headers.emplace_back(name, value);
  };
  add("ce_correlationid", event.correlation_id());
  add("ce_causationid", event.causation_id());
  add("ce_actor", event.actor());
  add("ce_traceparent", event.traceparent());
  return message;
}

kafka::EventMessage ProgressMessage(const std::string& source,
                                    const EventPlace& place) {
  kafka::EventMessage message;
  message.headers = {
      {"ce_specversion", "1.0"},
      {"ce_id", StrCat("progress-", place.journal_id, "-", place.offset)},
      {"ce_source", source},
      {"ce_type", kProgressType}};
  AddPlace(place, message.headers);
  return message;
}

std::optional<common::v1::CloudEvent> FromMessage(
    const kafka::ReadMessage& message) {
  const auto place = PlaceOf(message.headers);
  if (!place) return std::nullopt;
  common::v1::CloudEvent event;
  const std::map<std::string_view, std::string*> texts = {
      {"ce_id", event.mutable_id()},
      {"ce_source", event.mutable_source()},
      {"ce_type", event.mutable_type()},
      {"ce_subject", event.mutable_subject()},
      {"ce_correlationid", event.mutable_correlation_id()},
      {"ce_causationid", event.mutable_causation_id()},
      {"ce_actor", event.mutable_actor()},
      {"ce_traceparent", event.mutable_traceparent()}};
  uint64_t sequence = 0;
  bool json = false;
  for (const auto& [name, value] : message.headers) {
    if (auto text = texts.find(name); text != texts.end()) {
      *text->second = value;
    } else if (name == "content-type") {
      json = value == kJsonType;
    } else if (name == "ce_sequence") {
      if (!absl::SimpleAtoi(value, &sequence)) return std::nullopt;
    } else if (name == "ce_time") {
      absl::Time time;
      if (!absl::ParseTime(absl::RFC3339_full, value, &time, nullptr)) {
        return std::nullopt;
      }
      const int64_t seconds = absl::ToUnixSeconds(time);
      event.mutable_time()->set_seconds(seconds);
      event.mutable_time()->set_nanos(static_cast<int>(
          (time - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1)));
    }
  }
  if (event.id().empty() || sequence == 0) return std::nullopt;
  event.set_sequence(sequence);
  event.set_tenant(message.key);
  auto parsed = json ? DataFromJson(event.type(), message.value) : std::nullopt;
  event.set_data(parsed ? *std::move(parsed) : message.value);
  event.mutable_position()->set_journal_id(place->journal_id);
  event.mutable_position()->set_offset(place->offset);
  event.mutable_position()->set_index(place->index);
  event.mutable_position()->set_last(place->last);
  return event;
}

std::optional<EventPlace> PlaceOf(const kafka::Headers& headers) {
  EventPlace place;
  int found = 0;
  for (const auto& [name, value] : headers) {
    if (name == "ce_journalid") {
      place.journal_id = value;
      found += !value.empty();
    } else if (name == "ce_journaloffset") {
      found += absl::SimpleAtoi(value, &place.offset);
    } else if (name == "ce_recordindex") {
      found += absl::SimpleAtoi(value, &place.index);
    } else if (name == "ce_recordlast") {
      place.last = value == "true";
      ++found;
    }
  }
  if (found != 4) return std::nullopt;
  return place;
}

}  // namespace csi
