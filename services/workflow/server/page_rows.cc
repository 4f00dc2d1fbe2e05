#include "services/workflow/server/page_rows.h"

namespace csi::workflow {

std::string PageRows(
    const KvReader& rows, const Page& page, const std::string& prefix,
    absl::FunctionRef<void(std::string_view rest, std::string_view value)>
        take) {
  int taken = 0;
  bool more = false;
  std::string last;
  // The smallest key behind the last one of the page before.
  const std::string from =
      page.after_key.empty() ? prefix : page.after_key + '\0';
  rows.Scan(from, PrefixEnd(prefix),
            [&](std::string_view key, std::string_view value) {
              if (taken == page.size) {
                more = true;
                return false;
              }
              ++taken;
              last = std::string(key);
              take(key.substr(prefix.size()), value);
              return true;
            });
  return more ? page.TokenAfter(last) : "";
}

}  // namespace csi::workflow
