// How a store's RocksDB is opened, and what all stores of a process share.
#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/rocks/rocks_handle.h"
#include "common/rocks/rocks_log.h"
#include "common/status/status.h"
#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/write_buffer_manager.h"

namespace csi {
namespace {

constexpr size_t kArenaBlockBytes = 64 << 10;
constexpr size_t kTableBlockBytes = 8 << 10;
constexpr size_t kJournalBlockBytes = 32 << 10;
constexpr int kBloomBitsPerKey = 10;
constexpr double kMemtableBloomRatio = 0.03;
constexpr size_t kWalBytesMax = 64 << 20;

rocksdb::ColumnFamilyOptions FamilyOptions(
    int i, size_t write_buffer_bytes,
    const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.block_size = i == kJournal ? kJournalBlockBytes : kTableBlockBytes;
  // Counted in the cache's budget, but not looked up there for every read.
  table.cache_index_and_filter_blocks = true;
  table.metadata_cache_options.unpartitioned_pinning =
      rocksdb::PinningTier::kAll;
  table.format_version = 5;
  rocksdb::ColumnFamilyOptions family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.write_buffer_size = write_buffer_bytes;
  family.arena_block_size = kArenaBlockBytes;
  family.max_write_buffer_number = 2;
  family.compression =
      i == kJournal ? rocksdb::kZSTD : rocksdb::kLZ4Compression;
  family.bottommost_compression = rocksdb::kZSTD;
  family.level_compaction_dynamic_level_bytes = true;
  if (i == static_cast<int>(Table::kDedupe)) {
    // Nearly every request id that is asked for is new.
    family.memtable_whole_key_filtering = true;
    family.memtable_prefix_bloom_size_ratio = kMemtableBloomRatio;
  }
  return family;
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

absl::Status RocksStore::OpenHandle() {
  rocksdb::DBOptions db_options;
  db_options.create_if_missing = !options_.read_only;
  db_options.create_missing_column_families = !options_.read_only;
  // RocksDB's default opens after damage in the middle of the log and loses
  // synced writes behind it without a word.
  db_options.wal_recovery_mode =
      mutants::kDefaultWalRecovery || options_.journal_elsewhere
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
    descriptors.emplace_back(
        kFamilies[i],
        FamilyOptions(i, options_.write_buffer_bytes, shared_.impl_->cache));
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
  handle->MakePending();
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

}  // namespace csi
