#include "common/rocks/rocks_store.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "common/base/check.h"
#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/rocks/rocks_log.h"
#include "common/status/status.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/checkpoint.h"
#include "rocksdb/write_buffer_manager.h"

namespace csi {
namespace {

// Index 0..4 are the tables in the order of Table, 5 is the journal.
constexpr const char* kFamilies[] = {"state", "dedupe", "timers",
                                     "views", "meta",   "journal"};
constexpr int kJournal = kTableCount;
constexpr int kFamilyCount = kTableCount + 1;
constexpr size_t kArenaBlockBytes = 64 << 10;
constexpr size_t kTableBlockBytes = 8 << 10;
constexpr size_t kJournalBlockBytes = 32 << 10;
constexpr int kBloomBitsPerKey = 10;
constexpr size_t kWalBytesMax = 64 << 20;
// How long a reopen waits for readers of the old handle.
constexpr int kReaderWaitMsMax = 10000;

rocksdb::Slice Slice(std::string_view bytes) {
  return rocksdb::Slice(bytes.data(), bytes.size());
}

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

absl::Status Reopening() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The store is being reopened; try again in a moment.");
}

}  // namespace

struct RocksShared::Impl {
  std::shared_ptr<rocksdb::Cache> cache;
  std::shared_ptr<rocksdb::WriteBufferManager> write_buffers;
};

RocksShared::RocksShared(size_t cache_bytes, size_t write_buffer_bytes)
    : impl_(std::make_unique<Impl>()) {
  impl_->cache = rocksdb::NewLRUCache(cache_bytes);
  impl_->write_buffers = std::make_shared<rocksdb::WriteBufferManager>(
      write_buffer_bytes, impl_->cache);
}

RocksShared::~RocksShared() = default;

struct RocksStore::Handle {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  std::atomic<uint64_t> journal_end{0};
  std::atomic<bool> read_failed{false};
  std::mutex damage_mutex;
  std::string damage;  // what RocksDB said of the first failed read

  ~Handle() {
    for (auto* family : families) db->DestroyColumnFamilyHandle(family);
    if (db) db->Close();
  }

  void NoteDamage(const rocksdb::Status& status) {
    std::lock_guard lock(damage_mutex);
    if (damage.empty()) damage = status.ToString();
    read_failed = true;
  }

  std::optional<std::string> Get(int family, std::string_view key,
                                 const rocksdb::Snapshot* snapshot) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    std::string value;
    const rocksdb::Status status =
        db->Get(options, families[family], Slice(key), &value);
    if (status.ok()) return value;
    if (!status.IsNotFound()) NoteDamage(status);
    return std::nullopt;
  }

  void Scan(int family, std::string_view from, std::string_view to,
            bool reverse, KvReader::RowFn row,
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
};

// Reads the newest committed rows of one table.
class RocksStore::TableReader : public KvReader {
 public:
  TableReader(const RocksStore& store, int family)
      : store_(store), family_(family) {}
  std::optional<std::string> Get(std::string_view key) const override {
    return store_.handle_->Get(family_, key, nullptr);
  }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    store_.handle_->Scan(family_, from, to, false, row, nullptr);
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    store_.handle_->Scan(family_, from, to, true, row, nullptr);
  }
  bool read_failed() const override { return store_.handle_->read_failed; }

 private:
  const RocksStore& store_;
  const int family_;
};

class RocksStore::RocksSnapshot : public StoreSnapshot {
 public:
  explicit RocksSnapshot(std::shared_ptr<Handle> handle)
      : handle_(std::move(handle)), snapshot_(handle_->db->GetSnapshot()) {
    for (int i = 0; i < kTableCount; ++i) tables_.emplace_back(*this, i);
  }
  ~RocksSnapshot() override { handle_->db->ReleaseSnapshot(snapshot_); }
  const KvReader& table(Table table) const override {
    return tables_[static_cast<int>(table)];
  }

 private:
  class Reader : public KvReader {
   public:
    Reader(const RocksSnapshot& owner, int family)
        : owner_(owner), family_(family) {}
    std::optional<std::string> Get(std::string_view key) const override {
      return owner_.handle_->Get(family_, key, owner_.snapshot_);
    }
    void Scan(std::string_view from, std::string_view to,
              RowFn row) const override {
      owner_.handle_->Scan(family_, from, to, false, row, owner_.snapshot_);
    }
    void ScanReverse(std::string_view from, std::string_view to,
                     RowFn row) const override {
      owner_.handle_->Scan(family_, from, to, true, row, owner_.snapshot_);
    }
    bool read_failed() const override { return owner_.handle_->read_failed; }

