// Prints a page with a Chromium of this machine. Loads nothing from a network:
// the browser is told that every host is unknown, and the page forbids it too.
#ifndef CSI_TOOLS_CSICTL_CHROMIUM_H_
#define CSI_TOOLS_CSICTL_CHROMIUM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace csi::tools {

// `wanted`, else the environment's CSI_CHROMIUM, else chromium,
// chromium-browser or google-chrome on the PATH. INTERNAL with what to
// install.
absl::StatusOr<std::string> FindChromium(const std::string& wanted);

// Prints the page into the file, A4. Waits at most a minute. INTERNAL with what
// the browser did.
absl::Status PrintPdf(const std::string& browser, const std::string& page,
                      const std::string& pdf);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_CHROMIUM_H_
