// The public events of a partition in this process, for all who read them: its
// newest records are kept in memory and projected once, older ones are read
// from the store again. Thread-safe; Appended is called by one thread.
#ifndef CSI_COMMON_RUNTIME_EVENT_FEED_H_
#define CSI_COMMON_RUNTIME_EVENT_FEED_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "common/domain/domain.h"
#include "common/executor/calls.h"
#include "common/executor/partition_journal.h"
#include "common/publisher/projection.h"
#include "common/rocks/rocks_store.h"

namespace csi {

class EventFeed {
 public:
  // All outlive the feed.
  EventFeed(const Domain& domain, const RocksStore& store,
            PartitionJournal& journal)
      : domain_(domain), store_(store), journal_(journal) {}

  // A record that is committed and counts; `decided` is what it was made of,
  // if it was decided here.
  void Appended(uint64_t offset, std::string record,
                std::shared_ptr<const DecidedRecord> decided = nullptr);
  // Everything below `end` is committed; what was kept may be of another time.
  void Committed(uint64_t end);
  // The state was set aside: nothing is committed yet.
  void Restart();
  uint64_t end() const { return end_; }
  // The bytes of a record that is kept in memory.
  std::optional<std::string> Kept(uint64_t offset) const;
  // Bytes of records kept in memory.
  size_t kept_bytes() const;

  // As EventSource::Read; `origin.journal_id` may be empty before the genesis.
  bool Read(const EventOrigin& origin, uint64_t from, size_t events_max,
            ForeignBatch& batch);

 private:
  struct Recent {
    Recent(std::string bytes, std::shared_ptr<const DecidedRecord> from)
        : record(std::move(bytes)), decided(std::move(from)) {}
    const std::string record;
    // Guarded by the feed's mutex; of the newest records alone.
    std::shared_ptr<const DecidedRecord> decided;
    std::once_flag projected;
    EventList events;
  };

  void DropAll();
  // The events of a record that is kept, projected on first use, by the reader.
  bool FromMemory(const EventOrigin& origin, uint64_t offset,
                  EventList& events);
  bool FromStore(const EventOrigin& origin, uint64_t offset,
                 EventList& events) const;

  const Domain& domain_;
  const RocksStore& store_;
  PartitionJournal& journal_;
  std::atomic<uint64_t> end_{0};
  mutable std::mutex mutex_;
  uint64_t first_ = 0;  // offset of recent_.front(); the others follow densely
  std::deque<std::shared_ptr<Recent>> recent_;
  size_t recent_bytes_ = 0;
};

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_EVENT_FEED_H_
