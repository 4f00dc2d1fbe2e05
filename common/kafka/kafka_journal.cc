#include "common/kafka/kafka_journal.h"

#include <utility>

#include "common/base/strings.h"
#include "common/kafka/journal_topic.h"
#include "common/kafka/topic_admin.h"
#include "common/telemetry/log.h"

namespace csi::kafka {
namespace {

// A stop cannot end one question, so none may take long.
constexpr absl::Duration kAskTimeout = absl::Seconds(2);
// How long one Read waits for the first record.
constexpr absl::Duration kReadWait = absl::Milliseconds(500);
// A broker that has just become the leader may not know the whole journal's
// end yet: a state is called ahead of it only after this.
constexpr absl::Duration kEndWait = absl::Seconds(10);
constexpr size_t kReadBytesMax = 4 * 1024 * 1024;

}  // namespace

KafkaJournal::KafkaJournal(KafkaJournalOptions options)
    : options_(std::move(options)) {}

absl::Status KafkaJournal::CheckTopic() {
  if (checked_ || !options_.check_settings) return absl::OkStatus();
  auto admin = TopicAdmin::Open(options_.cluster);
  if (!admin.ok()) return admin.status();
  auto state = (*admin)->Describe(options_.topic, kAskTimeout);
  if (!state.ok()) return state.status();
  const TopicSpec spec =
      JournalTopicSpec(options_.topic, options_.partition_count,
                       std::max(state->replication, 1));
  std::string wrong;
  for (const TopicFinding& finding : CompareTopic(spec, *state)) {
    if (finding.blocks) {
      StrAppend(&wrong, wrong.empty() ? "" : " ", finding.text);
    } else {
      Log(Severity::kWarning, "journal topic", {{"finding", finding.text}});
    }
  }
  if (!wrong.empty()) return absl::FailedPreconditionError(wrong);
  checked_ = true;
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> KafkaJournal::Open(uint64_t folded) {
  // What the old producer still holds may land yet; the claim tells.
  producer_.reset();
  reader_.reset();
  absl::Status checked = CheckTopic();
  if (!checked.ok()) return checked;
  auto reader = PartitionReader::Open(options_.cluster, options_.topic,
                                      options_.partition, news_);
  if (!reader.ok()) return reader.status();
  reader_ = *std::move(reader);
  const absl::Time until = absl::Now() + kEndWait;
  while (true) {
    auto range = reader_->Range(kAskTimeout);
    if (!range.ok()) return range.status();
    if (range->low > folded) {
      return absl::FailedPreconditionError(StrCat(
          "The journal ", options_.topic, "/", options_.partition,
          " begins at offset ", range->low, ", the state needs it from ",
          folded,
          " on: records were deleted. A journal keeps everything: set "
          "retention.ms and retention.bytes to -1, and restore a checkpoint "
          "that is newer than what is gone."));
    }
    if (range->high >= folded || absl::Now() > until || interrupted_) {
      return range->high;
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
}

absl::StatusOr<PartitionJournal::Records> KafkaJournal::ReadFrom(
    PartitionReader& reader, uint64_t from, uint64_t to) {
  auto records = reader.Read(from, to, kReadWait, kReadBytesMax);
  if (records.ok() && !records->empty()) return records;
  const auto code = records.status().code();
  if (!records.ok() && code != absl::StatusCode::kOutOfRange) {
    return records.status();
  }
  auto range = reader.Range(kAskTimeout);
  if (!range.ok()) return range.status();
  if (from < range->low) {
    return absl::DataLossError(StrCat(
        "the journal ", options_.topic, "/", options_.partition,
        " begins at offset ", range->low, ", offset ", from, " was deleted"));
  }
  if (from >= range->high) return Records();
  return absl::UnavailableError(StrCat("Kafka: ", options_.topic, "/",
                                       options_.partition, " offset ", from,
                                       " is there but did not come in time."));
}

absl::StatusOr<PartitionJournal::Records> KafkaJournal::Read(uint64_t from,
                                                             uint64_t to) {
  return ReadFrom(*reader_, from, to);
}

absl::StatusOr<PartitionJournal::Records> KafkaJournal::Follow(uint64_t from) {
  return reader_->Read(from, UINT64_MAX, absl::ZeroDuration(), kReadBytesMax);
}

absl::StatusOr<PartitionJournal::Records> KafkaJournal::ReadAt(uint64_t from,
                                                               uint64_t to) {
  std::lock_guard lock(old_mutex_);
  if (!old_reader_) {
    auto reader = PartitionReader::Open(options_.cluster, options_.topic,
                                        options_.partition);
    if (!reader.ok()) return reader.status();
    old_reader_ = *std::move(reader);
  }
  return ReadFrom(*old_reader_, from, to);
}

absl::Status KafkaJournal::OpenProducer() {
  auto producer = PartitionProducer::Open(options_.cluster, options_.topic,
                                          options_.partition);
  if (!producer.ok()) return producer.status();
  absl::Status prepared = (*producer)->Prepare(kAskTimeout);
  if (!prepared.ok()) return prepared;
  producer_ = *std::move(producer);
  return absl::OkStatus();
}

void KafkaJournal::PrepareToAppend() {
  if (producer_ || interrupted_) return;
  absl::Status opened = OpenProducer();
  if (opened.ok()) return;
  Log(Severity::kWarning, "journal: no producer",
      {{"topic", options_.topic}, {"why", std::string(opened.message())}});
}

AppendOutcome KafkaJournal::Append(std::string_view record, const WriteSet&,
                                   uint64_t* offset) {
  PrepareToAppend();
  if (!producer_) return AppendOutcome::kNotWritten;
  const WriteResult result = producer_->Write(record, &interrupted_);
  *offset = result.offset;
  if (result.outcome == WriteOutcome::kWritten) {
    return AppendOutcome::kCommitted;
  }
  Log(Severity::kWarning, "journal: a record was not acknowledged",
      {{"topic", options_.topic},
       {"partition", StrCat(options_.partition)},
       {"why", result.why}});
  return result.outcome == WriteOutcome::kNotWritten
             ? AppendOutcome::kNotWritten
             : AppendOutcome::kUnknown;
}

}  // namespace csi::kafka
