#include "common/inputs/dead_letters.h"

#include <utility>

#include "common/base/strings.h"
#include "common/inputs/limits.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

using common::v1::InputRejected;

constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr absl::Duration kReadWait = absl::Milliseconds(500);
// What Kafka adds to a header, at most.
constexpr size_t kHeaderFramingBytes = 10;
constexpr size_t kReadBytesMax = 1 << 20;

// Stages as Connect names them.
std::string StageName(InputRejected::Stage stage) {
  return stage == InputRejected::STAGE_DECIDE ? "TASK_PUT" : "VALUE_CONVERTER";
}

size_t SizeOf(const kafka::ReadMessage& message) {
  size_t bytes = message.key.size() + message.value.size();
  for (const auto& [name, value] : message.headers) {
    bytes += name.size() + value.size() + kHeaderFramingBytes;
  }
  return bytes;
}

// "//csi/local/workflow/0" -> "workflow".
std::string ServiceOf(const std::string& source) {
  const size_t end = source.rfind('/');
  if (end == std::string::npos || end == 0) return source;
  const size_t begin = source.rfind('/', end - 1);
  return source.substr(begin + 1, end - begin - 1);
}

// "//csi/local/workflow/3" -> "3".
std::string PartitionOf(const std::string& source) {
  return source.substr(source.rfind('/') + 1);
}

}  // namespace

bool IsLetterHeader(std::string_view header) {
  return header.starts_with("__connect.errors.") || header == kLetterEvent ||
         header == kLetterWhole;
}

kafka::EventMessage LetterOf(const common::v1::CloudEvent& event,
                             const InputRejected& rejected,
                             const kafka::ReadMessage* original) {
  kafka::EventMessage letter;
  if (original != nullptr) {
    letter.key = original->key;
    letter.value = original->value;
    for (const auto& header : original->headers) {
      // What came from an earlier letter is said anew.
      if (!IsLetterHeader(header.first)) letter.headers.push_back(header);
    }
  }
  const std::string service = ServiceOf(event.source());
  const std::pair<const char*, std::string> added[] = {
      {kLetterTopic, rejected.topic()},
      {kLetterPartition, StrCat(rejected.partition())},
      {kLetterOffset, StrCat(rejected.offset())},
      {kLetterConnector, StrCat("csi-", service)},
      {kLetterTask, PartitionOf(event.source())},
      {kLetterStage, StageName(rejected.stage())},
      {kLetterClass, StrCat("csi.", service, ".inbound")},
      {kLetterReason, rejected.reason()},
      {kLetterMessage, rejected.message()},
      {kLetterEvent, event.id()},
      {kLetterWhole, original != nullptr ? "true" : "false"}};
  for (const auto& [name, value] : added) {
    letter.headers.emplace_back(name, value);
  }
  return letter;
}

absl::StatusOr<std::optional<kafka::ReadMessage>> DeadLetters::Original(
    const InputRejected& rejected) {
  auto& reader = readers_[{rejected.topic(), rejected.partition()}];
  if (!reader) {
    auto opened = kafka::PartitionReader::Open(cluster_, rejected.topic(),
                                               rejected.partition());
    if (!opened.ok()) return opened.status();
    reader = *std::move(opened);
    reader->AllowHoles();
  }
  const uint64_t offset = rejected.offset();
  // Almost always it is there, and the reader stands before it.
  auto found =
      reader->ReadMessages(offset, offset + 1, kReadWait, kReadBytesMax);
  if (found.ok() && !found->empty()) {
    if (found->front().offset != offset) return std::nullopt;
    return std::move(found->front());
  }
  // A topic that was cut, replaced or deleted since must not hold up events.
  const auto range = reader->Range(kAskTimeout);
  if (absl::IsNotFound(range.status()) ||
      (range.ok() && (offset < range->low || offset >= range->high))) {
    return std::nullopt;
  }
  if (!range.ok()) return range.status();
  found = reader->ReadMessages(offset, range->high, kAskTimeout, kReadBytesMax);
  if (!found.ok() && !absl::IsOutOfRange(found.status())) {
    return found.status();
  }
  // The topic has an end behind it, so what does not come is a hole.
  if (!found.ok() || found->empty() || found->front().offset != offset) {
    return std::nullopt;
  }
  return std::move(found->front());
}

absl::StatusOr<kafka::EventMessage> DeadLetters::Make(
    const common::v1::CloudEvent& event) {
  InputRejected rejected;
  if (!rejected.ParseFromString(event.data())) {
    return absl::DataLossError(
        StrCat("The event ", event.id(), " is no InputRejected."));
  }
  auto input = Original(rejected);
  if (!input.ok()) return input.status();
  const bool fits = *input && SizeOf(**input) <= limits::kLetterBytesMax;
  return LetterOf(event, rejected, fits ? &**input : nullptr);
}

absl::Status DeadLetters::Add(const common::v1::CloudEvent& event) {
  if (event.type() != InputRejected::descriptor()->full_name()) {
    return absl::OkStatus();
  }
  auto letter = Make(event);
  if (!letter.ok()) return letter.status();
  if (!producer_) {
    auto opened = kafka::EventProducer::Open(cluster_, topic_, 0);
    if (!opened.ok()) return opened.status();
    producer_ = *std::move(opened);
  }
  Log(Severity::kWarning, "an input was rejected",
      {{"input", event.subject()}, {"letters", topic_}});
  ++added_;
  return producer_->Send(*letter);
}

absl::Status DeadLetters::Flush() {
  if (added_ == 0) return absl::OkStatus();
  added_ = 0;
  absl::Status status = producer_->Flush();
  // After a failure nothing more is written: the next one begins anew.
  if (!status.ok()) producer_.reset();
  return status;
}

}  // namespace csi
