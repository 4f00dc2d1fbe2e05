// One page of rows below a prefix, from the token on.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_PAGE_ROWS_H_
#define CSI_SERVICES_WORKFLOW_SERVER_PAGE_ROWS_H_

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "common/domain/paging.h"

namespace csi::workflow {

// `take` sees the part of the key behind the prefix. Returns the token of the
// next page, empty at the end.
std::string PageRows(
    const KvReader& rows, const Page& page, const std::string& prefix,
    absl::FunctionRef<void(std::string_view rest, std::string_view value)>
        take);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_PAGE_ROWS_H_
