// Roles are data: a tenant tailors those of the pack and makes its own.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;

absl::Status CheckFixed(const v1::Role& role, const v1::Role& old) {
  const bool same = role.binding() == old.binding() &&
                    role.uniqueness() == old.uniqueness() &&
                    role.specialises() == old.specialises() &&
                    role.bound_process() == old.bound_process();
  if (same) return absl::OkStatus();
  return FieldError("role",
                    "binding, uniqueness, specialises and bound_process are "
                    "fixed once a role is made: assignments rest on them. "
                    "Make another role instead.");
}

absl::Status CheckSpecialises(const Context& context, const v1::Role& role) {
  if (role.specialises().empty() != role.bound_process().empty()) {
    return FieldError("role.specialises",
                      "specialises and bound_process go together: which role, "
                      "for which process.");
  }
  if (role.specialises().empty()) return absl::OkStatus();
  if (role.binding() != v1::ROLE_BINDING_UNSPECIFIED) {
    return FieldError("role.binding",
                      "a role for one process is not bound to another one.");
  }
  RETURN_IF_ERROR(CheckReference(context, "role.bound_process",
                                 role.bound_process(), "processes",
                                 authority::kProcessTag, "ListProcesses"));
  ASSIGN_OR_RETURN(const v1::Role generic,
                   Load<v1::Role>(*context.state, context.tenant,
                                  "role.specialises", role.specialises(),
                                  "roles", authority::kRoleTag, "ListRoles"));
  if (generic.binding() != v1::ROLE_BINDING_PROCESS ||
      generic.uniqueness() != role.uniqueness()) {
    return FieldError("role.specialises",
                      StrCat(generic.display_name(),
                             " is not bound to a process, or is not unique in "
                             "the same way."));
  }
  return absl::OkStatus();
}

absl::Status CheckAuthorities(const v1::Role& role) {
  for (const std::string& held : role.authorities()) {
    if (held != kMayPeople && held != kMayCatalogue && held != kMayRoles &&
        held != kMayMatrices) {
      return FieldError(
          "role.authorities",
          StrCat("\"", held, "\" is unknown. There are ", kMayPeople, ", ",
                 kMayCatalogue, ", ", kMayRoles, " and ", kMayMatrices, "."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRole(const Context& context, const v1::Role& role,
                       const v1::Role* old) {
  RETURN_IF_ERROR(CheckDisplayName("role.display_name", role.display_name()));
  RETURN_IF_ERROR(
      CheckText("role.description", role.description(), limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckCount("role.responsibilities",
                             role.responsibilities_size(),
                             limits::kListItemsMax));
  RETURN_IF_ERROR(CheckCount("role.required_skills",
                             role.required_skills_size(),
                             limits::kListItemsMax));
  RETURN_IF_ERROR(CheckCount("role.required_attributes",
                             role.required_attributes_size(),
                             limits::kListItemsMax));
  for (const v1::RequiredSkill& skill : role.required_skills()) {
    if (skill.level() < 0 || skill.level() > 7) {
      return FieldError("role.required_skills.level",
                        "it must be 1 to 7, or 0 for any.");
    }
  }
  for (const v1::Responsibility& one : role.responsibilities()) {
    RETURN_IF_ERROR(CheckText("role.responsibilities.text", one.text(),
                              limits::kTextBytesMax));
  }
  RETURN_IF_ERROR(CheckAuthorities(role));
  if (role.uniqueness() == v1::ROLE_UNIQUENESS_ONE_PER_SERVICE &&
      role.binding() != v1::ROLE_BINDING_SERVICE) {
    return FieldError("role.uniqueness",
                      "one per service needs a role bound to a service.");
  }
  if (role.uniqueness() == v1::ROLE_UNIQUENESS_ONE_PER_PROCESS &&
      role.binding() != v1::ROLE_BINDING_PROCESS &&
      role.specialises().empty()) {
    return FieldError("role.uniqueness",
                      "one per process needs a role bound to a process.");
  }
  return old == nullptr ? CheckSpecialises(context, role)
                        : CheckFixed(role, *old);
}

void EmitRole(const v1::Role& role, const Context&, bool, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>().mutable_role_defined()->mutable_role() =
      role;
}

constexpr Kind<v1::Role> kRole = {
    "roles",   authority::kRoleTag,    "role",     "ListRoles",
    kMayRoles, "make or change roles", &CheckRole, &EmitRole};

}  // namespace

absl::Status DecideCreateRole(const v1::CreateRoleRequest& request,
                              const Context& context, Outcome& outcome) {
  return DecideCreate(kRole, request, context, outcome);
}
absl::Status DecideUpdateRole(const v1::UpdateRoleRequest& request,
                              const Context& context, Outcome& outcome) {
  return DecideUpdate(kRole, request, context, /*own=*/false, outcome);
}

}  // namespace csi::raci
