#include "common/kv/kv.h"

namespace csi {

std::optional<std::string> KvReader::Get(std::string_view key) const {
  const RowRef row = Fetch(key);
  if (row == nullptr) return std::nullopt;
  return row->bytes();
}

void KvReader::ScanPrefix(std::string_view prefix, RowFn row) const {
  Scan(prefix, PrefixEnd(prefix), row);
}

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) {
    end.pop_back();
  }
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return end;
}

}  // namespace csi
