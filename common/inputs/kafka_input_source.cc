#include "common/inputs/kafka_input_source.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/inbound/poison.h"
#include "common/inputs/limits.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr absl::Duration kReadWait = absl::Milliseconds(200);
constexpr size_t kReadBytesMax = 1 << 20;
constexpr auto kTryAgain = std::chrono::milliseconds(500);
constexpr size_t kFingerprintBytes = 16;
constexpr size_t kInputBytes = sizeof(Input) + 200;
constexpr absl::Duration kLookEvery = absl::Minutes(1);
constexpr char kRemedy[] =
    " Look what was lost; then start once with --input-accept-gap to go on "
    "with the first record that is there.";

kafka::ClusterOptions WithInputSettings(kafka::ClusterOptions cluster) {
  // Whoever writes the topic may use transactions; what was aborted is not
  // there. Little is fetched ahead: partitions may be many.
  cluster.overrides.emplace_back("isolation.level", "read_committed");
  cluster.overrides.emplace_back("queued.max.messages.kbytes",
                                 StrCat(limits::kInputFetchedKiBMax));
  return cluster;
}

std::string HeaderOf(const kafka::ReadMessage& message, std::string_view name) {
  for (const auto& [key, value] : message.headers) {
    if (key == name) return value;
  }
  return "";
}

}  // namespace

std::string FingerprintOf(const kafka::ReadMessage& message) {
  return Sha256(StrCat(message.timestamp_ms, "/", message.key.size(), "/",
                       message.key, message.value))
      .substr(0, kFingerprintBytes);
}

KafkaInputSource::KafkaInputSource(KafkaInputOptions options,
                                   const inbound::InputMapper& mapper)
    : options_(std::move(options)),
      name_(StrCat(options_.topic, "/", options_.partition)),
      mapper_(mapper) {
  thread_ = std::thread([this] { Run(); });
}

KafkaInputSource::~KafkaInputSource() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void KafkaInputSource::OnProgress(std::function<void()> notify) {
  std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(notify));
}

std::string KafkaInputSource::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_.empty() ? warning_ : trouble_;
}

std::vector<Input> KafkaInputSource::Read(const InputPlace& place,
                                          size_t inputs_max) {
  std::vector<Input> taken;
  std::lock_guard lock(mutex_);
  if (restart_at_ == place) return taken;
  if (restart_at_ || begin_ != place) {
    restart_at_ = place;
    changed_.notify_all();
    return taken;
  }
  size_t bytes = 0;
  while (!buffer_.empty() && taken.size() < inputs_max &&
         bytes < limits::kInputPullBytesMax) {
    Input& input = buffer_.front();
    begin_ = InputPlace{input.offset + 1, input.fingerprint};
    bytes += input.bytes;
    buffered_bytes_ -= input.bytes;
    taken.push_back(std::move(input));
    buffer_.pop_front();
  }
  changed_.notify_all();
  return taken;
}

void KafkaInputSource::Run() {
  std::optional<InputPlace> from;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || restart_at_ || from; });
      if (stopping_) return;
      if (restart_at_) from = std::exchange(restart_at_, std::nullopt);
      begin_ = from;
      buffer_.clear();
      buffered_bytes_ = 0;
    }
    const absl::Status status = Follow(*from);
    std::unique_lock lock(mutex_);
    if (status.ok()) continue;  // told to begin elsewhere, or to stop
    if (trouble_ != StdView(status.message())) {
      trouble_ = std::string(status.message());
      Log(Severity::kError, "inputs are not read",
          {{"input", name_}, {"why", trouble_}});
    }
    changed_.wait_for(lock, kTryAgain,
                      [this] { return stopping_ || restart_at_; });
    // What was read and not yet taken is still wanted.
    from = begin_;
  }
}

void KafkaInputSource::CompareCount(kafka::PartitionReader& reader) {
  if (options_.partition != 0) return;
  const auto count = reader.Partitions(kAskTimeout);
  std::lock_guard lock(mutex_);
  warning_.clear();
  if (!count.ok() || *count == options_.partitions) return;
  warning_ = StrCat("The topic ", options_.topic, " has ", *count,
                    " partitions, ", options_.partitions,
                    " are read: start with --input-partitions ", *count, ".");
  Log(Severity::kError, "not all of an input is read",
      {{"input", name_}, {"why", warning_}});
}

