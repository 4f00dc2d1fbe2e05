// The journal that stands in the same RocksDB as the rows.
#ifndef CSI_COMMON_RUNTIME_EMBEDDED_JOURNAL_H_
#define CSI_COMMON_RUNTIME_EMBEDDED_JOURNAL_H_

#include "common/executor/partition_journal.h"
#include "common/rocks/rocks_store.h"

namespace csi {

class EmbeddedJournal : public PartitionJournal {
 public:
  // `store` outlives the journal; it is opened and reopened by its owner.
  explicit EmbeddedJournal(RocksStore& store) : store_(store) {}

  bool atomic() const override { return true; }
  absl::StatusOr<uint64_t> Open(uint64_t) override {
    return store_.journal_end();
  }
  absl::StatusOr<Records> Read(uint64_t from, uint64_t to) override {
    return store_.ReadJournal(from, to);
  }
  AppendOutcome Append(std::string_view record, const WriteSet& writes,
                       uint64_t* offset) override {
    return store_.Append(record, writes, offset);
  }
  absl::StatusOr<Records> ReadAt(uint64_t from, uint64_t to) override {
    return store_.ReadJournal(from, to);
  }

 private:
  RocksStore& store_;
};

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_EMBEDDED_JOURNAL_H_
