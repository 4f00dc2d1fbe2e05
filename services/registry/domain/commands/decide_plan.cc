// What somebody says to a recommendation, and when that makes a plan of it.
#include <set>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/plan_approvers.h"
#include "services/registry/domain/plans.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

constexpr std::string_view kStatePrefix = "RECOMMENDATION_STATE_";

std::string Word(v1::RecommendationState state) {
  return v1::RecommendationState_Name(state).substr(kStatePrefix.size());
}

absl::Status CheckRequest(const Context& context,
                          const v1::DecidePlanRequest& request) {
  if (request.decision() == v1::PLAN_DECISION_UNSPECIFIED ||
      !v1::PlanDecision_IsValid(request.decision())) {
    return FieldError("decision", "it is required: ACCEPT, REJECT or DEFER.");
  }
  const bool accepts = request.decision() == v1::PLAN_DECISION_ACCEPT;
  RETURN_IF_ERROR(CheckReason(request.reason(), !accepts));
  if (request.decision() == v1::PLAN_DECISION_DEFER) {
    const google::type::Date& day = request.revisit_date();
    if (!IsDay(day) || StartOf(day) <= context.now) {
      return FieldError(
          "revisit_date",
          StrCat(DayText(day), " is no day in the future; today is ",
                 DayText(DayOf(context.now)), "."));
    }
  } else if (request.has_revisit_date()) {
    return FieldError("revisit_date", "it goes with DEFER alone.");
  }
  if (!accepts && (!request.owner().empty() || !request.plan_id().empty())) {
    return FieldError(request.owner().empty() ? "plan_id" : "owner",
                      "it goes with ACCEPT alone.");
  }
  return CheckPerson(context, "owner", request.owner());
}

absl::Status CheckWaits(const v1::Recommendation& recommendation) {
  if (recommendation.state() == v1::RECOMMENDATION_STATE_OPEN ||
      recommendation.state() == v1::RECOMMENDATION_STATE_DEFERRED) {
    return absl::OkStatus();
  }
  const std::string state = Word(recommendation.state());
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat("Recommendation ", recommendation.name(), " is ", state, " by ",
             recommendation.decided_by(),
             " already; that needs OPEN or DEFERRED. Recommend anew to change "
             "what was decided."),
      {{"state", state}, {"allowed", "OPEN,DEFERRED"}});
}

// A later word of the same person replaces the earlier one.
void Record(const v1::PlanApproval& approval, v1::Recommendation& to) {
  for (v1::PlanApproval& known : *to.mutable_approvals()) {
    if (known.person() != approval.person()) continue;
    known = approval;
    return;
  }
  *to.add_approvals() = approval;
}

// Whether A is among those who accept, and they are enough.
bool Enough(const v1::Recommendation& recommendation, int quorum) {
  int accepted = 0;
  bool decided = false;
  for (const v1::PlanApproval& approval : recommendation.approvals()) {
    if (approval.decision() != v1::PLAN_DECISION_ACCEPT) continue;
    ++accepted;
    decided |= approval.grant().letter() == common::v1::LETTER_ACCOUNTABLE;
  }
  return decided && accepted >= quorum;
}

// The plan as the recommendation wants it: new, or the amended one.
absl::StatusOr<v1::Plan> PlanOf(const Context& context,
                                const v1::Recommendation& from,
                                const std::string& plan_id) {
  v1::Plan plan;
  if (!from.amended_plan().empty()) {
    ASSIGN_OR_RETURN(plan, LoadPlan(context, from.amended_plan(), ""));
    RETURN_IF_ERROR(CheckPlanOpen(plan, "amended"));
  } else {
    ASSIGN_OR_RETURN(
        const std::string id,
        ChooseId(context, "plan_id",
                 plan_id.empty() ? LastPart(from.name()) : plan_id));
    if (context.state->Has(PlanKey(context.tenant, id))) {
      return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                     StrCat("There is a plan ", id,
                            " already. Give another plan_id, or recommend an "
                            "amendment of that plan."),
                     {{"id", id}});
    }
    plan.set_name(ResourceName(context.tenant, "plans", id));
    plan.set_uid(context.ids->Next());
    *plan.mutable_create_time() = ToTimestamp(context.now);
    plan.set_title(from.title());
    plan.set_description(from.text());
    plan.set_state(v1::PLAN_STATE_OPEN);
    if (from.has_scope()) *plan.mutable_scope() = from.scope();
  }
  RETURN_IF_ERROR(CheckPlanEntries(context, "recommendation.opportunities",
                                   from.opportunities(), plan.name()));
  std::set<std::string> known(plan.opportunities().begin(),
                              plan.opportunities().end());
  for (const std::string& entry : from.opportunities()) {
    if (known.insert(entry).second) plan.add_opportunities(entry);
  }
  if (!from.owner().empty()) plan.set_owner(from.owner());
  if (from.size() != v1::SIZE_UNSPECIFIED) plan.set_size(from.size());
  if (from.has_cost()) *plan.mutable_budget() = from.cost();
  if (!from.target_result().empty()) {
    plan.set_target_result(from.target_result());
  }
  if (!from.agreements().empty()) {
    *plan.mutable_agreements() = from.agreements();
  }
  if (from.has_planned_start_date()) {
    *plan.mutable_planned_start_date() = from.planned_start_date();
  }
  if (from.has_planned_end_date()) {
    *plan.mutable_planned_end_date() = from.planned_end_date();
  }
  plan.set_recommendation(from.name());
  StampPlan(context, plan);
  return plan;
}

