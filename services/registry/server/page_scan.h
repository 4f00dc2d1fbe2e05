// Reads one page of index rows: from the token on, up to the page size, and
// never more than limits::kListScanRowsMax rows.
#ifndef CSI_SERVICES_REGISTRY_SERVER_PAGE_SCAN_H_
#define CSI_SERVICES_REGISTRY_SERVER_PAGE_SCAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/domain/paging.h"

namespace csi::registry {

// Returns true if the row belongs to the page.
using TakeRow =
    absl::FunctionRef<bool(std::string_view key, std::string_view value)>;

// Rows below the prefix, in order or backwards. Returns the next page token,
// empty at the end. A token that points outside of the prefix starts nothing:
// the fingerprint of the page has tied it to the query before.
std::string ScanPage(const KvReader& rows, const Page& page,
                     std::string_view prefix, bool backwards, TakeRow take);

// Rows with from <= key < to. Both not empty.
std::string ScanRange(const KvReader& rows, const Page& page,
                      std::string_view from, std::string_view to,
                      bool backwards, TakeRow take);

// Rows of the first prefix whose number (the eight bytes behind it) stands
// behind all the other prefixes too. Looks up at most limits::kListSeeksMax
// rows: it leaps from index to index to the next number that may be in all.
std::string JoinPage(const KvReader& rows, const Page& page,
                     const std::vector<std::string>& prefixes, bool backwards,
                     TakeRow take);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_SERVER_PAGE_SCAN_H_
