#include "services/raci/domain/appointing.h"

#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/act.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

// Ids of the roles that may fill `role`; "" stands for rights to any role.
std::vector<std::string> Appointers(const Context& context,
                                    std::string_view role) {
  std::vector<std::string> appointers;
  for (std::string_view appointed : {role, std::string_view()}) {
    context.state->ScanPrefix(
        authority::RightsPrefix(context.tenant, appointed),
        [&](std::string_view, std::string_view appointer) {
          appointers.emplace_back(appointer);
          return true;
        });
  }
  return appointers;
}

// Nobody has the right and nobody acts for who has it: what helps is a right,
// set by who may, or the first actor of a tenant that has no CSI manager.
absl::Status NobodyMay(const Context& context,
                       const authority::Directory& directory,
                       const std::string& actor, std::string_view what,
                       const std::string& reason, std::string_view role) {
  std::string remedy;
  const auto keepers = KeepersOf(context, kMayRoles);
  const auto first =
      context.state->Get(authority::FirstActorKey(context.tenant));
  if (!keepers.empty()) {
    const authority::Holder& keeper = keepers.front();
    remedy =
        StrCat(directory.DisplayName(keeper.person), " (",
               directory.RoleTitle(keeper.role),
               ") may set a right: CreateAppointmentRight (csictl right create "
               "--appointer-role ",
               LastPart(keeper.role), " --appointed-role ", LastPart(role),
               "); then who holds that role appoints.");
  } else if (first && directory.InBootstrap(context.now)) {
    remedy = StrCat(
        directory.DisplayName(ResourceName(context.tenant, "people", *first)),
        ", who began here, may while there is no CSI manager.");
  } else {
    remedy =
        "Nobody may set a right to appoint either. RegisterLeaver of the last "
        "CSI manager (or the end of that assignment) lets the first actor of "
        "the tenant appoint anew.";
  }
  return Refusal(common::v1::ERROR_REASON_NOT_AUTHORIZED,
                 StrCat(directory.DisplayName(actor), " may not ", what, ": ",
                        reason, " Nobody could instead. ", remedy),
                 {{"person", actor}, {"could_instead", ""}});
}

}  // namespace

absl::StatusOr<common::v1::AuthorityGrant> RequireAppointmentRight(
    const Context& context, const v1::Assignment& assignment,
    std::string_view what) {
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  const authority::Directory directory(*context.state, context.tenant);
  authority::Answer answer;
  for (const Slot& slot : SlotsOf(*context.state, context.tenant, assignment)) {
    for (const std::string& appointer : Appointers(context, slot.role)) {
      if (auto held =
              directory.Holding(actor, appointer, slot.scope, context.now)) {
        return GrantOf(*held);
      }
      for (authority::Holder& holder :
           directory.HoldersOf(appointer, slot.scope, context.now)) {
        answer.could_instead.push_back(std::move(holder));
      }
    }
    if (!directory.HoldersOf(slot.role, slot.scope, context.now).empty()) {
      continue;
    }
    for (authority::Holder& holder :
         directory.ActingFor(slot.role, slot.scope, context.now)) {
      if (holder.person == actor) return GrantOf(holder);
      answer.could_instead.push_back(std::move(holder));
    }
  }
  if (directory.MayBootstrap(actor, context.now)) return BootstrapGrant(actor);
  answer.reason =
      StrCat("no role of this person has the right to fill ",
             directory.RoleTitle(assignment.role()), " in ",
             authority::ScopeText(authority::PartsOf(assignment.scope())), ".");
  if (answer.could_instead.empty()) {
    return NobodyMay(context, directory, actor, what, answer.reason,
                     assignment.role());
  }
  return authority::NotAuthorized(directory, actor, what, answer);
}

}  // namespace csi::raci
