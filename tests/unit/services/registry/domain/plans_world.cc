#include "tests/unit/services/registry/domain/plans_world.h"

#include "absl/strings/str_split.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/registry/domain/plans.h"

namespace csi::registry {
namespace {

void SipLine(authority::World& org, std::string_view from,
             std::string_view to) {
  raci::v1::ReportingLineSet event;
  raci::v1::ReportingLine& line = *event.mutable_line();
  line.set_name(authority::Name("reportingLines", StrCat("sip-", from)));
  line.set_from_role(authority::Name("roles", from));
  line.set_to_role(authority::Name("roles", to));
  line.set_purpose("sip-escalation");
  line.set_rank(1);
  org.Fold(event);
}

void Limit(authority::World& org) {
  raci::v1::AuthorityLimitSet event;
  raci::v1::AuthorityLimit& limit = *event.mutable_limit();
  limit.set_name(authority::Name("authorityLimits", "l1"));
  limit.set_role(authority::Name("roles", "service-manager"));
  limit.set_activity("decide-sip");
  limit.set_beyond(authority::Name("roles", "it-director"));
  limit.mutable_max_cost()->set_currency_code("EUR");
  limit.mutable_max_cost()->set_units(10000);
  limit.set_max_size(raci::v1::AUTHORITY_SIZE_MEDIUM);
  org.Fold(event);
}

}  // namespace

std::string PersonName(std::string_view id) {
  return authority::Name("people", id);
}
std::string PlanName(std::string_view id) {
  return authority::Name("plans", id);
}

PlansWorld::PlansWorld() {
  org.Person("gina", "Gina");
  org.Person("hugo", "Hugo");
  org.Assign("a6", "service-manager", "gina", {});
  org.Assign("a7", "it-director", "hugo", {});
  org.Deploy(
      org.Matrix("plans", "",
                 {"decide-sip service-manager A", "decide-sip csi-manager R"}),
      0);
  Limit(org);
  SipLine(org, "csi-manager", "service-manager");
  SipLine(org, "service-manager", "it-director");
  org.Line("service-manager", "it-director", 1);
  ShowDirectory();
}

v1::Recommendation PlansWorld::Advice(int64_t cost) {
  v1::Recommendation wanted;
  wanted.set_title("Mirror web twice");
  wanted.set_text("One mirror was not enough in May.");
  wanted.set_owner(PersonName("bob"));
  wanted.mutable_scope()->set_service(authority::Name("services", "web"));
  wanted.mutable_cost()->set_currency_code("EUR");
  wanted.mutable_cost()->set_units(cost);
  return wanted;
}

absl::StatusOr<v1::Recommendation> PlansWorld::Recommend(
    std::string_view actor, const v1::Recommendation& wanted,
    std::string_view id) {
  v1::RecommendPlanRequest request;
  request.set_parent("tenants/acme");
  request.set_recommendation_id(std::string(id));
  *request.mutable_recommendation() = wanted;
  return Call<v1::Recommendation>(actor, "RecommendPlan", request);
}

absl::StatusOr<v1::Recommendation> PlansWorld::Decide(std::string_view actor,
                                                      v1::PlanDecision decision,
                                                      std::string_view id) {
  v1::DecidePlanRequest request;
  request.set_name(authority::Name("recommendations", id));
  request.set_decision(decision);
  if (decision != v1::PLAN_DECISION_ACCEPT) request.set_reason("because");
  if (decision == v1::PLAN_DECISION_DEFER) {
    request.mutable_revisit_date()->set_year(2026);
    request.mutable_revisit_date()->set_month(3);
    request.mutable_revisit_date()->set_day(1);
  }
  return Call<v1::Recommendation>(actor, "DecidePlan", request);
}

v1::Plan PlansWorld::Made(const std::vector<std::string>& entries) {
  v1::Recommendation wanted = Advice();
  for (const std::string& entry : entries) wanted.add_opportunities(entry);
  const auto recommended = Recommend("frank", wanted, "p1");
  CSI_CHECK(recommended.ok(), recommended.status().ToString());
  const auto decided = Decide("gina", v1::PLAN_DECISION_ACCEPT, "p1");
  CSI_CHECK(decided.ok(), decided.status().ToString());
  return StoredPlan("p1");
}

absl::StatusOr<v1::Plan> PlansWorld::Task(std::string_view actor,
                                          std::string_view id,
                                          std::string_view owner) {
  v1::SetPlanTaskRequest request;
  request.set_name(PlanName("p1"));
  request.mutable_task()->set_id(std::string(id));
  request.mutable_task()->set_title("Order the mirror");
  if (!owner.empty()) request.mutable_task()->set_owner(PersonName(owner));
  return Call<v1::Plan>(actor, "SetPlanTask", request);
}

absl::StatusOr<v1::Plan> PlansWorld::Complete(std::string_view actor,
                                              std::string_view id,
                                              bool dropped) {
  v1::CompletePlanTaskRequest request;
  request.set_name(PlanName("p1"));
  request.set_task_id(std::string(id));
  request.set_dropped(dropped);
  if (dropped) request.set_reason("no longer needed");
  return Call<v1::Plan>(actor, "CompletePlanTask", request);
}

absl::StatusOr<v1::Plan> PlansWorld::Change(std::string_view actor,
                                            const v1::Plan& plan,
                                            std::string_view mask) {
  v1::UpdatePlanRequest request;
  *request.mutable_plan() = plan;
  for (absl::string_view path : absl::StrSplit(View(mask), ',')) {
    request.mutable_update_mask()->add_paths(std::string(path));
  }
  return Call<v1::Plan>(actor, "UpdatePlan", request);
}

absl::StatusOr<v1::Plan> PlansWorld::ClosePlan(std::string_view actor) {
  v1::ClosePlanRequest request;
  request.set_name(PlanName("p1"));
  request.set_outcome(v1::PLAN_OUTCOME_ACHIEVED);
  request.set_outcome_text("Two mirrors answer.");
  return Call<v1::Plan>(actor, "ClosePlan", request);
}

absl::StatusOr<v1::EscalatePlanResponse> PlansWorld::Escalate(
    std::string_view actor, const std::string& name) {
  v1::EscalatePlanRequest request;
  request.set_name(name);
  request.set_reason("the supplier is late");
  return Call<v1::EscalatePlanResponse>(actor, "EscalatePlan", request);
}

absl::StatusOr<v1::Policy> PlansWorld::SetPolicy(int quorum, bool strict,
                                                 int days) {
  v1::SetPolicyRequest request;
  request.mutable_policy()->set_name("tenants/acme/policies/register");
  request.mutable_policy()->set_plan_quorum(quorum);
  request.mutable_policy()->set_strict_separation(strict);
  request.mutable_policy()->set_approval_days(days);
  return Call<v1::Policy>("anna", "SetPolicy", request);
}

v1::Recommendation PlansWorld::Stored(std::string_view id) const {
  auto found = ReadRecommendation(runner.state("registry"), "acme", id);
  CSI_CHECK(found.has_value(), id);
  return *found;
}

v1::Plan PlansWorld::StoredPlan(std::string_view id) const {
  auto plan = ReadPlan(runner.state("registry"), "acme", id);
  CSI_CHECK(plan.has_value(), id);
  return *plan;
}

}  // namespace csi::registry
