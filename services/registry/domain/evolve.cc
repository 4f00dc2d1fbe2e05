// What each event does to its entry. Frozen once released: an old journal must
// fold to the same rows for ever.
#include "google/protobuf/descriptor.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/evolve_approvals.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

using v1::JournalEvent;
using v1::Opportunity;
using v1::OpportunityRow;

void Halt(Opportunity& entry, v1::OpportunityState state) {
  entry.set_return_state(entry.state());
  entry.set_state(state);
}

void Return(OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  entry.set_state(entry.return_state());
  entry.clear_return_state();
  entry.clear_hold_reason();
  entry.clear_wake_up_date();
  row.clear_held_by_run();
}

// Leaves hold and deferral behind for good.
void Settle(OpportunityRow& row, v1::OpportunityState state) {
  Opportunity& entry = *row.mutable_opportunity();
  entry.set_return_state(state);
  Return(row);
}

void EvolveUpdated(const v1::OpportunityUpdated& event, Opportunity& entry) {
  const auto* descriptor = Opportunity::descriptor();
  for (const std::string& field : event.changed_fields()) {
    const auto* known = descriptor->FindFieldByName(field);
    if (known != nullptr) {
      entry.GetReflection()->ClearField(&entry, known);
    }
  }
  entry.MergeFrom(event.change());
  for (const std::string& field : event.changed_fields()) {
    // Another day is asked for: the last one is settled.
    if (field == "decay_check_date") entry.clear_decay_check_due();
  }
  EvolveMarks(event, entry);
}

void EvolveAccepted(const v1::OpportunityAccepted& event, Opportunity& entry) {
  entry.set_state(v1::OPPORTUNITY_STATE_ACCEPTED);
  entry.set_accountable(event.accountable());
  entry.set_state_reason(event.reason());
  ClearApprovals(entry);
  *entry.mutable_approvals() = event.approvals();
}

void EvolveDeferred(const v1::OpportunityDeferred& event, Opportunity& entry) {
  Halt(entry, v1::OPPORTUNITY_STATE_DEFERRED);
  entry.set_state_reason(event.reason());
  *entry.mutable_wake_up_date() = event.wake_up_date();
}

void EvolveHeld(const v1::OpportunityHeld& event, OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  Halt(entry, v1::OPPORTUNITY_STATE_ON_HOLD);
  entry.set_hold_reason(event.reason());
  entry.set_state_reason(event.reason());
  row.set_held_by_run(!event.run().empty());
}

void EvolveMoved(const v1::OpportunityMoved& event, OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  if (event.to_state() == v1::OPPORTUNITY_STATE_CLOSED) {
    Settle(row, event.to_state());
    *entry.mutable_actual_end_time() = event.cause_time();
    if (event.has_decay_check_date()) {
      *entry.mutable_decay_check_date() = event.decay_check_date();
    }
  } else if (IsHalted(entry.state())) {
    // A fact of the run reached a halted entry: it will return to there.
    entry.set_return_state(event.to_state());
  } else {
    entry.set_state(event.to_state());
  }
  if (event.to_state() == v1::OPPORTUNITY_STATE_IN_PROGRESS &&
      !entry.has_actual_start_time()) {
    *entry.mutable_actual_start_time() = event.cause_time();
  }
  if (!event.reason().empty()) entry.set_state_reason(event.reason());
  if (event.run_ended()) entry.set_run_active(false);
}

void EvolveRun(const v1::OpportunityRunRecorded& event, Opportunity& entry) {
  entry.set_run(event.run());
  entry.set_run_active(event.run_active());
  if (!event.matrix_variant().empty()) {
    entry.set_matrix_variant(event.matrix_variant());
  }
  if (event.has_effect_review_date()) {
    *entry.mutable_effect_review_date() = event.effect_review_date();
  }
}

void EvolveRfc(const v1::RfcReference& rfc, Opportunity& entry) {
  for (v1::RfcReference& known : *entry.mutable_rfcs()) {
    if (known.rfc() == rfc.rfc()) {
      known = rfc;
      return;
    }
  }
  *entry.add_rfcs() = rfc;
}

template <class List, class Same>
void Remove(List& list, Same same) {
  for (int i = list.size() - 1; i >= 0; --i) {
    if (same(list.Get(i))) list.DeleteSubrange(i, 1);
  }
}

void EvolveLinked(const v1::OpportunityLinked& event, Opportunity& entry) {
  const v1::OpportunityLink& link = event.link();
  if (link.type() == v1::LINK_TYPE_PARENT) {
    entry.set_parent(event.removed() ? "" : link.target());
  } else if (link.type() == v1::LINK_TYPE_PLAN) {
    entry.set_plan(event.removed() ? "" : link.target());
  } else if (link.type() == v1::LINK_TYPE_RFC) {
    Remove(*entry.mutable_rfcs(), [&](const v1::RfcReference& rfc) {
      return rfc.rfc() == link.target();
    });
    if (!event.removed()) entry.add_rfcs()->set_rfc(link.target());
  } else {
    Remove(*entry.mutable_links(), [&](const v1::OpportunityLink& known) {
      return known.type() == link.type() && known.target() == link.target();
    });
    if (!event.removed()) *entry.add_links() = link;
  }
}

