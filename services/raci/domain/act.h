// Who acts, and by what right: the first checks of every command.
//
// A right is recorded as a grant; NO_ACTOR and NOT_AUTHORIZED say who could.
#ifndef CSI_SERVICES_RACI_DOMAIN_ACT_H_
#define CSI_SERVICES_RACI_DOMAIN_ACT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/authority/directory.h"
#include "common/domain/domain.h"

namespace csi::raci {

// What holders of roles may do in the directory itself (Role.authorities).
inline constexpr std::string_view kMayPeople = "directory.people";
inline constexpr std::string_view kMayCatalogue = "directory.catalogue";
inline constexpr std::string_view kMayRoles = "directory.roles";
inline constexpr std::string_view kMayMatrices = "directory.matrices";

// Resource name of the actor; NO_ACTOR when nobody is named.
absl::StatusOr<std::string> ActorOf(const Context& context);

// The actor's right to do what `authority` stands for, or by bootstrap. `what`
// completes "X may not ...".
absl::StatusOr<common::v1::AuthorityGrant> RequireAuthority(
    const Context& context, std::string_view authority, std::string_view what);

// Who holds a role with the authority, of the roles that usually have it.
std::vector<authority::Holder> KeepersOf(const Context& context,
                                         std::string_view authority);

common::v1::AuthorityGrant GrantOf(const authority::Holder& holder);
common::v1::AuthorityGrant BootstrapGrant(std::string_view person);

// NOT_FOUND that says what is missing and how to see what is there.
absl::Status NotFound(std::string_view name, std::string_view list_method);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_ACT_H_
