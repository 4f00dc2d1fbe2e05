#include "services/registry/server/page_scan.h"

#include "services/registry/domain/limits.h"

namespace csi::registry {

std::string ScanPage(const KvReader& rows, const Page& page,
                     std::string_view prefix, bool backwards, TakeRow take) {
  int taken = 0;
  int scanned = 0;
  bool more = false;
  std::string last;
  const auto row = [&](std::string_view key, std::string_view value) {
    if (taken == page.size || scanned == limits::kListScanRowsMax) {
      more = true;
      return false;
    }
    ++scanned;
    last = std::string(key);
    if (take(key, value)) ++taken;
    return true;
  };
  const std::string end = PrefixEnd(prefix);
  if (backwards) {
    rows.ScanReverse(prefix, page.after_key.empty() ? end : page.after_key,
                     row);
  } else {
    std::string from(prefix);
    // The smallest key behind the last one.
    if (!page.after_key.empty()) from = page.after_key + '\0';
    rows.Scan(from, end, row);
  }
  return more ? page.TokenAfter(last) : "";
}

}  // namespace csi::registry
