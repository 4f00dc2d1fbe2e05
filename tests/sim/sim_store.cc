#include "tests/sim/sim_store.h"

#include <utility>

namespace csi::sim {
namespace {

// A log this long has been written out by the operating system by itself.
constexpr size_t kUnsyncedMax = 48;

class CopiedTables : public StoreSnapshot {
 public:
  explicit CopiedTables(SimStore::Tables tables) : tables_(std::move(tables)) {}
  const KvReader& table(Table table) const override {
    return tables_[static_cast<int>(table)];
  }

 private:
  const SimStore::Tables tables_;
};

}  // namespace

std::shared_ptr<const StoreSnapshot> SimStore::Snapshot() const {
  return std::make_shared<CopiedTables>(tables_);
}

void SimStore::Apply(const WriteSet& writes, Tables& tables) {
  for (int i = 0; i < kTableCount; ++i) {
    for (const auto& [key, value] : writes.tables[i]) {
      value ? tables[i].Put(key, *value) : tables[i].Delete(key);
    }
  }
}

void SimStore::Commit(const WriteSet& writes) {
  Apply(writes, tables_);
  unsynced_.push_back(writes);
  if (unsynced_.size() > kUnsyncedMax) {
    Apply(unsynced_.front(), durable_);
    unsynced_.pop_front();
  }
}

void SimStore::Sync() {
  for (const WriteSet& writes : unsynced_) Apply(writes, durable_);
  unsynced_.clear();
}

void SimStore::Crash(SeededRandom& random) {
  const size_t kept = random.Below(unsynced_.size() + 1);
  unsynced_.resize(kept);
  Sync();
  tables_ = durable_;
}

void SimStore::Clear() {
  unsynced_.clear();
  tables_ = {};
  durable_ = {};
}

}  // namespace csi::sim
