#include "common/runtime/event_feed.h"

#include <utility>

#include "common/base/limits.h"
#include "common/executor/staged_partition.h"
#include "common/kv/keys.h"

namespace csi {
namespace {

// Messages are larger than their bytes; who follows takes them soon.
constexpr size_t kDecidedKeptMax = 32;

}  // namespace

void EventFeed::DropAll() {
  recent_.clear();
  recent_bytes_ = 0;
}

void EventFeed::Appended(uint64_t offset, std::string record,
                         std::shared_ptr<const DecidedRecord> decided) {
  {
    std::lock_guard lock(mutex_);
    if (first_ + recent_.size() != offset) DropAll();
    if (recent_.empty()) first_ = offset;
    recent_bytes_ += record.size();
    recent_.push_back(
        std::make_shared<Recent>(std::move(record), std::move(decided)));
    if (recent_.size() > kDecidedKeptMax) {
      recent_[recent_.size() - 1 - kDecidedKeptMax]->decided.reset();
    }
    while (recent_bytes_ > limits::kRecentRecordBytesMax) {
      recent_bytes_ -= recent_.front()->record.size();
      recent_.pop_front();
      ++first_;
    }
  }
  end_ = offset + 1;
}

void EventFeed::Committed(uint64_t end) {
  if (end <= end_) return;
  {
    std::lock_guard lock(mutex_);
    DropAll();
  }
  end_ = end;
}

void EventFeed::Restart() {
  std::lock_guard lock(mutex_);
  DropAll();
  end_ = 0;
}

std::optional<std::string> EventFeed::Kept(uint64_t offset) const {
  std::lock_guard lock(mutex_);
  if (offset < first_ || offset - first_ >= recent_.size()) return std::nullopt;
  return recent_[offset - first_]->record;
}

size_t EventFeed::kept_bytes() const {
  std::lock_guard lock(mutex_);
  return recent_bytes_;
}

bool EventFeed::FromMemory(const EventOrigin& origin, uint64_t offset,
                           EventList& events) {
  std::shared_ptr<Recent> recent;
  std::shared_ptr<const DecidedRecord> decided;
  {
    std::lock_guard lock(mutex_);
    if (offset < first_ || offset - first_ >= recent_.size()) return false;
    recent = recent_[offset - first_];
    decided = recent->decided;
  }
  // Not under the lock: the writer must not wait for its readers.
  std::call_once(recent->projected, [&] {
    recent->events =
        decided ? ProjectDecided(origin, offset, recent->record, *decided)
                : ProjectRecord(domain_, origin, offset, recent->record);
  });
  events = recent->events;
  return true;
}

bool EventFeed::FromStore(const EventOrigin& origin, uint64_t offset,
                          EventList& events) const {
  auto records = journal_.ReadAt(offset, offset + 1);
  auto rows = store_.Snapshot();
  if (!records.ok() || records->empty() || !rows) return false;
  // Which records are dead is known of those that the rows have folded: while
  // a store is repaired they may stand before this one.
  const KvReader& meta = rows->table(Table::kMeta);
  const auto state =
      GetRow<common::v1::PartitionState>(meta, kPartitionStateKey);
  if (!state || state->next_offset() <= offset) return false;
  // A dead record is not part of what happened.
  if (!meta.Has(DeadRecordKey(offset))) {
    events = ProjectRecord(domain_, origin, offset, records->front());
  }
  return true;
}

bool EventFeed::Read(const EventOrigin& origin, uint64_t from,
                     size_t events_max, ForeignBatch& batch) {
  const uint64_t end = end_;
  batch.journal_id = origin.journal_id;
  batch.next_offset = from;
  // A reader that is ahead of this journal has seen another past of it.
  if (batch.journal_id.empty() || from > end) return false;
  size_t taken = 0;
  while (batch.next_offset < end && taken < events_max) {
    const uint64_t offset = batch.next_offset;
    EventList events;
    if (!FromMemory(origin, offset, events) &&
        !FromStore(origin, offset, events)) {
      return false;
    }
    if (!events.empty()) {
      taken += events.size();
      batch.records.push_back({offset, std::move(events)});
    }
    ++batch.next_offset;
  }
  batch.at_end = batch.next_offset >= end_;
  return true;
}

}  // namespace csi
