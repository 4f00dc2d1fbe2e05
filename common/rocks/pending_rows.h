// Committed rows that RocksDB does not have yet: an overlay per table, between
// the writer's thread and the store.
//
// The writer's thread alone adds and reads. Write may be called by any thread,
// and by all who need RocksDB to hold every committed row: a snapshot, a
// checkpoint. It leaves the rows where they are, so that the writer reads on
// without a lock; the writer drops them with its next Add.
#ifndef CSI_COMMON_ROCKS_PENDING_ROWS_H_
#define CSI_COMMON_ROCKS_PENDING_ROWS_H_

#include <memory>
#include <mutex>
#include <vector>

#include "common/executor/store.h"
#include "rocksdb/db.h"

namespace csi {

class PendingRows {
 public:
  // `db`, `families` and the readers of RocksDB's tables, which outlive this.
  PendingRows(rocksdb::DB& db,
              const std::vector<rocksdb::ColumnFamilyHandle*>& families,
              std::vector<const KvReader*> tables);

  void Add(const WriteSet& writes);
  // Whether so much has gathered that it is time to write.
  bool full() const;
  // All rows in one unsynced write; nothing if there are none.
  rocksdb::Status Write();
  // Whether something was written since the last call, unsynced.
  bool TakeUnsynced();
  // A snapshot that holds every row added before.
  rocksdb::Status Snapshot(const rocksdb::Snapshot** snapshot);

  // The table with the rows above it. For the writer's thread.
  const KvReader& table(int index) const { return overlays_[index]; }

 private:
  // Bytes of keys and values at which they are written. What a restart after a
  // crash folds again grows with it.
  static constexpr size_t kBytesMax = size_t{1} << 20;

  rocksdb::Status WriteLocked();

  rocksdb::DB& db_;
  const std::vector<rocksdb::ColumnFamilyHandle*>& families_;
  mutable std::mutex mutex_;
  std::vector<Overlay> overlays_;
  size_t bytes_ = 0;  // added since the last write
  bool written_ = true;
  bool unsynced_ = false;
};

}  // namespace csi

#endif  // CSI_COMMON_ROCKS_PENDING_ROWS_H_
