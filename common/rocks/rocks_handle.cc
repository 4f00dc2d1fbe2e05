#include "common/rocks/rocks_handle.h"

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi {

absl::Status FromRocks(const rocksdb::Status& status, std::string_view path) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  if (status.IsIOError() && text.find("lock") != std::string::npos) {
    return absl::FailedPreconditionError(
        StrCat("The folder ", path,
               " is in use by another process. Stop that one, or give this "
               "one another --data-dir."));
  }
  if (status.IsCorruption()) {
    return Refusal(common::v1::ERROR_REASON_JOURNAL_DAMAGED,
                   StrCat("The stored data in ", path, " is damaged: ", text,
                          ". Nothing was changed; restore a backup, or ask "
                          "`csictl journal verify` for the place."));
  }
  return absl::InternalError(StrCat(path, ": ", text));
}

RocksStore::Handle::~Handle() {
  for (auto* family : families) db->DestroyColumnFamilyHandle(family);
  if (db) db->Close();
}

void RocksStore::Handle::NoteDamage(const rocksdb::Status& status) {
  std::lock_guard lock(damage_mutex);
  if (damage.empty()) damage = status.ToString();
  read_failed = true;
}

void RocksStore::Handle::MakePending() {
  std::vector<const KvReader*> tables;
  readers.reserve(kTableCount);
  for (int i = 0; i < kTableCount; ++i) {
    readers.emplace_back(*this, i);
    tables.push_back(&readers.back());
  }
  pending = std::make_unique<PendingRows>(*db, families, std::move(tables));
}

RowRef RocksStore::Handle::Reader::Fetch(std::string_view key) const {
  return handle_.Get(family_, key, nullptr);
}

void RocksStore::Handle::Reader::Scan(std::string_view from,
                                      std::string_view to, RowFn row) const {
  handle_.Scan(family_, from, to, false, row, nullptr);
}

void RocksStore::Handle::Reader::ScanReverse(std::string_view from,
                                             std::string_view to,
                                             RowFn row) const {
  handle_.Scan(family_, from, to, true, row, nullptr);
}

RowRef RocksStore::Handle::Get(int family, std::string_view key,
                               const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status status =
      db->Get(options, families[family], Slice(key), &value);
  if (status.ok()) return std::make_shared<const Row>(std::move(value));
  if (!status.IsNotFound()) NoteDamage(status);
  return nullptr;
}

void RocksStore::Handle::Scan(int family, std::string_view from,
                              std::string_view to, bool reverse,
                              KvReader::RowFn row,
                              const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  const rocksdb::Slice lower = Slice(from);
  const rocksdb::Slice upper = Slice(to);
  options.iterate_lower_bound = &lower;
  if (!to.empty()) options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> it(
      db->NewIterator(options, families[family]));
  reverse ? it->SeekToLast() : it->Seek(lower);
  for (; it->Valid(); reverse ? it->Prev() : it->Next()) {
    const rocksdb::Slice key = it->key();
    const rocksdb::Slice value = it->value();
    if (!row({key.data(), key.size()}, {value.data(), value.size()})) return;
  }
  if (!it->status().ok()) NoteDamage(it->status());
}

}  // namespace csi
