#include "common/rpc/abilities.h"

#include <cctype>

#include "common/base/strings.h"

namespace csi::rpc {

std::string HealthNameOf(std::string_view service) {
  std::string camel(service);
  if (!camel.empty()) camel[0] = static_cast<char>(std::toupper(camel[0]));
  return StrCat("csi.", service, ".v1.", camel, "Service");
}

Ability ViewAbility(std::string_view service, std::string_view source) {
  return {StrCat(HealthNameOf(service), "/views/", source),
          StrCat("what it knows of ", source,
                 " is too old; what needs it is refused (VIEW_STALE) until "
                 "that service is back")};
}

Ability WriteAbility(std::string_view service) {
  return {StrCat(HealthNameOf(service), "/writes"),
          "the data disk is nearly full; writes are refused (DISK_LOW) until "
          "there is space"};
}

Ability TimerAbility(std::string_view service) {
  return {StrCat(HealthNameOf(service), "/timers"),
          "the wall clock has departed from the steady one; timers pause "
          "(CLOCK_JUMP)"};
}

std::vector<Ability> AbilitiesOf(std::string_view service) {
  std::vector<Ability> all = {WriteAbility(service), TimerAbility(service)};
  for (const char* source : {"raci", "registry", "workflow", "reporting"}) {
    if (source != service) all.push_back(ViewAbility(service, source));
  }
  return all;
}

}  // namespace csi::rpc
