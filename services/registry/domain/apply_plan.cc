// Folds of recommendations and plans: each event carries the whole resource as
// it is afterwards.
#include <optional>

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/keys.h"

namespace csi::registry {
namespace {

// When it is looked at again; none if it is decided or nobody stands above.
std::optional<absl::Time> DueOf(const v1::Recommendation& row) {
  if (row.state() == v1::RECOMMENDATION_STATE_DEFERRED) {
    return StartOf(row.revisit_date());
  }
  if (row.state() == v1::RECOMMENDATION_STATE_OPEN &&
      row.has_approval_due_time()) {
    return FromTimestamp(row.approval_due_time());
  }
  return std::nullopt;
}

}  // namespace

void ApplyRecommendation(const v1::JournalEvent& event,
                         const v1::Recommendation& recommendation,
                         const Fact& fact, Effects& effects) {
  KvWriter& state = effects.state();
  const std::string id(LastPart(recommendation.name()));
  const std::string key = RecommendationKey(fact.tenant, id);
  const auto before = GetRow<v1::Recommendation>(state, key);
  const auto was = before ? DueOf(*before) : std::nullopt;
  const auto is = DueOf(recommendation);
  PutRow(state, key, recommendation);
  if (!before) {
    state.Put(RecommendationTimeKey(
                  fact.tenant, FromTimestamp(recommendation.create_time()), id),
              "");
  }
  if (was != is) {
    const auto timer = [&](absl::Time due) {
      return Timer{due, fact.tenant, std::string(kPlanApprovalTimer),
                   recommendation.name()};
    };
    if (was) effects.CancelTimer(timer(*was));
    if (is) effects.SetTimer(timer(*is));
  }
  for (const std::string& entry : recommendation.opportunities()) {
    AddHistoryBeside(event, fact, entry, state);
  }
}

void ApplyPlan(const v1::Plan& plan, const Fact& fact, Effects& effects) {
  KvWriter& state = effects.state();
  const std::string id(LastPart(plan.name()));
  const std::string key = PlanKey(fact.tenant, id);
  if (!state.Has(key)) {
    state.Put(PlanTimeKey(fact.tenant, FromTimestamp(plan.create_time()), id),
              "");
  }
  PutRow(state, key, plan);
}

void ApplyPlanEvent(const v1::JournalEvent& event, const Fact& fact,
                    Effects& effects) {
  using v1::JournalEvent;
  switch (event.event_case()) {
    case JournalEvent::kPlanRecommended:
      return ApplyRecommendation(
          event, event.plan_recommended().recommendation(), fact, effects);
    case JournalEvent::kPlanDecided:
      ApplyRecommendation(event, event.plan_decided().recommendation(), fact,
                          effects);
      if (event.plan_decided().has_plan()) {
        ApplyPlan(event.plan_decided().plan(), fact, effects);
      }
      return;
    case JournalEvent::kPlanApprovalExpired:
      return ApplyRecommendation(
          event, event.plan_approval_expired().recommendation(), fact, effects);
    case JournalEvent::kPlanDeferralEnded:
      return ApplyRecommendation(
          event, event.plan_deferral_ended().recommendation(), fact, effects);
    case JournalEvent::kPlanEscalated:
      if (event.plan_escalated().has_plan()) {
        return ApplyPlan(event.plan_escalated().plan(), fact, effects);
      }
      return ApplyRecommendation(event, event.plan_escalated().recommendation(),
                                 fact, effects);
    case JournalEvent::kPlanCreated:
      return ApplyPlan(event.plan_created().plan(), fact, effects);
    case JournalEvent::kPlanChanged:
      return ApplyPlan(event.plan_changed().plan(), fact, effects);
    case JournalEvent::kPlanTaskChanged:
      return ApplyPlan(event.plan_task_changed().plan(), fact, effects);
    case JournalEvent::kPlanClosed:
      return ApplyPlan(event.plan_closed().plan(), fact, effects);
    default:
      return;
  }
}

}  // namespace csi::registry
