// Asking the line above, by somebody or because nobody decided in time.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/plan_approvers.h"
#include "services/registry/domain/plans.h"

namespace csi::registry {
namespace {

using common::v1::AuthorityGrant;
using Steps = google::protobuf::RepeatedPtrField<v1::PlanEscalation>;

// Plans start with whom the CSI manager reports plans to.
constexpr std::string_view kPlansStartAt = "csi-manager";

// Where the next step starts: the role that was reached last.
std::string StartRole(const Steps& steps, std::string_view first) {
  for (int i = steps.size() - 1; i >= 0; --i) {
    if (!steps[i].to_role().empty()) {
      return std::string(LastPart(steps[i].to_role()));
    }
  }
  return std::string(first);
}

v1::PlanEscalation StepTo(const Context& context, const LineAbove& above,
                          std::string_view reason) {
  v1::PlanEscalation step;
  *step.mutable_escalate_time() = ToTimestamp(context.now);
  if (!context.actor.empty()) step.set_escalated_by(ActorName(context));
  step.set_reason(std::string(reason));
  if (above.role.empty()) return step;
  step.set_to_role(ResourceName(context.tenant, "roles", above.role));
  for (const authority::Holder& holder : above.holders) {
    step.add_to_persons(holder.person);
  }
  return step;
}

absl::StatusOr<v1::PlanEscalation> NextStep(
    const Context& context, const std::string& name, std::string_view role,
    const common::v1::Scope& scope, std::string_view reason, int steps) {
  if (steps >= limits::kPlanEscalationsMax) {
    return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                   StrCat(name, " was escalated ", steps,
                          " times; that is as often as it can be."),
                   {{"limit", StrCat(limits::kPlanEscalationsMax)}});
  }
  const LineAbove above = EscalationLine(context, role, scope);
  if (above.role.empty()) {
    return PlanRule(
        "NOBODY_ABOVE",
        StrCat("Nobody stands above ", role.empty() ? "whoever decides" : role,
               " on the reporting lines sip-escalation and accountability; "
               "set such a line, or appoint somebody to the role that it "
               "leads to."));
  }
  return StepTo(context, above, reason);
}

absl::Status EscalatePlan(const v1::EscalatePlanRequest& request,
                          const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(v1::Plan plan,
                   LoadPlan(context, request.name(), request.etag()));
  v1::JournalEvent event;
  v1::PlanEscalated& escalated = *event.mutable_plan_escalated();
  ASSIGN_OR_RETURN(
      *escalated.mutable_grant(),
      AuthorizePlanEdit(context, StrCat("escalate plan ", plan.name()), plan));
  if (escalated.grant().person().empty()) escalated.clear_grant();
  RETURN_IF_ERROR(CheckPlanOpen(plan, "escalated"));
  ASSIGN_OR_RETURN(
      *escalated.mutable_escalation(),
      NextStep(context, plan.name(),
               StartRole(plan.escalations(), kPlansStartAt), plan.scope(),
               request.reason(), plan.escalations_size()));
  *plan.add_escalations() = escalated.escalation();
  StampPlan(context, plan);
  escalated.set_reason(request.reason());
  v1::EscalatePlanResponse reply;
  *reply.mutable_plan() = plan;
  reply.mutable_plan()->set_etag(EtagOf(plan.revision()));
  *reply.mutable_escalation() = escalated.escalation();
  *escalated.mutable_plan() = std::move(plan);
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

// Who recommends needs no right; else R or A of decide-sip.
absl::StatusOr<AuthorityGrant> AuthorizeUrging(
    const Context& context, const v1::Recommendation& recommendation) {
  const std::string what =
      StrCat("escalate recommendation ", recommendation.name());
  RETURN_IF_ERROR(CheckActor(context, what));
  const std::string actor = ActorName(context);
  if (actor == recommendation.recommended_by() &&
      authority::Directory(*context.views, context.tenant)
          .PersonExists(actor, context.now)) {
    return AuthorityGrant();
  }
  return AuthorizeIn(
      context, what,
      {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE},
      PlanQuestion(
          context, recommendation.scope(), recommendation.size(),
          recommendation.has_cost() ? &recommendation.cost() : nullptr));
}

absl::Status EscalateRecommendation(const v1::EscalatePlanRequest& request,
                                    const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(v1::Recommendation waits,
                   LoadRecommendation(context, request.name(), request.etag()));
  v1::JournalEvent event;
  v1::PlanEscalated& escalated = *event.mutable_plan_escalated();
  ASSIGN_OR_RETURN(*escalated.mutable_grant(), AuthorizeUrging(context, waits));
  if (escalated.grant().person().empty()) escalated.clear_grant();
  if (waits.state() != v1::RECOMMENDATION_STATE_OPEN) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("Recommendation ", waits.name(),
                          " does not wait for a decision and cannot be "
                          "escalated; that needs OPEN."),
                   {{"allowed", "OPEN"}});
  }
  ASSIGN_OR_RETURN(
      *escalated.mutable_escalation(),
      NextStep(context, waits.name(),
               StartRole(waits.escalations(), ApproversOf(context, waits).role),
               waits.scope(), request.reason(), waits.escalations_size()));
  *waits.add_escalations() = escalated.escalation();
  *waits.mutable_approval_due_time() = ToTimestamp(ApprovalDue(context));
  StampRecommendation(context, waits);
  escalated.set_reason(request.reason());
  v1::EscalatePlanResponse reply;
  *reply.mutable_recommendation() = waits;
  reply.mutable_recommendation()->set_etag(EtagOf(waits.revision()));
  *reply.mutable_escalation() = escalated.escalation();
  *escalated.mutable_recommendation() = std::move(waits);
  outcome.ReplyWith(std::move(reply));
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

// Nobody decided in time: the line above may, from now on.
void Expire(const Context& context, v1::Recommendation waits,
            Outcome& outcome) {
  v1::JournalEvent event;
  v1::PlanApprovalExpired& expired = *event.mutable_plan_approval_expired();
  LineAbove above;
  if (waits.escalations_size() < limits::kPlanEscalationsMax) {
    above = EscalationLine(
        context,
        StartRole(waits.escalations(), ApproversOf(context, waits).role),
        waits.scope());
  }
  *expired.mutable_escalation() =
      StepTo(context, above, "nobody decided in time");
  if (above.role.empty()) {
    // It waits on, for those who know of it already.
    waits.clear_approval_due_time();
  } else {
    *waits.add_escalations() = expired.escalation();
    *waits.mutable_approval_due_time() = ToTimestamp(ApprovalDue(context));
  }
  StampRecommendation(context, waits);
  *expired.mutable_recommendation() = std::move(waits);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
}

}  // namespace

