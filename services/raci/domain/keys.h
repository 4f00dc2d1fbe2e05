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
inline constexpr std::string_view kStrategyTag = "gov.strategy";
inline constexpr std::string_view kNoticeTag = "gov.notice";
// One row per notice and person who has read it.
inline constexpr std::string_view kReceiptTag = "gov.receipt";
inline constexpr std::string_view kFunctionTag = "gov.function";
inline constexpr std::string_view kPartyTag = "gov.party";
inline constexpr std::string_view kTransferTag = "gov.transfer";
// The last transfer of a service, by the service's id.
inline constexpr std::string_view kTransferOfTag = "gov.transfer-of";
// By subject: "processes.ID" or "services.ID".
inline constexpr std::string_view kCoverageTag = "gov.coverage";

std::string RulesKey(std::string_view tenant);
std::string RulesVersionKey(std::string_view tenant, uint64_t revision);
// `service` is a resource name.
std::string OpenTransferKey(std::string_view tenant, std::string_view service);
// Names of the notice and the person.
std::string ReceiptPrefix(std::string_view tenant, std::string_view notice);
std::string ReceiptKey(std::string_view tenant, std::string_view notice,
                       std::string_view person);
// `subject` is the resource name of a process or service.
std::string CoverageKey(std::string_view tenant, std::string_view subject);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_KEYS_H_
