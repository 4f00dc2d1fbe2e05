// Rows of the dedupe table:
//
//   'k' + 16 bytes of SHA-256(tenant, actor, method, request id)  DedupeRow
//   'o' + number of the batch's first id (8 bytes)
//                                   time in us (8 bytes) + 16 bytes of each id
//
// Rows of the timers table: TimerKey -> empty.
//
// Rows of the meta table: the state row, and DeadRecordKey -> empty.
#include "common/executor/staged_partition.h"

#include <xxhash.h>

#include "absl/strings/numbers.h"
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"

namespace csi {
namespace {

using common::v1::DedupeRow;
using common::v1::Entry;
using common::v1::JournalRecord;

constexpr size_t kDedupeHashBytes = 16;
constexpr size_t kHexDigits = 16;
// How many more request ids than it adds a batch may evict.
constexpr uint64_t kEvictAhead = 16;

std::string OrderKey(uint64_t number) { return StrCat("o", BigEndian(number)); }

}  // namespace

std::string TimerKey(const Timer& timer) {
  std::string key;
  key.reserve(kHexDigits + timer.tenant.size() + timer.kind.size() +
              timer.subject.size() + 3);
  const uint64_t due_us = static_cast<uint64_t>(absl::ToUnixMicros(timer.due));
  for (int shift = 60; shift >= 0; shift -= 4) {
    key.push_back("0123456789abcdef"[(due_us >> shift) & 15]);
  }
  for (const std::string* part : {&timer.tenant, &timer.kind, &timer.subject}) {
    key.push_back('\0');
    key.append(*part);
  }
  return key;
}

std::optional<Timer> ParseTimerKey(std::string_view key) {
  uint64_t due_us = 0;
  if (key.size() < kHexDigits ||
      !absl::SimpleHexAtoi(View(key.substr(0, kHexDigits)), &due_us)) {
    return std::nullopt;
  }
  const std::vector<std::string> parts = KeyParts(key);
  if (parts.size() != 3) return std::nullopt;
  return Timer{absl::FromUnixMicros(static_cast<int64_t>(due_us)), parts[0],
               parts[1], parts[2]};
}

std::string DedupeKey(std::string_view tenant, std::string_view actor,
                      std::string_view method, std::string_view request_id) {
  const std::string_view nul("\0", 1);
  return StrCat("k", Sha256({tenant, nul, actor, nul, method, nul, request_id})
                         .substr(0, kDedupeHashBytes));
}

std::string DeadRecordKey(uint64_t offset) {
  return StrCat("dead", BigEndian(offset));
}

RowHash HashRow(Table table, std::string_view key, std::string_view value) {
  thread_local std::string row;
  row.clear();
  row.reserve(key.size() + value.size() + 9);
  row.push_back(static_cast<char>(table));
  row.append(BigEndian(key.size()));
  row.append(key);
  row.append(value);
  const XXH128_hash_t hash = XXH3_128bits(row.data(), row.size());
  return {hash.low64, hash.high64};
}

// What Apply sees of the staged partition.
class StagedPartition::ApplyEffects : public Effects {
 public:
  explicit ApplyEffects(StagedPartition& staged) : staged_(staged) {}
  KvWriter& state() override { return staged_.state_; }
  void SetTimer(const Timer& timer) override {
    staged_.timers_.Put(TimerKey(timer), "");
  }
  void CancelTimer(const Timer& timer) override {
    staged_.timers_.Delete(TimerKey(timer));
  }
  void Broken(std::string what) override {
    if (!staged_.broken_) staged_.broken_ = std::move(what);
  }

