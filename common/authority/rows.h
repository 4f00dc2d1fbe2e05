// Keys of the directory's rows. The grammar stands in rows.cc.
//
// Values are the resources themselves, without etag, or cut-down ones in the
// index rows. Times are half-open intervals everywhere.
#ifndef CSI_COMMON_AUTHORITY_ROWS_H_
#define CSI_COMMON_AUTHORITY_ROWS_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/authority/scopes.h"
#include "google/protobuf/timestamp.pb.h"

namespace csi::authority {

// Roles that computed columns and the bootstrap rule mean.
inline constexpr std::string_view kCsiManager = "csi-manager";
inline constexpr std::string_view kServiceOwner = "service-owner";
inline constexpr std::string_view kProcessOwner = "process-owner";
inline constexpr std::string_view kProcessManager = "process-manager";

inline constexpr std::string_view kPersonTag = "dir.person";
inline constexpr std::string_view kUnitTag = "dir.unit";
inline constexpr std::string_view kTeamTag = "dir.team";
inline constexpr std::string_view kRoleTag = "dir.role";
inline constexpr std::string_view kServiceTag = "dir.service";
inline constexpr std::string_view kProcessTag = "dir.process";
inline constexpr std::string_view kCalendarTag = "dir.calendar";
inline constexpr std::string_view kAssignmentTag = "dir.assignment";
inline constexpr std::string_view kMatrixTag = "dir.matrix";
inline constexpr std::string_view kLimitTag = "dir.limit";
inline constexpr std::string_view kRightTag = "dir.right";
inline constexpr std::string_view kLineTag = "dir.line";

// The row of a resource.
std::string ResourceKey(std::string_view tag, std::string_view tenant,
                        std::string_view id);
std::string ResourcePrefix(std::string_view tag, std::string_view tenant);

// Assignments of a role in exactly one scope.
std::string AtPrefix(std::string_view tenant, std::string_view role,
                     const ScopeParts& scope);
std::string AtKey(std::string_view tenant, std::string_view role,
                  const ScopeParts& scope, std::string_view assignment);
// All assignments of a role, by scope.
std::string RoleAssignmentsPrefix(std::string_view tenant,
                                  std::string_view role);

// Assignments of a holder (resource name of a person or team).
std::string HeldPrefix(std::string_view tenant, std::string_view holder);
std::string HeldKey(std::string_view tenant, std::string_view holder,
                    std::string_view assignment);

// Teams of a person.
std::string MemberPrefix(std::string_view tenant, std::string_view person);
std::string MemberKey(std::string_view tenant, std::string_view person,
                      std::string_view team);

// Deployments of one activity in one scope and variant, by time.
std::string ActivityPrefix(std::string_view tenant, std::string_view activity,
                           std::string_view variant, const ScopeParts& scope);
std::string ActivityKey(std::string_view tenant, std::string_view activity,
                        std::string_view variant, const ScopeParts& scope,
                        absl::Time deploy_time);

// The newest of these deployments, for a point read.
std::string NewestActivityKey(std::string_view tenant,
                              std::string_view activity,
                              std::string_view variant,
                              const ScopeParts& scope);

// Roles that make people accountable, and what makes them do so.
std::string AccountablePrefix(std::string_view tenant, std::string_view role);
std::string AccountableKey(std::string_view tenant, std::string_view role,
                           std::string_view because);

std::string VacancyPrefix(std::string_view tenant, std::string_view role);
std::string VacancyKey(std::string_view tenant, std::string_view role,
                       const ScopeParts& scope);

std::string LinesPrefix(std::string_view tenant, std::string_view from_role,
                        std::string_view purpose);
std::string LineKey(std::string_view tenant, std::string_view from_role,
                    std::string_view purpose, int rank, std::string_view line);

std::string RightsPrefix(std::string_view tenant,
                         std::string_view appointed_role);
std::string RightKey(std::string_view tenant, std::string_view appointed_role,
                     std::string_view right);

std::string LimitsPrefix(std::string_view tenant, std::string_view role,
                         std::string_view activity);
std::string LimitKey(std::string_view tenant, std::string_view role,
                     std::string_view activity, std::string_view limit);

// "p", "s" or "": what a role is bound to.
std::string BindingKey(std::string_view tenant, std::string_view role);

// Id of the first actor that the directory met in the tenant.
std::string FirstActorKey(std::string_view tenant);

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp TimestampOf(absl::Time time);
bool Covers(const common::v1::Interval& interval, absl::Time time);
bool Overlap(const common::v1::Interval& a, const common::v1::Interval& b);

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_ROWS_H_