void EvolveReopened(const v1::OpportunityReopened& event, OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  Settle(row, event.accountable().empty() ? v1::OPPORTUNITY_STATE_NEW
                                          : v1::OPPORTUNITY_STATE_ACCEPTED);
  entry.set_accountable(event.accountable());
  entry.set_state_reason(event.reason());
  // A new round needs its own verdict; the old one stays in the history.
  entry.clear_verdict();
  entry.clear_closure_code();
  entry.clear_outcome_category();
  entry.clear_actual_end_time();
  entry.clear_decay_check_date();
  entry.clear_decay_check_due();
  ClearApprovals(entry);
}

void EvolveClosed(const v1::OpportunityClosed& event, absl::Time time,
                  OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  Settle(row, v1::OPPORTUNITY_STATE_CLOSED);
  entry.set_state_reason(event.reason());
  entry.set_closure_code(event.closure_code());
  entry.set_outcome_category(event.outcome_category());
  if (!event.lessons().empty()) entry.set_lessons(event.lessons());
  *entry.mutable_actual_end_time() = ToTimestamp(time);
  if (event.has_decay_check_date()) {
    *entry.mutable_decay_check_date() = event.decay_check_date();
  }
}

void EvolveVerdict(const v1::VerdictDigest& verdict, Opportunity& entry) {
  *entry.mutable_verdict() = verdict;
  if (!entry.decay_check_due()) return;
  // Somebody has looked.
  entry.clear_decay_check_due();
  entry.clear_decay_check_date();
}

void Touch(absl::Time time, Opportunity& entry) {
  entry.set_revision(entry.revision() + 1);
  *entry.mutable_update_time() = ToTimestamp(time);
}

}  // namespace

void Evolve(const JournalEvent& event, absl::Time time, OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  switch (event.event_case()) {
    case JournalEvent::kOpportunityLogged:
      entry = event.opportunity_logged().logged();
      break;
    case JournalEvent::kOpportunityUpdated:
      EvolveUpdated(event.opportunity_updated(), entry);
      break;
    case JournalEvent::kOpportunityAccepted:
      EvolveAccepted(event.opportunity_accepted(), entry);
      break;
    case JournalEvent::kOpportunityRejected:
      entry.set_state(v1::OPPORTUNITY_STATE_REJECTED);
      entry.set_state_reason(event.opportunity_rejected().reason());
      break;
    case JournalEvent::kOpportunityDeferred:
      EvolveDeferred(event.opportunity_deferred(), entry);
      break;
    case JournalEvent::kOpportunityWoken:
      Return(row);
      break;
    case JournalEvent::kOpportunityHeld:
      EvolveHeld(event.opportunity_held(), row);
      break;
    case JournalEvent::kOpportunityResumed:
      Return(row);
      entry.set_state_reason(event.opportunity_resumed().reason());
      break;
    case JournalEvent::kOpportunityCancelled:
      Settle(row, v1::OPPORTUNITY_STATE_CANCELLED);
      entry.set_state_reason(event.opportunity_cancelled().reason());
      break;
    case JournalEvent::kOpportunityClosed:
      EvolveClosed(event.opportunity_closed(), time, row);
      break;
    case JournalEvent::kOpportunityReopened:
      EvolveReopened(event.opportunity_reopened(), row);
      break;
    case JournalEvent::kOpportunityMoved:
      EvolveMoved(event.opportunity_moved(), row);
      break;
    case JournalEvent::kOpportunityRunRecorded:
      EvolveRun(event.opportunity_run_recorded(), entry);
      break;
    case JournalEvent::kOpportunityRfcRecorded:
      EvolveRfc(event.opportunity_rfc_recorded().rfc(), entry);
      break;
    case JournalEvent::kOpportunityVerdictRecorded:
      EvolveVerdict(event.opportunity_verdict_recorded().verdict(), entry);
      break;
    case JournalEvent::kOpportunityLinked:
      EvolveLinked(event.opportunity_linked(), entry);
      break;
    default:
      // Else about something beside the entry; apply.cc knows every event.
      if (!EvolveApprovals(event, entry)) return;
      break;
  }
  SettleApprovals(entry);
  Touch(time, entry);
}

void EvolveScore(const v1::ScoreExplanation& place, std::string_view session,
                 absl::Time time, OpportunityRow& row) {
  Opportunity& entry = *row.mutable_opportunity();
  entry.set_score(place.score());
  entry.set_rank(place.rank());
  entry.set_prioritization(std::string(session));
  Touch(time, entry);
}

}  // namespace csi::registry
