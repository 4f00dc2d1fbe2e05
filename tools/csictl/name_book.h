// What the directory of a tenant calls its people, services and processes.
#ifndef CSI_TOOLS_CSICTL_NAME_BOOK_H_
#define CSI_TOOLS_CSICTL_NAME_BOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/csictl/client.h"
#include "tools/csictl/register_rows.h"

namespace csi::tools {

// Display names, e-mail addresses and ids. Reads the whole directory in pages.
absl::StatusOr<NameBook> ReadNameBook(Client& client,
                                      const std::string& tenant);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_NAME_BOOK_H_
