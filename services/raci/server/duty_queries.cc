// GetDuty, ListDuties.
#include "common/authority/directory.h"
#include "common/domain/names.h"
#include "services/raci/domain/duty_timers.h"
#include "services/raci/domain/keys.h"
#include "services/raci/server/lists.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

bool StateIsWanted(const Filter& filter, v1::Duty::State state) {
  const auto wanted = filter.find("state");
  if (wanted == filter.end()) return true;
  const std::string word = WordOf(v1::Duty::State_Name(state), "STATE_");
  // What is overdue is due as well.
  return wanted->second == word ||
         (wanted->second == "DUE" && state == v1::Duty::STATE_OVERDUE);
}

}  // namespace

absl::Status GetDuty(const QueryContext& context,
                     const v1::GetDutyRequest& request, v1::Duty* reply) {
  RETURN_IF_ERROR(
      GetOne(context, request, "duties", kDutyTag, "ListDuties", reply));
  reply->set_state(StateOf(*reply, context.now));
  return absl::OkStatus();
}

absl::Status ListDuties(const QueryContext& context,
                        const v1::ListDutiesRequest& request,
                        v1::ListDutiesResponse* reply) {
  const authority::Directory directory(context.state, context.tenant);
  const std::string actor =
      ResourceName(context.tenant, "people", context.actor);
  RETURN_IF_ERROR(List<v1::Duty>(
      context, request, kDutyTag, reply->mutable_duties(), reply,
      {"state", "kind", "role", "mine"},
      [&](const v1::Duty& duty, const Filter& filter) {
        if (!StateIsWanted(filter, StateOf(duty, context.now)) ||
            !IsWanted(filter, "kind",
                      WordOf(v1::DutyKind_Name(duty.kind()), "DUTY_KIND_")) ||
            !IsWanted(filter, "role", duty.accountable_role())) {
          return false;
        }
        if (!filter.contains("mine")) return true;
        const bool mine = directory
                              .Holding(actor, LastPart(duty.accountable_role()),
                                       duty.scope(), context.now)
                              .has_value();
        return IsWantedFlag(filter, "mine", mine);
      }));
  for (v1::Duty& duty : *reply->mutable_duties()) {
    duty.set_state(StateOf(duty, context.now));
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
