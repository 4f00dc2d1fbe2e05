// Rows in an ordered map. For tests, simulation and replay into memory.
// Copyable: a copy is a snapshot.
#ifndef CSI_COMMON_KV_MEMORY_KV_H_
#define CSI_COMMON_KV_MEMORY_KV_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/container/btree_map.h"
#include "common/kv/kv.h"

namespace csi {

class MemoryKv : public KvWriter {
 public:
  using Rows = absl::btree_map<std::string, std::string, std::less<>>;

  RowRef Fetch(std::string_view key) const override;
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override;
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override;
  void PutRow(std::string_view key, RowRef row) override;
  void Delete(std::string_view key) override;

  const Rows& rows() const { return rows_; }
  bool operator==(const MemoryKv& other) const { return rows_ == other.rows_; }

 private:
  Rows rows_;
};

}  // namespace csi

#endif  // CSI_COMMON_KV_MEMORY_KV_H_