absl::Status DecideEscalatePlan(const v1::EscalatePlanRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  if (IdOf("name", request.name(), context.tenant, "recommendations").ok()) {
    return EscalateRecommendation(request, context, outcome);
  }
  return EscalatePlan(request, context, outcome);
}

absl::Status FirePlanApproval(const Timer& timer, const Context& context,
                              Outcome& outcome) {
  auto waits = ReadRecommendation(*context.state, context.tenant,
                                  LastPart(timer.subject));
  if (!waits) return absl::OkStatus();
  if (waits->state() == v1::RECOMMENDATION_STATE_OPEN) {
    // The row may be gone on: escalated, so that it is due later.
    if (waits->has_approval_due_time() &&
        FromTimestamp(waits->approval_due_time()) <= context.now) {
      Expire(context, *std::move(waits), outcome);
    }
    return absl::OkStatus();
  }
  if (waits->state() != v1::RECOMMENDATION_STATE_DEFERRED ||
      StartOf(waits->revisit_date()) > context.now) {
    return absl::OkStatus();
  }
  v1::JournalEvent event;
  v1::Recommendation& after =
      *event.mutable_plan_deferral_ended()->mutable_recommendation();
  after = *std::move(waits);
  after.set_state(v1::RECOMMENDATION_STATE_OPEN);
  after.clear_approvals();
  after.clear_revisit_date();
  after.clear_decided_by();
  after.clear_decide_time();
  after.clear_decision_reason();
  *after.mutable_approval_due_time() = ToTimestamp(ApprovalDue(context));
  StampRecommendation(context, after);
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

void ReplyWithRecommendation(const v1::Recommendation& made, Outcome& outcome) {
  v1::Recommendation reply = made;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
}

void ReplyWithPlan(const v1::Plan& plan, Outcome& outcome) {
  v1::Plan reply = plan;
  reply.set_etag(EtagOf(reply.revision()));
  outcome.ReplyWith(std::move(reply));
}

}  // namespace csi::registry
