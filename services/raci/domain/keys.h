// Rows of the RACI directory that other services do not fold: tables, settings
// and statements. All others stand in common/authority/rows.cc, where their
// grammar is; these have it too.
#ifndef CSI_SERVICES_RACI_DOMAIN_KEYS_H_
#define CSI_SERVICES_RACI_DOMAIN_KEYS_H_

#include <string>
#include <string_view>

#include "common/authority/rows.h"

namespace csi::raci {

inline constexpr std::string_view kTableTag = "gov.table";
// One row per tenant, and one per version.
inline constexpr std::string_view kRulesTag = "gov.rules";
inline constexpr std::string_view kRulesVersionTag = "gov.rules-version";
inline constexpr std::string_view kDutyTag = "gov.duty";
// By subject: "processes.ID" or "services.ID".
inline constexpr std::string_view kCoverageTag = "gov.coverage";

std::string RulesKey(std::string_view tenant);
std::string RulesVersionKey(std::string_view tenant, uint64_t revision);
// `subject` is the resource name of a process or service.
std::string CoverageKey(std::string_view tenant, std::string_view subject);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_KEYS_H_
