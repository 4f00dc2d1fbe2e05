#include "common/kv/kv.h"

namespace csi {

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
