// One batch or one stretch of replay in the making: overlays over the committed
// tables, and the partition's state row. The live path and the replay write
// through the same functions, so fold(journal) and live state are equal by
// construction. Owned and used by the executor's thread.
#ifndef CSI_COMMON_EXECUTOR_STAGED_PARTITION_H_
#define CSI_COMMON_EXECUTOR_STAGED_PARTITION_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/domain/domain.h"
#include "common/executor/store.h"
#include "common/kv/read_cache.h"
#include "csi/common/v1/engine_state.pb.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi {

// Method names of the engine's own commands.
inline constexpr char kTimerMethod[] = "@timer";
inline constexpr char kReactionMethod[] = "@react";
inline constexpr char kInputMethod[] = "@input";

// 16 hex digits of the due time in microseconds, tenant, kind and subject,
// joined by NUL: sorts by due time and is valid UTF-8.
std::string TimerKey(const Timer& timer);
std::optional<Timer> ParseTimerKey(std::string_view key);

// Key of a request id in the dedupe table.
std::string DedupeKey(std::string_view tenant, std::string_view actor,
                      std::string_view method, std::string_view request_id);

// Row of the meta table that marks a dead record.
std::string DeadRecordKey(uint64_t offset);

class StagedPartition {
 public:
  // `store` and `domain` outlive this.
  StagedPartition(const PartitionStore& store, const Domain& domain);

  // Reads the state row again and drops all staged writes.
  void Reset();

  KvWriter& state() { return state_; }
  const Overlay& dedupe() const { return dedupe_; }
  const Overlay& timers() const { return timers_; }
  common::v1::PartitionState& partition() { return partition_; }
  const common::v1::PartitionState& partition() const { return partition_; }

  // Marks the overlays so that Rollback takes back what comes after.
  void Mark();
  void Rollback();

  // Applies one command's parsed events and its bookkeeping (dedupe row, fired
  // timer). `offset` and `index` tell where the entry stands in the journal;
  // `dedupe_key` spares its making if it is at hand.
  void ApplyEntry(
      const common::v1::Entry& entry,
      const std::vector<std::unique_ptr<google::protobuf::Message>>& events,
      absl::Time time, uint64_t offset, uint32_t index,
      std::string_view dedupe_key = "");

  // Applies a whole counting record from its bytes: parses the events, applies
  // every entry and moves the chain. False when an event does not parse.
  bool ApplyRecord(const common::v1::JournalRecord& record,
                   std::string_view bytes);

  // Passes a dead record over and notes its place, so that nobody publishes it.
  void SkipRecord(std::string_view bytes);

  // Ends a counting batch, after its entries: notes the order of its request
  // ids, and drops old ones if `evict`.
  void CloseBatch(int64_t time_us, bool evict);

  // All staged writes with the state row and the new state hash; staging starts
  // anew on top once they are committed.
  WriteSet Take();

  // Sentence of a broken assumption in Apply, if any.
  const std::optional<std::string>& broken() const { return broken_; }

 private:
  class ApplyEffects;

  void AddToHash(Table table, const Overlay& overlay);
  // Drops request ids that are old enough, batch by batch, about `most`.
  void EvictRequestIds(int64_t now_us, uint64_t most);

  const PartitionStore& store_;
  const Domain& domain_;
  common::v1::PartitionState partition_;
  ReadCache state_rows_;
  ReadCache timer_rows_;
  Overlay state_;
  Overlay dedupe_;
  Overlay timers_;
  std::vector<uint64_t> dead_;
  std::optional<std::string> broken_;
  std::string batch_ids_;  // hashes of this batch's request ids
  size_t marked_ids_ = 0;
};

// Additive hash of one row, two lanes.
struct RowHash {
  uint64_t low = 0;
  uint64_t high = 0;
};
RowHash HashRow(Table table, std::string_view key, std::string_view value);

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_STAGED_PARTITION_H_
