#include "common/rocks/rocks_store.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/rocks/rocks_handle.h"
#include "common/status/status.h"
#include "rocksdb/utilities/checkpoint.h"

namespace csi {
namespace {

// How long a reopen waits for readers of the old handle.
constexpr int kReaderWaitMsMax = 10000;

absl::Status Reopening() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "The store is being reopened; try again in a moment.");
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksStore>> RocksStore::Open(
    RocksOptions options, RocksShared& shared) {
  std::unique_ptr<RocksStore> store(new RocksStore(std::move(options), shared));
  RETURN_IF_ERROR(store->OpenHandle());
  return store;
}

std::shared_ptr<RocksStore::Handle> RocksStore::Current() const {
  std::lock_guard lock(mutex_);
  return handle_;
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

AppendOutcome RocksStore::Append(std::string_view record,
                                 const WriteSet& writes, uint64_t* offset) {
  const uint64_t end = handle_->journal_end;
  rocksdb::WriteOptions options;
  options.sync = !mutants::kUnsyncedAppend;
  const rocksdb::Status status = handle_->db->Put(
      options, handle_->families[kJournal], BigEndian(end), Slice(record));
  // A failed write or sync leaves the log's content unknown.
  if (!status.ok()) return AppendOutcome::kUnknown;
  handle_->journal_end = end + 1;
  *offset = end;
  // The record is durable whatever becomes of its rows; a store that cannot
  // write them fails the next append too.
  Commit(writes).IgnoreError();
  return AppendOutcome::kCommitted;
}

absl::Status RocksStore::Commit(const WriteSet& writes) {
  handle_->pending->Add(writes);
  if (!handle_->pending->full()) return absl::OkStatus();
  return FromRocks(handle_->pending->Write(), options_.path);
}

absl::Status RocksStore::SyncPending() const {
  RETURN_IF_ERROR(WritePending());
  std::shared_ptr<Handle> handle = Current();
  if (!handle) return Reopening();
  if (!handle->pending->TakeUnsynced()) return absl::OkStatus();
  return FromRocks(handle->db->SyncWAL(), options_.path);
}

absl::Status RocksStore::WritePending() const {
  std::shared_ptr<Handle> handle = Current();
  if (!handle) return Reopening();
  return FromRocks(handle->pending->Write(), options_.path);
}

absl::Status RocksStore::CloseHandle() {
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
  return absl::OkStatus();
}

absl::Status RocksStore::Reopen() {
  RETURN_IF_ERROR(CloseHandle());
  return OpenHandle();
}

absl::Status RocksStore::SetAside() {
  RETURN_IF_ERROR(CloseHandle());
  RETURN_IF_ERROR(MoveAside(options_.path));
  return OpenHandle();
}

absl::Status RocksStore::MoveAside(const std::string& path) {
  const std::string aside = path + ".aside";
  std::error_code error;
  std::filesystem::remove_all(aside, error);
  if (!error) std::filesystem::rename(path, aside, error);
  if (!error) std::filesystem::create_directories(path, error);
  if (error) {
    return absl::InternalError(
        StrCat("The folder ", path, " cannot be set aside: ", error.message()));
  }
  return absl::OkStatus();
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
  RETURN_IF_ERROR(WritePending());
  return FromRocks(
      handle_->db->Flush(rocksdb::FlushOptions(), handle_->families),
      options_.path);
}

absl::Status RocksStore::Compact() {
  RETURN_IF_ERROR(WritePending());
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
  RETURN_IF_ERROR(WritePending());
  rocksdb::Checkpoint* made = nullptr;
  RETURN_IF_ERROR(FromRocks(
      rocksdb::Checkpoint::Create(handle->db.get(), &made), options_.path));
  std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  return FromRocks(checkpoint->CreateCheckpoint(folder), folder);
}

}  // namespace csi
