// Where a partition's rows live: five tables behind one atomic commit.
//
// The executor's thread alone reads `table` and commits; snapshots may be taken
// and read from any thread.
#ifndef CSI_COMMON_EXECUTOR_STORE_H_
#define CSI_COMMON_EXECUTOR_STORE_H_

#include <array>
#include <memory>
#include <string>

#include "common/kv/kv.h"
#include "common/kv/overlay.h"

namespace csi {

enum class Table { kState, kDedupe, kTimers, kViews, kMeta };
inline constexpr int kTableCount = 5;

// The one row of kMeta: a PartitionState.
inline constexpr char kPartitionStateKey[] = "partition";

// Rows to put (or delete, where there is no value), per table.
struct WriteSet {
  std::array<Overlay::Writes, kTableCount> tables;

  Overlay::Writes& at(Table table) { return tables[static_cast<int>(table)]; }
  const Overlay::Writes& at(Table table) const {
    return tables[static_cast<int>(table)];
  }
};

// Committed rows of one instant. Thread-safe.
class StoreSnapshot {
 public:
  virtual ~StoreSnapshot() = default;
  virtual const KvReader& table(Table table) const = 0;
};

class PartitionStore {
 public:
  virtual ~PartitionStore() = default;
  // Committed rows as they are now; stays valid for the store's life.
  virtual const KvReader& table(Table table) const = 0;
  virtual std::shared_ptr<const StoreSnapshot> Snapshot() const = 0;
  // Where the first read failed, empty while none has. Thread-safe.
  virtual std::string damage() const { return ""; }
};

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_STORE_H_
