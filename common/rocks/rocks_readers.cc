// Reading a store: its newest rows, and snapshots of all tables.
#include "common/rocks/rocks_handle.h"

namespace csi {

// Reads the newest committed rows of one table, in whatever handle is open.
class RocksStore::TableReader : public KvReader {
 public:
  TableReader(const RocksStore& store, int family)
      : store_(store), family_(family) {}
  RowRef Fetch(std::string_view key) const override {
    return newest().Fetch(key);
  }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    newest().Scan(from, to, row);
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    newest().ScanReverse(from, to, row);
  }
  bool read_failed() const override { return store_.handle_->read_failed; }

 private:
  const KvReader& newest() const {
    return store_.handle_->pending->table(family_);
  }

  const RocksStore& store_;
  const int family_;
};

class RocksStore::RocksSnapshot : public StoreSnapshot {
 public:
  // Takes over `snapshot`.
  RocksSnapshot(std::shared_ptr<Handle> handle,
                const rocksdb::Snapshot* snapshot)
      : handle_(std::move(handle)), snapshot_(snapshot) {
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
    RowRef Fetch(std::string_view key) const override {
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

const KvReader& RocksStore::table(Table table) const {
  return *readers_[static_cast<int>(table)];
}

std::shared_ptr<const StoreSnapshot> RocksStore::Snapshot() const {
  std::shared_ptr<Handle> handle = Current();
  const rocksdb::Snapshot* snapshot = nullptr;
  if (!handle || !handle->pending->Snapshot(&snapshot).ok()) return nullptr;
  return std::make_shared<RocksSnapshot>(std::move(handle), snapshot);
}

}  // namespace csi