 private:
  StagedPartition& staged_;
};

StagedPartition::StagedPartition(const PartitionStore& store,
                                 const Domain& domain)
    : store_(store),
      domain_(domain),
      state_rows_(store.table(Table::kState), limits::kStateCacheBytesMax),
      // The next one that is due is asked for while a batch is under way.
      timer_rows_(store.table(Table::kTimers), limits::kTimerCacheBytesMax,
                  ReadCache::Writes::kAll),
      state_(state_rows_),
      dedupe_(store.table(Table::kDedupe)),
      timers_(timer_rows_) {
  Reset();
}

void StagedPartition::Reset() {
  state_.Clear();
  dedupe_.Clear();
  timers_.Clear();
  state_rows_.Forget();
  timer_rows_.Forget();
  dead_.clear();
  batch_ids_.clear();
  broken_.reset();
  partition_.Clear();
  const auto row = store_.table(Table::kMeta).Get(kPartitionStateKey);
  if (row && !partition_.ParseFromString(*row)) {
    broken_ = "the partition's state row does not parse";
  }
}

void StagedPartition::Mark() {
  state_.Mark();
  dedupe_.Mark();
  timers_.Mark();
  marked_ids_ = batch_ids_.size();
}

void StagedPartition::Rollback() {
  state_.Rollback();
  dedupe_.Rollback();
  timers_.Rollback();
  batch_ids_.resize(marked_ids_);
}

void StagedPartition::ApplyEntry(
    const Entry& entry,
    const std::vector<std::unique_ptr<google::protobuf::Message>>& events,
    absl::Time time, uint64_t offset, uint32_t index,
    std::string_view dedupe_key) {
  const Fact fact{entry.tenant(), entry.actor(),      entry.on_behalf_of(),
                  entry.method(), entry.request_id(), time};
  ApplyEffects effects(*this);
  if (entry.method() == kTimerMethod) timers_.Delete(entry.request_id());
  for (const auto& event : events) domain_.Apply(*event, fact, effects);
  if (entry.content_hash().empty()) return;
  const std::string key = dedupe_key.empty()
                              ? DedupeKey(entry.tenant(), entry.actor(),
                                          entry.method(), entry.request_id())
                              : std::string(dedupe_key);
  DedupeRow row;
  row.set_content_prefix(FromBigEndian(entry.content_hash()));
  row.set_offset(offset);
  row.set_index(index);
  // Decided only because there is no such row.
  dedupe_.StageUnread(key, std::make_shared<const Row>(ToBytes(row)));
  batch_ids_.append(key, 1);
}

void StagedPartition::CloseBatch(int64_t time_us, bool evict) {
  const uint64_t ids = batch_ids_.size() / kDedupeHashBytes;
  if (ids > 0) {
    dedupe_.StageUnread(
        OrderKey(partition_.dedupe_next()),
        std::make_shared<const Row>(StrCat(BigEndian(time_us), batch_ids_)));
    partition_.set_dedupe_next(partition_.dedupe_next() + ids);
    batch_ids_.clear();
  }
  if (evict) EvictRequestIds(time_us, ids + kEvictAhead);
}

bool StagedPartition::ApplyRecord(const JournalRecord& record,
                                  std::string_view bytes) {
  const uint64_t offset = partition_.next_offset();
  Mark();  // nothing of an earlier record is taken back
  if (record.has_batch()) {
    const absl::Time time =
        absl::FromUnixMicros(record.batch().decided_at_us());
    uint32_t index = 0;
    for (const Entry& entry : record.batch().entries()) {
      std::vector<std::unique_ptr<google::protobuf::Message>> events;
      for (const std::string& event_bytes : entry.events()) {
        events.push_back(domain_.NewEvent());
        if (!events.back()->ParseFromString(event_bytes)) return false;
      }
      ApplyEntry(entry, events, time, offset, index++);
    }
  }
  journal::Advance(record, bytes, partition_);
  if (record.has_batch()) {
    CloseBatch(record.batch().decided_at_us(), !record.batch().clock_suspect());
  }
  return true;
}

void StagedPartition::SkipRecord(std::string_view bytes) {
  dead_.push_back(partition_.next_offset());
  journal::Skip(bytes, partition_);
}

void StagedPartition::EvictRequestIds(int64_t now_us, uint64_t most) {
  for (uint64_t evicted = 0; evicted < most;) {
    const uint64_t first = partition_.dedupe_first();
    if (partition_.dedupe_next() - first <= limits::kDedupeKeepCount) return;
    const auto order = dedupe_.Get(OrderKey(first));
    if (!order || order->size() < 8 || order->size() % kDedupeHashBytes != 8) {
      broken_ = StrCat("request id ", first, " has no order row");
      return;
    }
    const uint64_t ids = order->size() / kDedupeHashBytes;
    const int64_t time_us = static_cast<int64_t>(FromBigEndian(*order));
    if (time_us > now_us - limits::kDedupeKeepUs ||
        partition_.dedupe_next() - first - ids < limits::kDedupeKeepCount) {
      return;
    }
    for (size_t at = 8; at < order->size(); at += kDedupeHashBytes) {
      dedupe_.Delete(StrCat("k", order->substr(at, kDedupeHashBytes)));
    }
    dedupe_.Delete(OrderKey(first));
    partition_.set_dedupe_first(first + ids);
    evicted += ids;
  }
}

void StagedPartition::AddToHash(Table table, const Overlay& overlay) {
  uint64_t low = partition_.state_hash_low();
  uint64_t high = partition_.state_hash_high();
  overlay.ForEachChange(
      [&](std::string_view key, const RowRef& was, const RowRef& becomes) {
        if (was) {
          const RowHash hash = HashRow(table, key, was->bytes());
          low -= hash.low;
          high -= hash.high;
        }
        if (becomes) {
          const RowHash hash = HashRow(table, key, becomes->bytes());
          low += hash.low;
          high += hash.high;
        }
      });
  partition_.set_state_hash_low(low);
  partition_.set_state_hash_high(high);
}

WriteSet StagedPartition::Take() {
  AddToHash(Table::kState, state_);
  AddToHash(Table::kDedupe, dedupe_);
  AddToHash(Table::kTimers, timers_);
  WriteSet writes;
  writes.at(Table::kState) = state_.TakeWrites();
  writes.at(Table::kDedupe) = dedupe_.TakeWrites();
  writes.at(Table::kTimers) = timers_.TakeWrites();
  state_rows_.Write(writes.at(Table::kState));
  timer_rows_.Write(writes.at(Table::kTimers));
  writes.at(Table::kMeta)[kPartitionStateKey] = ToBytes(partition_);
  for (uint64_t offset : dead_) {
    writes.at(Table::kMeta)[DeadRecordKey(offset)] = "";
  }
  dead_.clear();
  return writes;
}

}  // namespace csi