   private:
    const RocksSnapshot& owner_;
    const int family_;
  };

  const std::shared_ptr<Handle> handle_;
  const rocksdb::Snapshot* const snapshot_;
  std::vector<Reader> tables_;
};

RocksStore::RocksStore(RocksOptions options, RocksShared& shared)
    : options_(std::move(options)), shared_(shared) {
  for (int i = 0; i < kTableCount; ++i) {
    readers_.push_back(std::make_unique<TableReader>(*this, i));
  }
}

RocksStore::~RocksStore() = default;

absl::StatusOr<std::unique_ptr<RocksStore>> RocksStore::Open(
    RocksOptions options, RocksShared& shared) {
  std::unique_ptr<RocksStore> store(new RocksStore(std::move(options), shared));
  RETURN_IF_ERROR(store->OpenHandle());
  return store;
}

absl::Status RocksStore::OpenHandle() {
  rocksdb::DBOptions db_options;
  db_options.create_if_missing = !options_.read_only;
  db_options.create_missing_column_families = !options_.read_only;
  // RocksDB's default opens after damage in the middle of the log and loses
  // synced writes behind it without a word.
  db_options.wal_recovery_mode =
      mutants::kDefaultWalRecovery
          ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
          : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db_options.paranoid_checks = true;
  db_options.max_total_wal_size = kWalBytesMax;
  db_options.max_background_jobs = 2;
  db_options.max_open_files = 256;
  db_options.write_buffer_manager = shared_.impl_->write_buffers;
  db_options.info_log = MakeRocksLog(options_.path, options_.read_only);
  db_options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;

  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (int i = 0; i < kFamilyCount; ++i) {
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = shared_.impl_->cache;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
    table.block_size = i == kJournal ? kJournalBlockBytes : kTableBlockBytes;
    // Counted in the cache's budget, but not looked up there for every read.
    table.cache_index_and_filter_blocks = true;
    table.metadata_cache_options.unpartitioned_pinning =
        rocksdb::PinningTier::kAll;
    table.format_version = 5;
    rocksdb::ColumnFamilyOptions family;
    family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    family.write_buffer_size = options_.write_buffer_bytes;
    family.arena_block_size = kArenaBlockBytes;
    family.max_write_buffer_number = 2;
    family.compression =
        i == kJournal ? rocksdb::kZSTD : rocksdb::kLZ4Compression;
    family.bottommost_compression = rocksdb::kZSTD;
    family.level_compaction_dynamic_level_bytes = true;
    descriptors.emplace_back(kFamilies[i], family);
  }
  // RocksDB insists on its default family, which stays empty.
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName,
                           rocksdb::ColumnFamilyOptions());

  auto handle = std::make_shared<Handle>();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      options_.read_only
          ? rocksdb::DB::OpenForReadOnly(db_options, options_.path, descriptors,
                                         &handle->families, &db)
          : rocksdb::DB::Open(db_options, options_.path, descriptors,
                              &handle->families, &db);
  RETURN_IF_ERROR(FromRocks(opened, options_.path));
  handle->db.reset(db);
  handle->Scan(
      kJournal, "", "", true,
      [&](std::string_view key, std::string_view) {
        handle->journal_end = FromBigEndian(key) + 1;
        return false;
      },
      nullptr);
  std::lock_guard lock(mutex_);
  handle_ = std::move(handle);
  return absl::OkStatus();
}

std::shared_ptr<RocksStore::Handle> RocksStore::Current() const {
  std::lock_guard lock(mutex_);
  return handle_;
}

const KvReader& RocksStore::table(Table table) const {
  return *readers_[static_cast<int>(table)];
}

std::shared_ptr<const StoreSnapshot> RocksStore::Snapshot() const {
  std::shared_ptr<Handle> handle = Current();
  if (!handle) return nullptr;
  return std::make_shared<RocksSnapshot>(std::move(handle));
}

uint64_t RocksStore::journal_end() const {
  std::shared_ptr<Handle> handle = Current();
  return handle ? handle->journal_end.load() : 0;
}

bool RocksStore::damaged() const {
  std::shared_ptr<Handle> handle = Current();
  return handle && handle->read_failed;
}

std::string RocksStore::damage() const {
  std::shared_ptr<Handle> handle = Current();
  if (!handle || !handle->read_failed) return "";
  std::lock_guard lock(handle->damage_mutex);
  return StrCat(options_.path, ": ", handle->damage);
}