absl::StatusOr<uint64_t> KafkaInputSource::Start(kafka::PartitionReader& reader,
                                                 const InputPlace& place) {
  auto range = reader.Range(kAskTimeout);
  if (!range.ok()) return range.status();
  CompareCount(reader);
  end_ = range->high;
  if (place.fingerprint.empty()) return range->low;
  std::string lost;
  if (place.next > range->high) {
    lost = StrCat("it was read up to offset ", place.next, " and ends at ",
                  range->high, ": it was cut or replaced.");
  } else if (place.next < range->low) {
    lost = StrCat("the records from offset ", place.next, " to ",
                  range->low - 1, " were deleted before they were read.");
  } else if (place.next - 1 >= range->low && place.next > 0) {
    auto before = reader.ReadMessages(place.next - 1, place.next, kAskTimeout,
                                      kReadBytesMax);
    if (!before.ok()) return before.status();
    if (before->empty()) {
      return absl::UnavailableError(
          StrCat("Kafka: ", name_, " does not answer."));
    }
    // A compacted topic may have dropped it; then nothing can be said.
    const kafka::ReadMessage& found = before->front();
    if (found.offset == place.next - 1 &&
        FingerprintOf(found) != place.fingerprint) {
      lost = StrCat("the record at offset ", place.next - 1,
                    " is not the one that was read there: the topic was "
                    "replaced.");
    }
  }
  if (lost.empty()) return place.next;
  if (!options_.accept_gap) {
    return absl::DataLossError(StrCat("Input ", name_, ": ", lost, kRemedy));
  }
  Log(Severity::kWarning, "a gap of an input is accepted",
      {{"input", name_}, {"gap", lost}, {"on_from", StrCat(range->low)}});
  return range->low;
}

absl::Status KafkaInputSource::Follow(const InputPlace& place) {
  auto opened = kafka::PartitionReader::Open(
      WithInputSettings(options_.cluster), options_.topic, options_.partition);
  if (!opened.ok()) return opened.status();
  kafka::PartitionReader& reader = **opened;
  reader.AllowHoles();
  auto start = Start(reader, place);
  if (!start.ok()) return start.status();
  {
    std::lock_guard lock(mutex_);
    trouble_.clear();
  }
  uint64_t at = *start;
  absl::Time looked_at = absl::Now();
  while (WaitForRoom()) {
    if (absl::Now() - looked_at > kLookEvery) {
      CompareCount(reader);
      looked_at = absl::Now();
    }
    const uint64_t known = reader.KnownEnd();
    if (known > end_) end_ = known;
    auto messages =
        reader.ReadMessages(at, UINT64_MAX, kReadWait, kReadBytesMax);
    if (!messages.ok()) return messages.status();
    if (messages->empty()) continue;
    std::vector<Input> inputs;
    for (const kafka::ReadMessage& message : *messages) {
      inputs.push_back(Take(message));
      at = message.offset + 1;
    }
    Keep(std::move(inputs));
  }
  return absl::OkStatus();
}

// False when this stretch is over.
bool KafkaInputSource::WaitForRoom() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    return stopping_ || restart_at_ ||
           (buffer_.size() < limits::kInputBufferMax &&
            buffered_bytes_ < limits::kInputBufferBytesMax);
  });
  return !stopping_ && !restart_at_;
}

Input KafkaInputSource::Take(const kafka::ReadMessage& message) const {
  Input input;
  input.offset = message.offset;
  input.fingerprint = FingerprintOf(message);
  input.event_source = csv::CleanUtf8(HeaderOf(message, "ce_source"),
                                      limits::kRejectedTextBytesMax);
  input.event_id =
      csv::CleanUtf8(HeaderOf(message, "ce_id"), limits::kRejectedTextBytesMax);
  auto commands =
      mapper_.Commands({message.key, message.headers, message.value});
  input.bytes = kInputBytes + input.event_source.size() + input.event_id.size();
  if (commands.ok()) {
    input.commands = *std::move(commands);
    options_.share.Apply(options_.partition, input);
    // Messages in memory are larger than their bytes.
    for (const InputCommand& each : input.commands) {
      input.bytes += each.request->SpaceUsedLong();
    }
    return input;
  }
  input.rejected = RejectionOf(name_, input);
  input.rejected->set_stage(common::v1::InputRejected::STAGE_READ);
  input.rejected->set_reason(inbound::PoisonWord(commands.status()));
  input.rejected->set_message(csv::CleanUtf8(
      StdView(commands.status().message()), limits::kRejectedTextBytesMax));
  options_.share.Apply(options_.partition, input);
  return input;
}

void KafkaInputSource::Keep(std::vector<Input> inputs) {
  std::vector<std::function<void()>> listeners;
  {
    std::lock_guard lock(mutex_);
    for (Input& input : inputs) {
      end_ = std::max<uint64_t>(end_, input.offset + 1);
      buffered_bytes_ += input.bytes;
      buffer_.push_back(std::move(input));
    }
    listeners = listeners_;
  }
  for (const auto& notify : listeners) notify();
}

}  // namespace csi