// The decision that counts: it waits no more.
void Settle(const Context& context, v1::RecommendationState state,
            std::string_view reason, v1::Recommendation& to) {
  to.set_state(state);
  to.set_decided_by(ActorName(context));
  *to.mutable_decide_time() = ToTimestamp(context.now);
  to.set_decision_reason(std::string(reason));
  to.clear_approval_due_time();
  to.clear_revisit_date();
}

// ACCEPT of one person; a plan if that is enough.
absl::Status Accept(const Context& context,
                    const v1::DecidePlanRequest& request, int quorum,
                    v1::PlanDecided& decided) {
  v1::Recommendation& recommendation = *decided.mutable_recommendation();
  const bool decides =
      decided.grant().letter() == common::v1::LETTER_ACCOUNTABLE;
  if (decides && !request.owner().empty()) {
    recommendation.set_owner(request.owner());
  }
  if (decides && recommendation.owner().empty() &&
      recommendation.amended_plan().empty()) {
    return FieldError("owner",
                      "it is required, since the recommendation names nobody: "
                      "say who owns the plan.");
  }
  if (!Enough(recommendation, quorum)) return absl::OkStatus();
  ASSIGN_OR_RETURN(*decided.mutable_plan(),
                   PlanOf(context, recommendation, request.plan_id()));
  Settle(context, v1::RECOMMENDATION_STATE_ACCEPTED, request.reason(),
         recommendation);
  recommendation.set_plan(decided.plan().name());
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideDecidePlan(const v1::DecidePlanRequest& request,
                              const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckRequest(context, request));
  ASSIGN_OR_RETURN(v1::Recommendation before,
                   LoadRecommendation(context, request.name(), request.etag()));
  const std::string what = StrCat("decide recommendation ", before.name());
  RETURN_IF_ERROR(CheckActor(context, what));
  const PlanApprovers approvers = ApproversOf(context, before);
  v1::JournalEvent event;
  v1::PlanDecided& decided = *event.mutable_plan_decided();
  ASSIGN_OR_RETURN(*decided.mutable_grant(),
                   AuthorizeDecision(context, what, before, approvers));
  RETURN_IF_ERROR(CheckWaits(before));
  const bool decides =
      decided.grant().letter() == common::v1::LETTER_ACCOUNTABLE;
  if (!decides && request.decision() == v1::PLAN_DECISION_DEFER) {
    return Refusal(common::v1::ERROR_REASON_NOT_AUTHORIZED,
                   StrCat("Whoever agrees beside the accountable person says "
                          "ACCEPT or REJECT; to put ",
                          before.name(), " off takes A of decide-sip."),
                   {{"rule", "DEFER_NEEDS_ACCOUNTABLE"}});
  }
  decided.set_reason(request.reason());
  v1::PlanApproval& approval = *decided.mutable_approval();
  approval.set_person(ActorName(context));
  approval.set_decision(request.decision());
  approval.set_reason(request.reason());
  *approval.mutable_decide_time() = ToTimestamp(context.now);
  *approval.mutable_grant() = decided.grant();
  v1::Recommendation& after = *decided.mutable_recommendation();
  after = std::move(before);
  after.set_quorum(approvers.quorum);
  Record(approval, after);
  // A deferred one may be decided early; who agreed before has to say it anew
  // only after the day itself.
  if (request.decision() == v1::PLAN_DECISION_ACCEPT) {
    RETURN_IF_ERROR(Accept(context, request, approvers.quorum, decided));
  } else if (decides && request.decision() == v1::PLAN_DECISION_REJECT) {
    Settle(context, v1::RECOMMENDATION_STATE_REJECTED, request.reason(), after);
  } else if (decides) {
    Settle(context, v1::RECOMMENDATION_STATE_DEFERRED, request.reason(), after);
    *after.mutable_revisit_date() = request.revisit_date();
  }
  StampRecommendation(context, after);
  ReplyWithRecommendation(after, outcome);
  v1::JournalEvent& emitted = outcome.Emit<v1::JournalEvent>();
  emitted = std::move(event);
  const v1::PlanDecided& said = emitted.plan_decided();
  if (said.has_plan()) {
    TieEntries(context, said.recommendation().opportunities(),
               said.plan().name(), said.grant(), outcome);
  }
  return absl::OkStatus();
}

}  // namespace csi::registry
