#include "common/inputs/dead_letters.h"

#include <utility>

#include "common/base/strings.h"
#include "common/inputs/limits.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

using common::v1::InputRejected;

constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr size_t kReadBytesMax = 1 << 20;

// Stages as Connect names them.
std::string StageName(InputRejected::Stage stage) {
  return stage == InputRejected::STAGE_DECIDE ? "TASK_PUT" : "VALUE_CONVERTER";
}

size_t SizeOf(const kafka::ReadMessage& message) {
  size_t bytes = message.key.size() + message.value.size();
  for (const auto& [name, value] : message.headers) {
    bytes += name.size() + value.size();
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
      {kLetterTask, "0"},
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

absl::StatusOr<kafka::EventMessage> DeadLetters::Make(
    const common::v1::CloudEvent& event) {
  InputRejected rejected;
  if (!rejected.ParseFromString(event.data())) {
    return absl::DataLossError(
        StrCat("The event ", event.id(), " is no InputRejected."));
  }
  auto reader = kafka::PartitionReader::Open(cluster_, rejected.topic(),
                                             rejected.partition());
  if (!reader.ok()) return reader.status();
  (*reader)->AllowHoles();
  // A topic that was cut, replaced or deleted since must not hold up events.
  const auto range = (*reader)->Range(kAskTimeout);
  if (absl::IsNotFound(range.status()) ||
      (range.ok() &&
       (rejected.offset() < range->low || rejected.offset() >= range->high))) {
    return LetterOf(event, rejected, nullptr);
  }
  if (!range.ok()) return range.status();
  auto found = (*reader)->ReadMessages(rejected.offset(), rejected.offset() + 1,
                                       kAskTimeout, kReadBytesMax);
  if (absl::IsOutOfRange(found.status())) {
    return LetterOf(event, rejected, nullptr);
  }
  if (!found.ok()) return found.status();
  if (found->empty()) {
    return absl::UnavailableError(StrCat("Kafka: ", rejected.topic(), "/",
                                         rejected.partition(),
                                         " does not answer."));
  }
  const kafka::ReadMessage& input = found->front();
  const bool fits = input.offset == rejected.offset() &&
                    SizeOf(input) <= limits::kLetterBytesMax;
  return LetterOf(event, rejected, fits ? &input : nullptr);
}

absl::Status DeadLetters::Write(const common::v1::CloudEvent& event) {
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
  absl::Status status = producer_->Send(*letter);
  if (status.ok()) status = producer_->Flush();
  // After a failure nothing more is written: the next one begins anew.
  if (!status.ok()) producer_.reset();
  Log(status.ok() ? Severity::kWarning : Severity::kError,
      status.ok() ? "an input was rejected"
                  : "a rejected input cannot be written to the dead letters",
      {{"input", event.subject()},
       {"letters", topic_},
       {"why", std::string(status.message())}});
  return status;
}

}  // namespace csi
