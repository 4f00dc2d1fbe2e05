#include "common/event_topics/topic_event_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr absl::Duration kReadWait = absl::Milliseconds(200);
constexpr size_t kReadBytesMax = 1 << 20;
constexpr auto kTryAgain = std::chrono::milliseconds(500);
// A lost leader's publisher may have written older events behind newer ones,
// so a search stops this many records early; more if that was not enough.
constexpr uint64_t kMarginRecords = 2000;

absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

TopicEventSource::TopicEventSource(kafka::ClusterOptions cluster,
                                   std::string topic, int32_t partition,
                                   int32_t partitions)
    : cluster_(std::move(cluster)),
      topic_(std::move(topic)),
      partition_(partition),
      partitions_(partitions) {
  thread_ = std::thread([this] { Run(); });
}

TopicEventSource::~TopicEventSource() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void TopicEventSource::OnProgress(std::function<void()> notify) {
  std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(notify));
}

std::string TopicEventSource::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

void TopicEventSource::Notify() {
  std::vector<std::function<void()>> listeners;
  {
    std::lock_guard lock(mutex_);
    listeners = listeners_;
  }
  for (const auto& notify : listeners) notify();
}

bool TopicEventSource::Interrupted() {
  std::lock_guard lock(mutex_);
  return stopping_ || restart_at_;
}

void TopicEventSource::Run() {
  while (true) {
    uint64_t from = 0;
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return;
      from = restart_at_.value_or(next_);
      restart_at_.reset();
      begin_ = next_ = from;
      records_.clear();
      buffered_events_ = 0;
      at_end_ = false;
    }
    const absl::Status status = Follow(from);
    std::unique_lock lock(mutex_);
    at_end_ = false;
    if (status.ok()) continue;
    if (trouble_ != StdView(status.message())) {
      trouble_ = std::string(status.message());
      // A gap does not mend itself.
      const bool gap = status.code() == absl::StatusCode::kDataLoss;
      Log(gap ? Severity::kError : Severity::kWarning,
          "a view's events do not come; it grows old",
          {{"topic", topic_}, {"why", trouble_}});
    }
    changed_.wait_for(lock, kTryAgain,
                      [this] { return stopping_ || restart_at_; });
  }
}