absl::StatusOr<std::vector<std::string>> RocksStore::ReadJournal(
    uint64_t from, uint64_t to, size_t bytes_max) const {
  std::vector<std::string> records;
  std::shared_ptr<Handle> handle = Current();
  if (!handle) return Reopening();
  size_t bytes = 0;
  uint64_t expected = from;
  handle->Scan(
      kJournal, BigEndian(from), BigEndian(to), false,
      [&](std::string_view key, std::string_view value) {
        if (FromBigEndian(key) != expected++) return false;
        records.emplace_back(value);
        bytes += value.size();
        return bytes < bytes_max;
      },
      nullptr);
  if (handle->read_failed) {
    return Refusal(
        common::v1::ERROR_REASON_JOURNAL_DAMAGED,
        StrCat("The journal in ", options_.path, " cannot be read at offset ",
               from + records.size(), ": ", damage(), "."));
  }
  return records;
}

namespace {
void Fill(const WriteSet& writes,
          const std::vector<rocksdb::ColumnFamilyHandle*>& families,
          rocksdb::WriteBatch& batch) {
  for (int i = 0; i < kTableCount; ++i) {
    for (const auto& [key, value] : writes.tables[i]) {
      if (value) {
        batch.Put(families[i], Slice(key), Slice(*value));
      } else {
        batch.Delete(families[i], Slice(key));
      }
    }
  }
}
}  // namespace

AppendOutcome RocksStore::Append(std::string_view record,
                                 const WriteSet& writes, uint64_t* offset) {
  rocksdb::WriteBatch batch(record.size() + 4096);
  const uint64_t end = handle_->journal_end;
  batch.Put(handle_->families[kJournal], BigEndian(end), Slice(record));
  Fill(writes, handle_->families, batch);
  rocksdb::WriteOptions options;
  options.sync = !mutants::kUnsyncedAppend;
  const rocksdb::Status status = handle_->db->Write(options, &batch);
  // A failed write or sync leaves the log's content unknown.
  if (!status.ok()) return AppendOutcome::kUnknown;
  handle_->journal_end = end + 1;
  *offset = end;
  return AppendOutcome::kCommitted;
}

absl::Status RocksStore::Commit(const WriteSet& writes) {
  rocksdb::WriteBatch batch;
  Fill(writes, handle_->families, batch);
  if (batch.Count() == 0) return absl::OkStatus();
  return FromRocks(handle_->db->Write(rocksdb::WriteOptions(), &batch),
                   options_.path);
}

absl::Status RocksStore::Reopen() {
  std::weak_ptr<Handle> old = handle_;
  {
    std::lock_guard lock(mutex_);
    handle_.reset();
  }
  for (int waited = 0; !old.expired(); ++waited) {
    if (waited > kReaderWaitMsMax) {
      return absl::DeadlineExceededError(
          StrCat("readers still hold ", options_.path));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return OpenHandle();
}

absl::Status RocksStore::ClearTables() {
  // One synced write: a position without its rows would be believed.
  rocksdb::WriteBatch batch;
  for (int i = 0; i < kTableCount; ++i) {
    handle_->Scan(
        i, "", "", true,
        [&](std::string_view last, std::string_view) {
          const std::string end = StrCat(last, std::string(1, '\0'));
          batch.DeleteRange(handle_->families[i], "", end);
          return false;
        },
        nullptr);
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocks(handle_->db->Write(options, &batch), options_.path);
}

absl::Status RocksStore::Flush() {
  if (!handle_) return absl::OkStatus();  // a reopen has failed
  return FromRocks(
      handle_->db->Flush(rocksdb::FlushOptions(), handle_->families),
      options_.path);
}

absl::Status RocksStore::Compact() {
  for (auto* family : handle_->families) {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction =
        rocksdb::BottommostLevelCompaction::kForce;
    RETURN_IF_ERROR(
        FromRocks(handle_->db->CompactRange(options, family, nullptr, nullptr),
                  options_.path));
  }
  return absl::OkStatus();
}

absl::Status RocksStore::VerifyFiles() const {
  std::shared_ptr<Handle> handle = Current();
  if (!handle) return Reopening();
  return FromRocks(handle->db->VerifyChecksum(), options_.path);
}

absl::Status RocksStore::Checkpoint(const std::string& folder) const {
  std::shared_ptr<Handle> handle = Current();
  if (!handle) return Reopening();
  rocksdb::Checkpoint* made = nullptr;
  RETURN_IF_ERROR(FromRocks(
      rocksdb::Checkpoint::Create(handle->db.get(), &made), options_.path));
  std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  return FromRocks(checkpoint->CreateCheckpoint(folder), folder);
}

}  // namespace csi
