#include "common/inputs/dead_letter_log.h"

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/inputs/dead_letters.h"

namespace csi {
namespace {

std::string HeaderOf(const kafka::Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return "";
}

std::string IdOf(const Letter& letter) {
  return StrCat(letter.topic, "/", letter.partition, "/", letter.offset);
}

}  // namespace

std::string_view Letter::state() const {
  return decisions.empty() ? std::string_view("open") : decisions.back().what;
}

void DeadLetterLog::Take(const kafka::ReadMessage& message) {
  const absl::Time at = absl::FromUnixMillis(message.timestamp_ms);
  // An input may have had any header: who has a topic is a letter.
  const std::string topic = HeaderOf(message.headers, kLetterTopic);
  if (const std::string what = HeaderOf(message.headers, kDecision);
      !what.empty() && topic.empty()) {
    const auto found = letters_.find(HeaderOf(message.headers, kDecisionOf));
    if (found == letters_.end()) {
      ++strangers_;
      return;
    }
    found->second.decisions.push_back(
        {what, HeaderOf(message.headers, kDecisionBy),
         HeaderOf(message.headers, kDecisionReason), at});
    return;
  }
  Letter letter;
  letter.topic = topic;
  if (letter.topic.empty() ||
      !absl::SimpleAtoi(HeaderOf(message.headers, kLetterPartition),
                        &letter.partition) ||
      !absl::SimpleAtoi(HeaderOf(message.headers, kLetterOffset),
                        &letter.offset)) {
    ++strangers_;
    return;
  }
  letter.id = IdOf(letter);
  letter.connector = HeaderOf(message.headers, kLetterConnector);
  letter.stage = HeaderOf(message.headers, kLetterStage);
  letter.reason = HeaderOf(message.headers, kLetterReason);
  letter.message = HeaderOf(message.headers, kLetterMessage);
  letter.whole = HeaderOf(message.headers, kLetterWhole) != "false";
  letter.at = at;
  letter.input.key = message.key;
  letter.input.value = message.value;
  for (const auto& header : message.headers) {
    if (!IsLetterHeader(header.first)) letter.input.headers.push_back(header);
  }
  letter.task = HeaderOf(message.headers, kLetterTask);
  letter.event = HeaderOf(message.headers, kLetterEvent);
  // Another letter of one place: the topic was replaced, and its offsets began
  // anew.
  const std::string place = letter.id;
  for (int again = 2;; ++again) {
    const auto [held, added] = letters_.try_emplace(letter.id, letter);
    if (added || Same(held->second, letter)) return;
    letter.id = StrCat(place, "#", again);
  }
}

bool DeadLetterLog::Same(const Letter& held, const Letter& letter) {
  if (held.task == letter.task) return held.event == letter.event;
  return held.connector == letter.connector &&
         held.input.key == letter.input.key &&
         held.input.value == letter.input.value;
}

absl::StatusOr<const Letter*> DeadLetterLog::Find(const std::string& id) const {
  const auto found = letters_.find(id);
  if (found != letters_.end()) return &found->second;
  return absl::NotFoundError(
      StrCat("There is no dead letter ", id,
             ". Letters are named TOPIC/PARTITION/OFFSET, as in `csictl dlq "
             "list --all`."));
}

kafka::EventMessage DecisionMessage(const std::string& id,
                                    const LetterDecision& decision) {
  kafka::EventMessage message;
  message.key = id;
  message.headers = {{kDecision, decision.what},
                     {kDecisionOf, id},
                     {kDecisionBy, decision.by},
                     {kDecisionReason, decision.reason}};
  return message;
}

kafka::EventMessage ReplayMessage(const Letter& letter) {
  kafka::EventMessage message = letter.input;
  // Of a replay that was rejected again.
  std::erase_if(message.headers,
                [](const auto& header) { return header.first == kReplayOf; });
  message.headers.emplace_back(kReplayOf, letter.id);
  return message;
}

}  // namespace csi
