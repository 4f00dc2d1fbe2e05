#include "common/kv/memory_kv.h"

namespace csi {

RowRef MemoryKv::Fetch(std::string_view key) const {
  auto found = rows_.find(key);
  if (found == rows_.end()) return nullptr;
  return std::make_shared<const Row>(found->second);
}

void MemoryKv::Scan(std::string_view from, std::string_view to,
                    RowFn row) const {
  for (auto it = rows_.lower_bound(from); it != rows_.end(); ++it) {
    if (!to.empty() && it->first >= to) return;
    if (!row(it->first, it->second)) return;
  }
}

void MemoryKv::ScanReverse(std::string_view from, std::string_view to,
                           RowFn row) const {
  auto it = to.empty() ? rows_.end() : rows_.lower_bound(to);
  while (it != rows_.begin()) {
    --it;
    if (it->first < from) return;
    if (!row(it->first, it->second)) return;
  }
}

void MemoryKv::PutRow(std::string_view key, RowRef row) {
  rows_.insert_or_assign(std::string(key), row->bytes());
}

void MemoryKv::Delete(std::string_view key) {
  auto found = rows_.find(key);
  if (found != rows_.end()) rows_.erase(found);
}

}  // namespace csi
