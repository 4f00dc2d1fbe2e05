#include "services/raci/domain/act.h"

#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::raci {
namespace {

// Roles that usually have authorities over the directory, asked first when a
// refusal has to say who could.
constexpr std::string_view kKeepers[] = {
    "csi-manager", "seven-step-process-owner", "seven-step-process-manager",
    "it-director", "service-management-director"};

}  // namespace

absl::StatusOr<std::string> ActorOf(const Context& context) {
  if (context.actor.empty()) {
    return Refusal(common::v1::ERROR_REASON_NO_ACTOR,
                   "No actor was named: strangers may read only. Name the "
                   "person who acts (csictl: --as PERSON).");
  }
  return ResourceName(context.tenant, "people", context.actor);
}

common::v1::AuthorityGrant GrantOf(const authority::Holder& holder) {
  common::v1::AuthorityGrant grant;
  grant.set_person(holder.person);
  grant.set_role(holder.role);
  grant.set_assignment(holder.assignment);
  for (const std::string& exception : holder.exceptions) {
    if (exception != "BOOTSTRAP") grant.add_exceptions(exception);
  }
  return grant;
}

common::v1::AuthorityGrant BootstrapGrant(std::string_view person) {
  common::v1::AuthorityGrant grant;
  grant.set_person(std::string(person));
  grant.add_exceptions("BOOTSTRAP");
  return grant;
}

std::vector<authority::Holder> KeepersOf(const Context& context,
                                         std::string_view authority) {
  const authority::Directory directory(*context.state, context.tenant);
  std::vector<authority::Holder> keepers;
  for (std::string_view keeper : kKeepers) {
    auto role = GetRow<v1::Role>(
        *context.state,
        authority::ResourceKey(authority::kRoleTag, context.tenant, keeper));
    if (!role) continue;
    for (const std::string& held : role->authorities()) {
      if (held != authority) continue;
      for (authority::Holder& holder :
           directory.HoldersOf(keeper, {}, context.now)) {
        keepers.push_back(std::move(holder));
      }
    }
  }
  return keepers;
}

absl::StatusOr<common::v1::AuthorityGrant> RequireAuthority(
    const Context& context, std::string_view authority, std::string_view what) {
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  const authority::Directory directory(*context.state, context.tenant);
  if (auto holder = directory.HoldingAuthority(actor, authority, context.now)) {
    return GrantOf(*holder);
  }
  if (directory.MayBootstrap(actor, context.now)) return BootstrapGrant(actor);
  authority::Answer answer;
  answer.reason =
      StrCat("no role of this person has the authority ", authority, ".");
  answer.could_instead = KeepersOf(context, authority);
  return authority::NotAuthorized(directory, actor, what, answer);
}

absl::Status NotFound(std::string_view name, std::string_view list_method) {
  return Refusal(
      common::v1::ERROR_REASON_NOT_FOUND,
      StrCat(name, " does not exist. ", list_method, " shows what there is."),
      {{"name", std::string(name)}});
}

}  // namespace csi::raci
