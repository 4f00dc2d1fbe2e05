// Reads one page of index rows: from the token on, up to the page size, and
// never more than limits::kListScanRowsMax rows.
#ifndef CSI_SERVICES_REGISTRY_SERVER_PAGE_SCAN_H_
#define CSI_SERVICES_REGISTRY_SERVER_PAGE_SCAN_H_

#include <string>
#include <string_view>

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

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_SERVER_PAGE_SCAN_H_
