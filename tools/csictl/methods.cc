#include "tools/csictl/methods.h"

#include <string>

#include "common/base/strings.h"

namespace csi::tools {

absl::Status CallMethod(Client& client, std::string_view method,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          std::string(method));
  if (descriptor == nullptr) {
    return absl::UnimplementedError(
        StrCat(method, " is not known to this program."));
  }
  return client.Call(*descriptor, request, response);
}

absl::Status CallReporting(Client& client, std::string_view method,
                           const google::protobuf::Message& request,
                           google::protobuf::Message& response) {
  return CallMethod(client,
                    StrCat("csi.reporting.v1.ReportingService.", method),
                    request, response);
}

}  // namespace csi::tools
