// Typed calls of single methods, for the commands that are more than one call.
#ifndef CSI_TOOLS_CSICTL_METHODS_H_
#define CSI_TOOLS_CSICTL_METHODS_H_

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "tools/csictl/client.h"

namespace csi::tools {

// `method` is a full name, csi.reporting.v1.ReportingService.GetIndicator.
// UNIMPLEMENTED when this program does not know it.
absl::Status CallMethod(Client& client, std::string_view method,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response);

// The same of the reporting service.
absl::Status CallReporting(Client& client, std::string_view method,
                           const google::protobuf::Message& request,
                           google::protobuf::Message& response);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_METHODS_H_
