// An open RocksDB with its column families, as the parts of RocksStore share
// it. Reads are thread-safe; the first that fails is remembered.
#ifndef CSI_COMMON_ROCKS_ROCKS_HANDLE_H_
#define CSI_COMMON_ROCKS_ROCKS_HANDLE_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/rocks/pending_rows.h"
#include "common/rocks/rocks_store.h"
#include "rocksdb/db.h"

namespace csi {

// Index 0..4 are the tables in the order of Table, 5 is the journal.
inline constexpr const char* kFamilies[] = {"state", "dedupe", "timers",
                                            "views", "meta",   "journal"};
inline constexpr int kJournal = kTableCount;
inline constexpr int kFamilyCount = kTableCount + 1;

inline rocksdb::Slice Slice(std::string_view bytes) {
  return rocksdb::Slice(bytes.data(), bytes.size());
}

// A failed call as a status that names the folder and what to do.
absl::Status FromRocks(const rocksdb::Status& status, std::string_view path);

struct RocksStore::Handle {
  // RocksDB's newest rows of one table, without what is pending.
  class Reader : public KvReader {
   public:
    Reader(Handle& handle, int family) : handle_(handle), family_(family) {}
    RowRef Fetch(std::string_view key) const override;
    void Scan(std::string_view from, std::string_view to,
              RowFn row) const override;
    void ScanReverse(std::string_view from, std::string_view to,
                     RowFn row) const override;
    bool read_failed() const override { return handle_.read_failed; }

   private:
    Handle& handle_;
    const int family_;
  };

  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  std::atomic<uint64_t> journal_end{0};
  std::atomic<bool> read_failed{false};
  std::mutex damage_mutex;
  std::string damage;  // what RocksDB said of the first failed read
  std::vector<Reader> readers;
  std::unique_ptr<PendingRows> pending;

  ~Handle();
  // REQUIRES: the database is open. Called once.
  void MakePending();
  void NoteDamage(const rocksdb::Status& status);
  RowRef Get(int family, std::string_view key,
             const rocksdb::Snapshot* snapshot);
  void Scan(int family, std::string_view from, std::string_view to,
            bool reverse, KvReader::RowFn row,
            const rocksdb::Snapshot* snapshot);
};

}  // namespace csi

#endif  // CSI_COMMON_ROCKS_ROCKS_HANDLE_H_
