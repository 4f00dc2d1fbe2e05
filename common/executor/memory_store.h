// Journal and tables in memory, for unit tests and replay into memory. A copy
// of the tables is a snapshot. Not thread-safe.
#ifndef CSI_COMMON_EXECUTOR_MEMORY_STORE_H_
#define CSI_COMMON_EXECUTOR_MEMORY_STORE_H_

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "common/executor/calls.h"
#include "common/executor/executor.h"
#include "common/executor/store.h"
#include "common/kv/memory_kv.h"

namespace csi {

class MemoryStore : public PartitionStore {
 public:
  using Tables = std::array<MemoryKv, kTableCount>;

  const KvReader& table(Table table) const override {
    return tables_[static_cast<int>(table)];
  }
  std::shared_ptr<const StoreSnapshot> Snapshot() const override;
  void Commit(const WriteSet& writes);
  const Tables& tables() const { return tables_; }
  void Restore(Tables tables) { tables_ = std::move(tables); }

 private:
  Tables tables_;
};

// Performs an executor's actions on a memory store and a vector of records,
// until it has nothing more to do. Every append commits.
void RunToRest(Executor& executor, MemoryStore& store,
               std::vector<std::string>& journal, Instant now);

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_MEMORY_STORE_H_
