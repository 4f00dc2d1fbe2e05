#include "services/registry/domain/evolve_approvals.h"

#include <algorithm>

#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

void EvolveApproval(const v1::OpportunityApprovalGiven& event,
                    v1::Opportunity& entry) {
  *entry.mutable_approvals() = event.approvals();
  *entry.mutable_approval_due_time() = event.approval_due_time();
}

void EvolveReapproved(const v1::OpportunityReapproved& event,
                      v1::Opportunity& entry) {
  ClearApprovals(entry);
  *entry.mutable_approvals() = event.approvals();
  entry.clear_reapproval_fields();
}

}  // namespace

void ClearApprovals(v1::Opportunity& entry) {
  entry.clear_approvals();
  entry.clear_approval_due_time();
}

void EvolveMarks(const v1::OpportunityUpdated& event, v1::Opportunity& entry) {
  for (const std::string& field : event.reapproval_fields()) {
    auto& known = *entry.mutable_reapproval_fields();
    if (std::find(known.begin(), known.end(), field) == known.end()) {
      entry.add_reapproval_fields(field);
    }
  }
  if (event.approvals_lapsed() || !event.reapproval_fields().empty()) {
    ClearApprovals(entry);
  }
}

void SettleApprovals(v1::Opportunity& entry) {
  const v1::OpportunityState progress =
      IsHalted(entry.state()) ? entry.return_state() : entry.state();
  if (IsFinal(progress) ||
      RankOf(progress) < RankOf(v1::OPPORTUNITY_STATE_APPROVED)) {
    entry.clear_reapproval_fields();
  }
  if (!entry.has_approval_due_time()) return;
  if (entry.state() != v1::OPPORTUNITY_STATE_NEW &&
      (entry.reapproval_fields().empty() ||
       entry.state() == v1::OPPORTUNITY_STATE_DEFERRED)) {
    ClearApprovals(entry);
  }
}

bool EvolveApprovals(const v1::JournalEvent& event, v1::Opportunity& entry) {
  using v1::JournalEvent;
  switch (event.event_case()) {
    case JournalEvent::kDecayCheckDue:
      entry.set_decay_check_due(true);
      return true;
    case JournalEvent::kOpportunityApprovalGiven:
      EvolveApproval(event.opportunity_approval_given(), entry);
      return true;
    case JournalEvent::kOpportunityApprovalExpired:
      ClearApprovals(entry);
      return true;
    case JournalEvent::kOpportunityReapproved:
      EvolveReapproved(event.opportunity_reapproved(), entry);
      return true;
    default:
      return false;
  }
}

}  // namespace csi::registry