absl::StatusOr<uint64_t> TopicEventSource::Search(
    kafka::PartitionReader& reader, const kafka::OffsetRange& range,
    uint64_t from, uint64_t margin) {
  uint64_t low = range.low;
  uint64_t high = range.high;
  while (low < high && !Interrupted()) {
    const uint64_t middle = low + (high - low) / 2;
    auto messages = reader.ReadMessages(middle, middle + 1, kAskTimeout, 1);
    if (!messages.ok()) return messages.status();
    if (messages->empty()) {
      return absl::UnavailableError(
          StrCat("Kafka: ", topic_, " does not answer."));
    }
    const auto place = PlaceOf(messages->front().headers);
    if (place && place->offset >= from) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low - std::min(low - range.low, margin);
}

absl::Status TopicEventSource::CheckCount(
    const kafka::PartitionReader& reader) const {
  const auto count = reader.Partitions(kAskTimeout);
  if (!count.ok() || *count == partitions_) return count.status();
  return absl::FailedPreconditionError(StrCat(
      "The topic ", topic_, " has ", *count,
      " partitions and this copy runs with --partitions ", partitions_,
      ": tenants would stand elsewhere. All services have one count, "
      "for ever; start with --partitions ",
      *count, ", or look with `csictl topics check` which topic is wrong."));
}

absl::Status TopicEventSource::CheckHead(const EventAssembler& assembler,
                                         const kafka::OffsetRange& range,
                                         uint64_t start, uint64_t from) const {
  // Where the topic is whole its first event has number 1.
  const bool whole = range.low == 0 && assembler.first_sequence() <= 1;
  if (!assembler.begun() || start > range.low ||
      assembler.first_offset() <= from || whole) {
    return absl::OkStatus();
  }
  return absl::DataLossError(StrCat(
      "The topic ", topic_, " lost its head: it begins at offset ", range.low,
      " with what the journal holds at offset ", assembler.first_offset(),
      ", and the view stands before offset ", from,
      ". The events between were deleted. Nothing behind the gap is used: an "
      "events topic keeps everything (retention.ms and retention.bytes -1); "
      "restore it, or empty it so that its publisher writes it anew."));
}

absl::Status TopicEventSource::Follow(uint64_t from) {
  auto opened = kafka::PartitionReader::Open(cluster_, topic_, partition_);
  if (!opened.ok()) return opened.status();
  kafka::PartitionReader& reader = **opened;
  absl::Status status = CheckCount(reader);
  if (!status.ok()) return status;
  auto range = reader.Range(kAskTimeout);
  if (!range.ok()) return range.status();
  uint64_t margin = kMarginRecords;
  auto start = Search(reader, *range, from, margin);
  EventAssembler assembler;
  uint64_t at = start.ok() ? *start : 0;
  bool live = false;  // what comes next is new
  status = start.status();
  while (status.ok() && !Interrupted()) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] {
        return stopping_ || restart_at_ ||
               buffered_events_ < 2 * limits::kViewQueueEventsMax;
      });
      if (stopping_ || restart_at_) break;
    }
    auto messages =
        reader.ReadMessages(at, UINT64_MAX, kReadWait, kReadBytesMax);
    if (!messages.ok()) return messages.status();
    std::vector<ForeignRecord> complete;
    for (const kafka::ReadMessage& message : *messages) {
      status = assembler.Take(message, complete);
      if (!status.ok()) break;
    }
    if (assembler.begun() && assembler.first_offset() > from && from > 0 &&
        *start > range->low) {
      // Too late a start: older events misled the search.
      margin *= 4;
      start = Search(reader, *range, from, margin);
      if (!start.ok()) return start.status();
      assembler = EventAssembler();
      at = *start;
      live = false;
      continue;
    }
    if (status.ok()) status = CheckHead(assembler, *range, *start, from);
    if (!status.ok()) break;
    at += messages->size();
    const bool at_end = reader.SinceEnd().has_value();
    Keep(assembler, *messages, std::move(complete), live, at_end);
    live = live || at_end;
    Notify();
  }
  return status;
}

void TopicEventSource::Keep(const EventAssembler& assembler,
                            const std::vector<kafka::ReadMessage>& messages,
                            std::vector<ForeignRecord> complete, bool live,
                            bool at_end) {
  std::lock_guard lock(mutex_);
  if (!messages.empty() && live) freshness_.HeardLive(SteadyNow());
  if (!messages.empty() && !live) {
    freshness_.HeardOld(
        SteadyNow(),
        absl::Now() - absl::FromUnixMillis(messages.back().timestamp_ms));
  }
  at_end_ = at_end;
  trouble_.clear();
  for (ForeignRecord& record : complete) {
    if (record.offset < next_) continue;
    buffered_events_ += record.events.size();
    records_.push_back(std::move(record));
  }
  if (!assembler.begun()) return;
  journal_id_ = absl::HexStringToBytes(assembler.journal_id());
  next_ = std::max(next_, assembler.next_offset());
  end_ = next_;
}

bool TopicEventSource::Read(uint64_t from, size_t events_max,
                            ForeignBatch& batch) {
  std::lock_guard lock(mutex_);
  if (restart_at_ || from < begin_ || from > next_) {
    // What is wanted is not in the buffer: reading starts again there.
    if (restart_at_ != from) restart_at_ = from;
    changed_.notify_all();
    return false;
  }
  if (journal_id_.empty()) return false;
  while (!records_.empty() && records_.front().offset < from) {
    buffered_events_ -= records_.front().events.size();
    records_.pop_front();
  }
  begin_ = from;
  batch.journal_id = journal_id_;
  size_t events = 0;
  size_t taken = 0;
  while (taken < records_.size() && events < events_max) {
    events += records_[taken].events.size();
    batch.records.push_back(records_[taken++]);
  }
  const bool all = taken == records_.size();
  batch.next_offset = all ? next_ : batch.records.back().offset + 1;
  batch.at_end = all && at_end_ && freshness_.Fresh(SteadyNow());
  changed_.notify_all();
  return true;
}

}  // namespace csi
