#include "tests/unit/services/registry/domain/event_zoo.h"

#include "google/protobuf/descriptor.h"
#include "services/registry/domain/event_fields.h"

namespace csi::registry {
namespace {

constexpr char kEntry[] = "tenants/acme/opportunities/one";
constexpr char kView[] = "tenants/acme/views/mine-by-due";
constexpr char kSession[] = "tenants/acme/prioritizations/may";

void FillPlans(v1::JournalEvent& event) {
  constexpr char kRecommendation[] = "tenants/acme/recommendations/r1";
  constexpr char kPlan[] = "tenants/acme/plans/p1";
  if (event.has_plan_recommended()) {
    event.mutable_plan_recommended()->mutable_recommendation()->set_name(
        kRecommendation);
  }
  if (event.has_plan_decided()) {
    event.mutable_plan_decided()->mutable_recommendation()->set_name(
        kRecommendation);
  }
  if (event.has_plan_approval_expired()) {
    event.mutable_plan_approval_expired()->mutable_recommendation()->set_name(
        kRecommendation);
  }
  if (event.has_plan_deferral_ended()) {
    event.mutable_plan_deferral_ended()->mutable_recommendation()->set_name(
        kRecommendation);
  }
  if (event.has_plan_escalated()) {
    event.mutable_plan_escalated()->mutable_plan()->set_name(kPlan);
  }
  if (event.has_plan_created()) {
    event.mutable_plan_created()->mutable_plan()->set_name(kPlan);
  }
  if (event.has_plan_changed()) {
    event.mutable_plan_changed()->mutable_plan()->set_name(kPlan);
  }
  if (event.has_plan_task_changed()) {
    event.mutable_plan_task_changed()->mutable_plan()->set_name(kPlan);
  }
  if (event.has_plan_closed()) {
    event.mutable_plan_closed()->mutable_plan()->set_name(kPlan);
  }
}

// Names and times that folds rely on.
void Fill(v1::JournalEvent& event) {
  if (auto* digest = MutableDigest(event)) digest->set_name(kEntry);
  if (event.has_opportunity_logged()) {
    auto& logged = *event.mutable_opportunity_logged()->mutable_logged();
    logged.set_name(kEntry);
    logged.set_number(1);
    logged.set_state(v1::OPPORTUNITY_STATE_NEW);
  }
  if (event.has_opportunity_deferred()) {
    auto& day = *event.mutable_opportunity_deferred()->mutable_wake_up_date();
    day.set_year(2026);
    day.set_month(5);
    day.set_day(1);
  }
  if (event.has_prioritization_opened()) {
    event.mutable_prioritization_opened()->mutable_prioritization()->set_name(
        kSession);
  }
  if (event.has_vote_cast()) {
    auto& vote = *event.mutable_vote_cast()->mutable_vote();
    vote.set_prioritization(kSession);
    vote.set_opportunity(kEntry);
    vote.set_person("tenants/acme/people/anna");
  }
  if (event.has_prioritization_concluded()) {
    event.mutable_prioritization_concluded()->set_prioritization(kSession);
  }
  for (auto* objection :
       {event.has_objection_raised()
            ? event.mutable_objection_raised()->mutable_objection()
            : nullptr,
        event.has_objection_answered()
            ? event.mutable_objection_answered()->mutable_objection()
            : nullptr,
        event.has_objection_promoted()
            ? event.mutable_objection_promoted()->mutable_objection()
            : nullptr}) {
    if (objection == nullptr) continue;
    objection->set_name("tenants/acme/objections/o1");
    objection->set_subject(kEntry);
  }
  if (event.has_comment_added()) {
    auto& comment = *event.mutable_comment_added()->mutable_comment();
    comment.set_name("tenants/acme/comments/c1");
    comment.set_subject(kEntry);
  }
  if (event.has_policy_set()) {
    event.mutable_policy_set()->mutable_policy()->set_name(
        "tenants/acme/policies/register");
  }
  if (event.has_view_set()) {
    event.mutable_view_set()->mutable_view()->set_name(kView);
  }
  if (event.has_view_deleted()) {
    event.mutable_view_deleted()->mutable_view()->set_name(kView);
  }
  FillPlans(event);
}

}  // namespace

std::vector<v1::JournalEvent> OneOfEach() {
  std::vector<v1::JournalEvent> events;
  const auto* oneof = v1::JournalEvent::descriptor()->oneof_decl(0);
  for (int i = 0; i < oneof->field_count(); ++i) {
    v1::JournalEvent& event = events.emplace_back();
    event.GetReflection()->MutableMessage(&event, oneof->field(i));
    Fill(event);
  }
  return events;
}

}  // namespace csi::registry
