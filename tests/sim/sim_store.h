// A partition's tables on a disk that can crash: what was not synced comes
// back as some prefix of the commits, as a write-ahead log gives it.
#ifndef CSI_TESTS_SIM_SIM_STORE_H_
#define CSI_TESTS_SIM_SIM_STORE_H_

#include <array>
#include <deque>
#include <memory>

#include "common/executor/store.h"
#include "common/kv/memory_kv.h"
#include "common/random/random.h"

namespace csi::sim {

class SimStore : public PartitionStore {
 public:
  using Tables = std::array<MemoryKv, kTableCount>;

  const KvReader& table(Table table) const override {
    return tables_[static_cast<int>(table)];
  }
  std::shared_ptr<const StoreSnapshot> Snapshot() const override;

  // Visible at once, lost by a crash unless synced or lucky.
  void Commit(const WriteSet& writes);
  void Sync();
  // Rolls back to the synced commits and a random number of those after.
  void Crash(SeededRandom& random);
  // Empties all tables for good, as setting aside does.
  void Clear();

  const Tables& tables() const { return tables_; }

 private:
  static void Apply(const WriteSet& writes, Tables& tables);

  Tables tables_;
  Tables durable_;
  std::deque<WriteSet> unsynced_;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_STORE_H_
