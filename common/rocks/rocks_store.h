// A partition on one RocksDB: the embedded journal and all tables.
//
// An append is one synced write of the record. The rows that follow from it
// are visible at once and written later, many batches in one write with their
// position (pending_rows.h): a row that changes often is written once. A crash
// rolls the rows back to an earlier position, and the journal refills them.
//
// Column families: journal (offset, 8 bytes big-endian -> record), state,
// dedupe, timers, views, meta. Opened with kTolerateCorruptedTailRecords: a
// torn last write is dropped, any other damage stops the open with its place.
//
// One thread appends, commits and reopens; snapshots and journal reads are
// thread-safe.
#ifndef CSI_COMMON_ROCKS_ROCKS_STORE_H_
#define CSI_COMMON_ROCKS_ROCKS_STORE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/executor/calls.h"
#include "common/executor/store.h"

namespace csi {

// Block cache and write buffers that all stores of a process share.
class RocksShared {
 public:
  explicit RocksShared(size_t cache_bytes, size_t write_buffer_bytes);
  ~RocksShared();

 private:
  friend class RocksStore;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct RocksOptions {
  std::string path;
  bool read_only = false;
  // The journal is not in this store, so that what a crash takes from the end
  // of the log comes again: any consistent prefix will do.
  bool journal_elsewhere = false;
  // Bytes of one memtable.
  size_t write_buffer_bytes = 8 << 20;
};

class RocksStore : public PartitionStore {
 public:
  // Creates the folder if need be. FAILED_PRECONDITION when another process
  // holds it; DATA_LOSS with the place when it is damaged. `shared` outlives
  // the store.
  static absl::StatusOr<std::unique_ptr<RocksStore>> Open(RocksOptions options,
                                                          RocksShared& shared);
  ~RocksStore() override;

  const KvReader& table(Table table) const override;
  // Null while the store is being reopened.
  std::shared_ptr<const StoreSnapshot> Snapshot() const override;
  std::string damage() const override;
  bool damaged() const;

  // Offset behind the last record.
  uint64_t journal_end() const;
  // Up to `to` or about `bytes_max`, at least one record if there is one.
  absl::StatusOr<std::vector<std::string>> ReadJournal(
      uint64_t from, uint64_t to, size_t bytes_max = 4 << 20) const;

  // The record, synced; then its rows, as Commit.
  AppendOutcome Append(std::string_view record, const WriteSet& writes,
                       uint64_t* offset);
  // Rows alone, which can be made again from the journals: visible at once,
  // written when many have gathered or somebody takes a snapshot.
  absl::Status Commit(const WriteSet& writes);
  // Writes what has gathered. Any thread.
  absl::Status WritePending() const;
  // The same, and syncs the log: what lies in it unsynced for long could come
  // back out of order from a loss of power, and look like damage.
  absl::Status SyncPending() const;
  // After a failed write nothing in memory can be trusted: close and open.
  absl::Status Reopen();
  // Renames the folder to "<path>.aside", in place of an older one of that
  // name, and opens an empty one. Only where the journal is elsewhere.
  absl::Status SetAside();
  // The same with a folder that cannot be opened.
  static absl::Status MoveAside(const std::string& path);
  // Drops every table but the journal (and makes them empty).
  absl::Status ClearTables();
  // Writes what has gathered and flushes, for a clean and quick next start.
  absl::Status Flush();
  // Compacts everything, for measurements of size.
  absl::Status Compact();
  // Hard links of a consistent state in an absent folder. Any thread.
  absl::Status Checkpoint(const std::string& folder) const;
  // Reads every file and compares its checksums.
  absl::Status VerifyFiles() const;
  const std::string& path() const { return options_.path; }

 private:
  struct Handle;
  class TableReader;
  class RocksSnapshot;

  RocksStore(RocksOptions options, RocksShared& shared);
  absl::Status OpenHandle();
  absl::Status CloseHandle();
  // The open handle, or null while it is being reopened.
  std::shared_ptr<Handle> Current() const;

  const RocksOptions options_;
  RocksShared& shared_;
  mutable std::mutex mutex_;
  std::shared_ptr<Handle> handle_;  // written under mutex_ by one thread
  std::vector<std::unique_ptr<TableReader>> readers_;
};

}  // namespace csi

#endif  // CSI_COMMON_ROCKS_ROCKS_STORE_H_
