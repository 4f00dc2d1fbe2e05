// csictl dlq list|show|replay|discard: inputs that were rejected. What is
// decided about a letter is written to its topic, with who and why.
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/inputs/dead_letter_log.h"
#include "common/kafka/journal_topic.h"
#include "common/status/status.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

using nlohmann::json;

constexpr char kUsage[] =
    "csictl dlq list --kafka HOST:PORT[,...] [--all] [--topic T]\n"
    "csictl dlq show LETTER --kafka HOST:PORT[,...]\n"
    "csictl dlq replay LETTER --reason WHY --kafka HOST:PORT[,...] [--again]\n"
    "csictl dlq discard LETTER --reason WHY --kafka HOST:PORT[,...]\n"
    "Inputs that were rejected (topic csi.dlq). LETTER is TOPIC/PARTITION/"
    "OFFSET. list shows those that nobody decided on yet. replay sends the "
    "input to its topic once more; discard notes that it needs nothing. Who "
    "and why are kept: --by NAME, or the name of the user.";
// Journals, events and the letters themselves.
constexpr char kOwnTopics[] = "csi.";
constexpr size_t kReadBytesMax = 1 << 20;
constexpr absl::Duration kReadWait = absl::Seconds(5);
// Of a value that is no text, as `show` prints it.
constexpr size_t kShownBytesMax = 64 * 1024;

struct Session {
  kafka::ClusterOptions cluster;
  absl::Duration timeout;
};

