#include "common/rocks/pending_rows.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace csi {
namespace {

rocksdb::Slice Slice(std::string_view bytes) {
  return rocksdb::Slice(bytes.data(), bytes.size());
}

}  // namespace

PendingRows::PendingRows(
    rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families,
    std::vector<const KvReader*> tables)
    : db_(db), families_(families) {
  overlays_.reserve(tables.size());
  for (const KvReader* table : tables) overlays_.emplace_back(*table);
}

bool PendingRows::full() const {
  std::lock_guard lock(mutex_);
  return bytes_ >= kBytesMax;
}

void PendingRows::Add(const WriteSet& writes) {
  std::lock_guard lock(mutex_);
  for (size_t i = 0; i < overlays_.size(); ++i) {
    if (written_) overlays_[i].Clear();
    for (const auto& [key, write] : writes.tables[i]) {
      bytes_ += key.size() + (write ? (*write).size() : 0);
      overlays_[i].StageUnread(key, write.row());
    }
    overlays_[i].Mark();  // nothing is ever taken back
  }
  written_ = false;
}

rocksdb::Status PendingRows::WriteLocked() {
  if (written_) return rocksdb::Status::OK();
  rocksdb::WriteBatch batch;
  std::vector<std::pair<std::string_view, const Row*>> rows;
  for (size_t i = 0; i < overlays_.size(); ++i) {
    rows.clear();
    overlays_[i].ForEachChange(
        [&](std::string_view key, const RowRef&, const RowRef& row) {
          rows.emplace_back(key, row.get());
        });
    // Neighbours share the way to their place in the memtable.
    std::sort(rows.begin(), rows.end());
    for (const auto& [key, row] : rows) {
      if (row != nullptr) {
        batch.Put(families_[i], Slice(key), Slice(row->bytes()));
      } else {
        batch.Delete(families_[i], Slice(key));
      }
    }
  }
  const rocksdb::Status status =
      batch.Count() == 0 ? rocksdb::Status::OK()
                         : db_.Write(rocksdb::WriteOptions(), &batch);
  if (!status.ok()) return status;
  written_ = true;
  unsynced_ |= batch.Count() > 0;
  bytes_ = 0;
  return status;
}

bool PendingRows::TakeUnsynced() {
  std::lock_guard lock(mutex_);
  return std::exchange(unsynced_, false);
}

rocksdb::Status PendingRows::Write() {
  std::lock_guard lock(mutex_);
  return WriteLocked();
}

rocksdb::Status PendingRows::Snapshot(const rocksdb::Snapshot** snapshot) {
  std::lock_guard lock(mutex_);
  const rocksdb::Status status = WriteLocked();
  if (status.ok()) *snapshot = db_.GetSnapshot();
  return status;
}

}  // namespace csi
