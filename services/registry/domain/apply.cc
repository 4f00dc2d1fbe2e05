#include "services/registry/domain/apply.h"

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"

namespace csi::registry {
namespace {

// The policy and saved views.
void ApplySettings(const v1::JournalEvent& event, const Fact& fact,
                   KvWriter& state) {
  if (event.has_policy_set()) {
    const v1::Policy& policy = event.policy_set().policy();
    PutRow(state, PolicyKey(fact.tenant, policy.revision()), policy);
  } else if (event.has_view_set()) {
    const v1::View& view = event.view_set().view();
    PutRow(state, ViewKey(fact.tenant, LastPart(view.name())), view);
  } else {
    state.Delete(
        ViewKey(fact.tenant, LastPart(event.view_deleted().view().name())));
  }
}

}  // namespace

void ApplyEvent(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects) {
  using v1::JournalEvent;
  switch (event.event_case()) {
    case JournalEvent::kOpportunityLogged:
    case JournalEvent::kOpportunityUpdated:
    case JournalEvent::kOpportunityAccepted:
    case JournalEvent::kOpportunityRejected:
    case JournalEvent::kOpportunityDeferred:
    case JournalEvent::kOpportunityWoken:
    case JournalEvent::kOpportunityHeld:
    case JournalEvent::kOpportunityResumed:
    case JournalEvent::kOpportunityCancelled:
    case JournalEvent::kOpportunityClosed:
    case JournalEvent::kOpportunityReopened:
    case JournalEvent::kOpportunityMoved:
    case JournalEvent::kOpportunityRunRecorded:
    case JournalEvent::kOpportunityRfcRecorded:
    case JournalEvent::kOpportunityVerdictRecorded:
    case JournalEvent::kOpportunityLinked:
    case JournalEvent::kDecayCheckDue:
    case JournalEvent::kOpportunityApprovalGiven:
    case JournalEvent::kOpportunityApprovalExpired:
    case JournalEvent::kOpportunityReapproved:
      return ApplyEntry(event, fact, effects);
    case JournalEvent::kPrioritizationOpened:
      return ApplySessionOpened(event, fact, effects);
    case JournalEvent::kVoteCast:
      return ApplyVote(event.vote_cast(), fact, effects);
    case JournalEvent::kPrioritizationConcluded:
      return ApplySessionConcluded(event, fact, effects);
    case JournalEvent::kObjectionRaised:
      return ApplyObjection(event, event.objection_raised().objection(), fact,
                            effects);
    case JournalEvent::kObjectionAnswered:
      return ApplyObjection(event, event.objection_answered().objection(), fact,
                            effects);
    case JournalEvent::kObjectionPromoted:
      return ApplyObjection(event, event.objection_promoted().objection(), fact,
                            effects);
    case JournalEvent::kCommentAdded:
      return ApplyComment(event, fact, effects);
    case JournalEvent::kPolicySet:
    case JournalEvent::kViewSet:
    case JournalEvent::kViewDeleted:
      return ApplySettings(event, fact, effects.state());
    case JournalEvent::kPlanRecommended:
    case JournalEvent::kPlanDecided:
    case JournalEvent::kPlanApprovalExpired:
    case JournalEvent::kPlanDeferralEnded:
    case JournalEvent::kPlanEscalated:
    case JournalEvent::kPlanCreated:
    case JournalEvent::kPlanChanged:
    case JournalEvent::kPlanTaskChanged:
    case JournalEvent::kPlanClosed:
      return ApplyPlanEvent(event, fact, effects);
    case JournalEvent::EVENT_NOT_SET:
      effects.Broken(
          "A journal event of the register is of a type that this program "
          "does not know: it is too old for this journal.");
      return;
  }
}

}  // namespace csi::registry