absl::StatusOr<DeadLetterLog> ReadLetters(const Session& session) {
  DeadLetterLog log;
  ASSIGN_OR_RETURN(auto reader,
                   kafka::PartitionReader::Open(session.cluster,
                                                kafka::kDeadLettersTopic, 0));
  reader->AllowHoles();
  ASSIGN_OR_RETURN(kafka::OffsetRange range, reader->Range(session.timeout));
  uint64_t at = range.low;
  while (at < range.high) {
    ASSIGN_OR_RETURN(
        auto messages,
        reader->ReadMessages(at, range.high, kReadWait, kReadBytesMax));
    if (messages.empty()) {
      return absl::UnavailableError(
          StrCat("Kafka: ", kafka::kDeadLettersTopic, " does not answer."));
    }
    for (const kafka::ReadMessage& message : messages) {
      log.Take(message);
      at = message.offset + 1;
    }
  }
  return log;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// Text as it is, anything else in Base64.
json TextOf(const std::string& bytes) {
  if (csv::ValidUtf8Prefix(bytes) == bytes.size()) return bytes;
  return json{{"base64", absl::Base64Escape(bytes)}};
}

// Whatever a stranger wrote: UTF-8, and nothing that a terminal obeys.
std::string Plain(std::string_view text) {
  std::string plain = csv::CleanUtf8(text, kShownBytesMax);
  for (char& c : plain) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return plain;
}

json JsonOf(const Letter& letter, bool whole) {
  json shown = {
      {"letter", Plain(letter.id)},      {"state", Plain(letter.state())},
      {"time", TimeText(letter.at)},     {"service", Plain(letter.connector)},
      {"stage", Plain(letter.stage)},    {"reason", Plain(letter.reason)},
      {"message", Plain(letter.message)}};
  if (!whole) return shown;
  shown["whole"] = letter.whole;
  shown["key"] = TextOf(letter.input.key.value_or(""));
  shown["value"] = TextOf(letter.input.value.value_or(""));
  for (const auto& [name, value] : letter.input.headers) {
    shown["headers"][Plain(name)] = TextOf(value);
  }
  for (const LetterDecision& each : letter.decisions) {
    shown["decisions"].push_back({{"what", Plain(each.what)},
                                  {"by", Plain(each.by)},
                                  {"reason", Plain(each.reason)},
                                  {"time", TimeText(each.at)}});
  }
  return shown;
}

void Print(const Arguments& arguments, const json& shown) {
  const std::string text = shown.dump(2);
  std::printf("%s\n", arguments.format == OutputFormat::kYaml
                          ? JsonToYaml(text).c_str()
                          : text.c_str());
}

absl::Status List(Arguments& arguments, const Session& session) {
  const bool all = arguments.TakeFlag("all").has_value();
  const std::string topic = arguments.TakeFlag("topic").value_or("");
  ASSIGN_OR_RETURN(DeadLetterLog log, ReadLetters(session));
  json rows = json::array();
  std::vector<std::vector<std::string>> table = {
      {"LETTER", "STATE", "TIME", "REASON", "MESSAGE"}};
  for (const auto& [id, letter] : log.letters()) {
    const bool done =
        letter.state() == "replayed" || letter.state() == "discarded";
    if ((done && !all) || (!topic.empty() && letter.topic != topic)) continue;
    rows.push_back(JsonOf(letter, false));
    table.push_back({Plain(id), Plain(letter.state()), TimeText(letter.at),
                     Plain(letter.reason), Plain(letter.message)});
  }
  if (arguments.format != OutputFormat::kTable) {
    Print(arguments, {{"letters", rows}});
  } else if (rows.empty()) {
    std::printf("No dead letters%s.\n", all ? "" : " that wait for a decision");
  } else {
    std::fputs(AlignColumns(table).c_str(), stdout);
  }
  return absl::OkStatus();
}

absl::Status Show(Arguments& arguments, const Session& session) {
  ASSIGN_OR_RETURN(DeadLetterLog log, ReadLetters(session));
  ASSIGN_OR_RETURN(const Letter* letter, log.Find(arguments.word(2)));
  Print(arguments, JsonOf(*letter, true));
  return absl::OkStatus();
}

absl::Status Write(const Session& session, const std::string& topic,
                   int32_t partition, const kafka::EventMessage& message) {
  ASSIGN_OR_RETURN(auto producer, kafka::EventProducer::Open(session.cluster,
                                                             topic, partition));
  RETURN_IF_ERROR(producer->Send(message));
  return producer->Flush();
}

absl::Status Note(const Session& session, const Letter& letter,
                  const LetterDecision& decision) {
  return Write(session, kafka::kDeadLettersTopic, 0,
               DecisionMessage(letter.id, decision));
}

absl::Status Replay(const Session& session, const Letter& letter, bool again,
                    LetterDecision decision) {
  if (letter.topic.starts_with(kOwnTopics)) {
    return absl::FailedPreconditionError(
        StrCat("The letter ", letter.id, " names ", letter.topic,
               ", which only the services write: nothing is sent."));
  }
  if (!letter.whole) {
    return absl::FailedPreconditionError(
        StrCat("The input of ", letter.id,
               " was gone or too large to be kept: there is nothing to send. "
               "Have its sender send it again, then discard the letter."));
  }
  if (letter.state() != "open" && !again) {
    return absl::FailedPreconditionError(StrCat(
        "The letter ", letter.id, " is ", letter.state(), " (csictl dlq show ",
        letter.id, "). Say --again if it shall be sent once more."));
  }
  // First the intent: a replay that broke off is seen.
  decision.what = "replaying";
  RETURN_IF_ERROR(Note(session, letter, decision));
  RETURN_IF_ERROR(
      Write(session, letter.topic, letter.partition, ReplayMessage(letter)));
  decision.what = "replayed";
  return Note(session, letter, decision);
}

absl::Status Decide(Arguments& arguments, const Session& session) {
  const std::string verb = arguments.word(1);
  const bool again = arguments.TakeFlag("again").has_value();
  LetterDecision decision;
  decision.reason = arguments.TakeFlag("reason").value_or("");
  const char* user = std::getenv("USER");
  decision.by = arguments.TakeFlag("by").value_or(!arguments.actor.empty()
                                                      ? arguments.actor
                                                  : user ? user
                                                         : "unknown");
  if (decision.reason.empty() || decision.reason == "true") {
    return absl::InvalidArgumentError(
        "--reason: say why; it is kept with the letter.");
  }
  ASSIGN_OR_RETURN(DeadLetterLog log, ReadLetters(session));
  ASSIGN_OR_RETURN(const Letter* letter, log.Find(arguments.word(2)));
  if (verb == "replay") {
    RETURN_IF_ERROR(Replay(session, *letter, again, std::move(decision)));
    std::printf("%s: sent to %s again.\n", letter->id.c_str(),
                letter->topic.c_str());
    return absl::OkStatus();
  }
  if (letter->state() == "discarded") {
    std::printf("%s: it was discarded before.\n", letter->id.c_str());
    return absl::OkStatus();
  }
  decision.what = "discarded";
  RETURN_IF_ERROR(Note(session, *letter, decision));
  std::printf("%s: discarded.\n", letter->id.c_str());
  return absl::OkStatus();
}

}  // namespace

int RunDlq(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  Session session;
  session.timeout = absl::Seconds(arguments.deadline_seconds);
  session.cluster.bootstrap = arguments.TakeFlag("kafka").value_or("");
  while (auto setting = arguments.TakeFlag("kafka-setting")) {
    const size_t equals = setting->find('=');
    if (equals == std::string::npos) return Usage(arguments, kUsage);
    session.cluster.overrides.emplace_back(setting->substr(0, equals),
                                           setting->substr(equals + 1));
  }
  const bool one = verb == "show" || verb == "replay" || verb == "discard";
  const size_t words = one ? 3 : 2;
  if (arguments.help || (!one && verb != "list") ||
      session.cluster.bootstrap.empty() || arguments.words.size() != words) {
    return Usage(arguments, kUsage);
  }
  if (verb == "list") return Report(List(arguments, session));
  if (verb == "show") return Report(Show(arguments, session));
  return Report(Decide(arguments, session));
}

}  // namespace csi::tools
