#include "services/registry/domain/plans.h"

#include <set>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {

using common::v1::AuthorityGrant;
using google::protobuf::RepeatedPtrField;

std::optional<v1::Plan> ReadPlan(const KvReader& state, std::string_view tenant,
                                 std::string_view id) {
  auto plan = GetRow<v1::Plan>(state, PlanKey(tenant, id));
  if (plan) plan->set_etag(EtagOf(plan->revision()));
  return plan;
}

std::optional<v1::Recommendation> ReadRecommendation(const KvReader& state,
                                                     std::string_view tenant,
                                                     std::string_view id) {
  auto found = GetRow<v1::Recommendation>(state, RecommendationKey(tenant, id));
  if (found) found->set_etag(EtagOf(found->revision()));
  return found;
}

absl::StatusOr<v1::Plan> LoadPlan(const Context& context,
                                  const std::string& name,
                                  std::string_view etag) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", name, context.tenant, "plans"));
  auto plan = ReadPlan(*context.state, context.tenant, id);
  if (!plan) return NoSuch("plan", name);
  RETURN_IF_ERROR(CheckEtag(etag, plan->revision(), name));
  return *std::move(plan);
}

absl::StatusOr<v1::Recommendation> LoadRecommendation(const Context& context,
                                                      const std::string& name,
                                                      std::string_view etag) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", name, context.tenant, "recommendations"));
  auto found = ReadRecommendation(*context.state, context.tenant, id);
  if (!found) return NoSuch("recommendation", name);
  RETURN_IF_ERROR(CheckEtag(etag, found->revision(), name));
  return *std::move(found);
}

absl::Status PlanRule(std::string_view rule, std::string message) {
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED, std::move(message),
                 {{"rule", std::string(rule)}});
}

absl::Status CheckPlanOpen(const v1::Plan& plan, std::string_view what) {
  if (plan.state() == v1::PLAN_STATE_OPEN) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat("Plan ", plan.name(), " is CLOSED and cannot be ", what,
                        "; that needs OPEN. Recommend another plan."),
                 {{"state", "CLOSED"}, {"allowed", "OPEN"}});
}

authority::Question PlanQuestion(const Context& context,
                                 const common::v1::Scope& scope, v1::Size size,
                                 const google::type::Money* cost) {
  authority::Question question;
  question.activity = std::string(kDecideSip);
  question.scope = scope;
  question.as_of = context.now;
  authority::Stake stake;
  stake.size = static_cast<int>(size);
  if (cost != nullptr) {
    stake.currency = cost->currency_code();
    stake.units = cost->units();
    stake.nanos = cost->nanos();
  }
  question.stake = std::move(stake);
  return question;
}

absl::StatusOr<AuthorityGrant> AuthorizePlan(const Context& context,
                                             std::string_view what,
                                             const v1::Plan& plan) {
  RETURN_IF_ERROR(CheckActor(context, what));
  return AuthorizeIn(
      context, what,
      {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE},
      PlanQuestion(context, plan.scope(), plan.size(),
                   plan.has_budget() ? &plan.budget() : nullptr));
}

absl::StatusOr<AuthorityGrant> AuthorizePlanEdit(const Context& context,
                                                 std::string_view what,
                                                 const v1::Plan& plan) {
  RETURN_IF_ERROR(CheckActor(context, what));
  const std::string actor = ActorName(context);
  if (actor == plan.owner() &&
      authority::Directory(*context.views, context.tenant)
          .PersonExists(actor, context.now)) {
    return AuthorityGrant();
  }
  return AuthorizePlan(context, what, plan);
}

absl::Time ApprovalDue(const Context& context) {
  const int days =
      CurrentPolicy(*context.state, context.tenant).approval_days();
  return context.now +
         absl::Hours(24) * (days == 0 ? limits::kApprovalDaysDefault : days);
}

void StampPlan(const Context& context, v1::Plan& plan) {
  plan.set_revision(plan.revision() + 1);
  *plan.mutable_update_time() = ToTimestamp(context.now);
  plan.clear_etag();
}

void StampRecommendation(const Context& context,
                         v1::Recommendation& recommendation) {
  recommendation.set_revision(recommendation.revision() + 1);
  *recommendation.mutable_update_time() = ToTimestamp(context.now);
  recommendation.clear_etag();
}

absl::Status CheckPlanEntries(const Context& context, std::string_view field,
                              const RepeatedPtrField<std::string>& entries,
                              std::string_view plan) {
  RETURN_IF_ERROR(CheckCount(field, entries.size(), limits::kPlanEntriesMax));
  std::set<std::string> seen;
  for (const std::string& name : entries) {
    ASSIGN_OR_RETURN(const v1::OpportunityRow row,
                     LoadEntry(context, field, name, ""));
    if (!seen.insert(name).second) {
      return FieldError(field, StrCat(name, " is named twice."));
    }
    const std::string& other = row.opportunity().plan();
    if (other.empty() || other == plan) continue;
    return PlanRule("ONE_PLAN",
                    StrCat("Entry ", Called(row.opportunity()), " has ", other,
                           " already; an entry has one plan. Take that tie "
                           "away first (LinkOpportunity), or amend that "
                           "plan."));
  }
  return absl::OkStatus();
}

void TieEntries(const Context& context,
                const RepeatedPtrField<std::string>& entries,
                const std::string& plan, const AuthorityGrant& grant,
                Outcome& outcome) {
  for (const std::string& name : entries) {
    auto row = ReadHead(*context.state, context.tenant, LastPart(name));
    if (!row || row->opportunity().plan() == plan) continue;
    v1::JournalEvent event;
    v1::OpportunityLinked& linked = *event.mutable_opportunity_linked();
    linked.mutable_link()->set_type(v1::LINK_TYPE_PLAN);
    linked.mutable_link()->set_target(plan);
    *linked.mutable_grant() = grant;
    EmitEntryEvent(context, std::move(event), *row, outcome);
  }
}

}  // namespace csi::registry
