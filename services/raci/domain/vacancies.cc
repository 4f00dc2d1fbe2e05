#include "services/raci/domain/vacancies.h"

#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_journal.pb.h"

namespace csi::raci {
namespace {

using authority::ScopeParts;

bool KnownVacant(const Context& context, std::string_view role,
                 const ScopeParts& scope) {
  return context.state->Has(authority::VacancyKey(context.tenant, role, scope));
}

void Emit(const Context& context, std::string_view role,
          const common::v1::Scope& scope, std::string_view last_holder,
          absl::Time since, v1::Vacancy::Cause cause, Outcome& outcome) {
  v1::Vacancy& vacancy = *outcome.Emit<v1::JournalEvent>()
                              .mutable_role_vacated()
                              ->mutable_vacancy();
  vacancy.set_role(ResourceName(context.tenant, "roles", role));
  *vacancy.mutable_scope() = scope;
  *vacancy.mutable_since_time() = authority::TimestampOf(since);
  vacancy.set_last_holder(std::string(last_holder));
  vacancy.set_cause(cause);
}

}  // namespace

bool IsFilled(const KvReader& rows, std::string_view tenant,
              std::string_view role, const ScopeParts& scope,
              const std::set<std::string>& gone, absl::Time time) {
  for (const ScopeParts& outer : authority::ContainingScopes(scope)) {
    bool filled = false;
    rows.ScanPrefix(authority::AtPrefix(tenant, role, outer),
                    [&](std::string_view, std::string_view value) {
                      v1::Assignment row;
                      row.ParseFromArray(value.data(),
                                         static_cast<int>(value.size()));
                      filled = !gone.contains(row.name()) &&
                               authority::Covers(row.interval(), time);
                      return !filled;
                    });
    if (filled) return true;
  }
  return false;
}

std::vector<Slot> SlotsOf(const KvReader& state, std::string_view tenant,
                          const v1::Assignment& assignment) {
  std::vector<Slot> slots = {
      {std::string(LastPart(assignment.role())), assignment.scope()}};
  auto role = GetRow<v1::Role>(
      state, authority::ResourceKey(authority::kRoleTag, tenant,
                                    LastPart(assignment.role())));
  if (role && !role->specialises().empty()) {
    common::v1::Scope scope = assignment.scope();
    scope.set_process(role->bound_process());
    slots.push_back({std::string(LastPart(role->specialises())), scope});
  }
  return slots;
}

void EmitNeverFilled(const Context& context, std::string_view role,
                     const common::v1::Scope& scope, Outcome& outcome) {
  const ScopeParts parts = authority::PartsOf(scope);
  if (!context.state->Has(
          authority::ResourceKey(authority::kRoleTag, context.tenant, role)) ||
      KnownVacant(context, role, parts) ||
      IsFilled(*context.state, context.tenant, role, parts, {}, context.now)) {
    return;
  }
  Emit(context, role, scope, "", context.now, v1::Vacancy::CAUSE_NEVER_FILLED,
       outcome);
}

void EmitVacated(const Context& context, const v1::Assignment& ended,
                 const std::set<std::string>& gone, absl::Time since,
                 v1::Vacancy::Cause cause, Outcome& outcome) {
  for (const Slot& slot : SlotsOf(*context.state, context.tenant, ended)) {
    const ScopeParts parts = authority::PartsOf(slot.scope);
    if (KnownVacant(context, slot.role, parts) ||
        IsFilled(*context.state, context.tenant, slot.role, parts, gone,
                 context.now)) {
      continue;
    }
    Emit(context, slot.role, slot.scope, ended.holder(), since, cause, outcome);
  }
}

void EmitFilled(const Context& context, const v1::Assignment& appointed,
                Outcome& outcome) {
  for (const Slot& slot : SlotsOf(*context.state, context.tenant, appointed)) {
    const ScopeParts parts = authority::PartsOf(slot.scope);
    context.state->ScanPrefix(
        authority::VacancyPrefix(context.tenant, slot.role),
        [&](std::string_view, std::string_view value) {
          v1::Vacancy vacancy;
          vacancy.ParseFromArray(value.data(), static_cast<int>(value.size()));
          if (authority::Contains(parts, authority::PartsOf(vacancy.scope()))) {
            auto& event =
                *outcome.Emit<v1::JournalEvent>().mutable_role_filled();
            *event.mutable_vacancy() = vacancy;
            event.set_assignment(appointed.name());
          }
          return true;
        });
  }
}

}  // namespace csi::raci
