// csictl rules set --settings FILE --comment TEXT: how the tenant judges the
// rules of matrices from now on.
#include <cstdio>

#include "common/base/strings.h"
#include "csi/raci/v1/raci_governance.pb.h"
#include "tools/csictl/matrix_flags.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {

int RunRulesSet(Arguments& arguments) {
  constexpr char kUsage[] =
      "csictl rules set --settings FILE --comment TEXT [--etag TEXT] --as "
      "PERSON: raci check --settings says what the file holds. What it leaves "
      "out has its default again.";
  const absl::StatusOr<raci::v1::RuleSettings> settings =
      TakeRuleSettings(arguments);
  if (arguments.help || arguments.words.size() > 2) {
    return Usage(arguments, kUsage);
  }
  if (!settings.ok())
    return UsageError(std::string(settings.status().message()));
  raci::v1::SetRuleSettingsRequest request;
  absl::Status status = SetFlags(arguments.flags, arguments.tenant, request);
  if (!status.ok()) {
    return UsageError(StrCat(StdView(status.message()), "\n", kUsage));
  }
  request.set_parent("tenants/" + arguments.tenant);
  request.set_request_id(NewRequestId());
  *request.mutable_settings() = *settings;
  Client client = MakeClient(arguments);
  raci::v1::RuleSettingsVersion version;
  status = CallMethod(client, "csi.raci.v1.RaciService.SetRuleSettings",
                      request, version);
  if (!status.ok()) return Report(status);
  std::fputs(Render(version, arguments.format, {}).c_str(), stdout);
  return kExitOk;
}

}  // namespace csi::tools
