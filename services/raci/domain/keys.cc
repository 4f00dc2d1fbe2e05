#include "services/raci/domain/keys.h"

#include "common/base/strings.h"
#include "common/domain/names.h"

namespace csi::raci {

std::string RulesKey(std::string_view tenant) {
  return authority::ResourceKey(kRulesTag, tenant, "current");
}

std::string RulesVersionKey(std::string_view tenant, uint64_t revision) {
  return authority::ResourceKey(kRulesVersionTag, tenant, StrCat(revision));
}

std::string CoverageKey(std::string_view tenant, std::string_view subject) {
  const bool process = subject.find("/processes/") != std::string_view::npos;
  return authority::ResourceKey(
      kCoverageTag, tenant,
      StrCat(process ? "processes." : "services.", LastPart(subject)));
}

}  // namespace csi::raci
