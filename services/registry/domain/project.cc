#include "services/registry/domain/project.h"

#include "services/registry/domain/event_fields.h"

namespace csi::registry {
namespace {

// A recommendation as long as it is decided on, then its plan.
std::string PlanSubjectOf(const v1::JournalEvent& event) {
  if (event.has_plan_recommended()) {
    return event.plan_recommended().recommendation().name();
  }
  if (event.has_plan_decided()) {
    return event.plan_decided().recommendation().name();
  }
  if (event.has_plan_approval_expired()) {
    return event.plan_approval_expired().recommendation().name();
  }
  if (event.has_plan_deferral_ended()) {
    return event.plan_deferral_ended().recommendation().name();
  }
  if (event.has_plan_escalated()) {
    return event.plan_escalated().has_plan()
               ? event.plan_escalated().plan().name()
               : event.plan_escalated().recommendation().name();
  }
  if (event.has_plan_created()) return event.plan_created().plan().name();
  if (event.has_plan_changed()) return event.plan_changed().plan().name();
  if (event.has_plan_task_changed()) {
    return event.plan_task_changed().plan().name();
  }
  return event.plan_closed().plan().name();
}

std::string SubjectOf(const v1::JournalEvent& event) {
  if (const auto* digest = DigestIn(event)) return digest->name();
  if (event.has_prioritization_opened()) {
    return event.prioritization_opened().prioritization().name();
  }
  if (event.has_vote_cast()) return event.vote_cast().vote().prioritization();
  if (event.has_prioritization_concluded()) {
    return event.prioritization_concluded().prioritization();
  }
  if (event.has_objection_raised()) {
    return event.objection_raised().objection().name();
  }
  if (event.has_objection_answered()) {
    return event.objection_answered().objection().name();
  }
  if (event.has_objection_promoted()) {
    return event.objection_promoted().objection().name();
  }
  if (event.has_comment_added()) return event.comment_added().comment().name();
  if (event.has_view_set()) return event.view_set().view().name();
  if (event.has_view_deleted()) return event.view_deleted().view().name();
  if (event.has_policy_set()) return event.policy_set().policy().name();
  return PlanSubjectOf(event);
}

}  // namespace

void ProjectEvent(const v1::JournalEvent& event,
                  std::vector<PublicEvent>& out) {
  const google::protobuf::Message* inner = PublicPart(event);
  if (inner == nullptr) return;
  std::unique_ptr<google::protobuf::Message> copy(inner->New());
  copy->CopyFrom(*inner);
  out.push_back({SubjectOf(event), std::move(copy)});
}

}  // namespace csi::registry
