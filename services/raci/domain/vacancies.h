// When a role becomes vacant, and when it is filled again.
//
// A role is vacant in a scope when nobody holds it there or in any containing
// scope. RoleVacated is emitted once, RoleFilled ends it; both are events, so
// that a vacancy is never only the absence of a row.
#ifndef CSI_SERVICES_RACI_DOMAIN_VACANCIES_H_
#define CSI_SERVICES_RACI_DOMAIN_VACANCIES_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/authority/scopes.h"
#include "common/domain/domain.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {

// Under what an assignment counts: its own role and scope, and the generic
// role for the bound process if the role specialises one.
struct Slot {
  std::string role;  // id
  common::v1::Scope scope;
};
std::vector<Slot> SlotsOf(const KvReader& state, std::string_view tenant,
                          const v1::Assignment& assignment);

// Somebody holds the role in the scope, or in a containing one, at the time,
// not counting the assignments in `gone` (names).
bool IsFilled(const KvReader& rows, std::string_view tenant,
              std::string_view role, const authority::ScopeParts& scope,
              const std::set<std::string>& gone, absl::Time time);

// RoleVacated with cause NEVER_FILLED, unless it is filled or known as vacant
// or the tenant has no such role.
void EmitNeverFilled(const Context& context, std::string_view role,
                     const common::v1::Scope& scope, Outcome& outcome);

// RoleVacated, since `since`, for every slot of `ended` that nobody fills now,
// not counting the assignments in `gone` (names).
void EmitVacated(const Context& context, const v1::Assignment& ended,
                 const std::set<std::string>& gone, absl::Time since,
                 v1::Vacancy::Cause cause, Outcome& outcome);

// RoleFilled for every vacancy that `appointed` ends.
void EmitFilled(const Context& context, const v1::Assignment& appointed,
                Outcome& outcome);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_VACANCIES_H_
