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

std::string OpenTransferKey(std::string_view tenant, std::string_view service) {
  return authority::ResourceKey(kTransferOfTag, tenant, LastPart(service));
}

std::string ReceiptPrefix(std::string_view tenant, std::string_view notice) {
  // Ids hold no dot.
  return authority::ResourceKey(kReceiptTag, tenant,
                                StrCat(LastPart(notice), "."));
}

std::string ReceiptKey(std::string_view tenant, std::string_view notice,
                       std::string_view person) {
  return StrCat(ReceiptPrefix(tenant, notice), LastPart(person));
}

std::string CoverageKey(std::string_view tenant, std::string_view subject) {
  const bool process = subject.find("/processes/") != std::string_view::npos;
  return authority::ResourceKey(
      kCoverageTag, tenant,
      StrCat(process ? "processes." : "services.", LastPart(subject)));
}

}  // namespace csi::raci
