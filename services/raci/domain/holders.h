// Rules about who may hold a role at the same time.
#ifndef CSI_SERVICES_RACI_DOMAIN_HOLDERS_H_
#define CSI_SERVICES_RACI_DOMAIN_HOLDERS_H_

#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

bool IsTeam(std::string_view holder);

// An A of a deployed matrix, or a limit of authority, falls to this role.
bool MakesAccountable(const Context& context, std::string_view role);

// Two assignments of the role in one scope at one time from now on, by
// different holders. Different scopes never tie: one is more specific.
std::optional<std::pair<v1::Assignment, v1::Assignment>> FindDoubled(
    const Context& context, std::string_view role);

// TWO_ACCOUNTABLE that names both.
absl::Status TwoAccountable(const Context& context, std::string_view first,
                            std::string_view second, std::string_view what);

// Refuses when `role` may not become one that makes people accountable: held
// twice in one scope (TWO_ACCOUNTABLE) or by a team (RULE_VIOLATED, P6).
absl::Status CheckMayMakeAccountable(const Context& context,
                                     std::string_view role);

// All rules for a new assignment whose fields are in order: SECOND_OWNER,
// TWO_ACCOUNTABLE, P6, P2, ALREADY_EXISTS.
absl::Status CheckMayHold(const Context& context, const v1::Role& role,
                          const v1::Assignment& assignment);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_HOLDERS_H_
