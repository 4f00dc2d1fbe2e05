#include "services/registry/domain/commands/new_entry.h"

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {

void ClearOutputs(v1::Opportunity& entry) {
  entry.clear_uid();
  entry.clear_etag();
  entry.clear_revision();
  entry.clear_update_time();
  entry.clear_accountable();
  entry.clear_actual_start_time();
  entry.clear_actual_end_time();
  entry.clear_return_state();
  entry.clear_state_reason();
  entry.clear_hold_reason();
  entry.clear_wake_up_date();
  entry.clear_run();
  entry.clear_run_active();
  entry.clear_rfcs();
  entry.clear_parent();
  entry.clear_plan();
  entry.clear_links();
  entry.clear_benefit_realised();
  entry.clear_benefit_claimed_by();
  entry.clear_benefit_confirmed_by();
  entry.clear_verdict();
  entry.clear_closure_code();
  entry.clear_outcome_category();
  entry.clear_score();
  entry.clear_rank();
  entry.clear_prioritization();
  entry.clear_imported();
  entry.clear_matrix_variant();
  entry.clear_decay_check_date();
  entry.clear_decay_check_due();
  entry.clear_approvals();
  entry.clear_approval_due_time();
  entry.clear_reapproval_fields();
  entry.clear_extra_fields_version();
}

void FillDefaults(const Context& context, v1::Opportunity& entry) {
  if (entry.kind() == v1::OPPORTUNITY_KIND_UNSPECIFIED) {
    entry.set_kind(v1::OPPORTUNITY_KIND_IMPROVEMENT);
  }
  if (entry.approach() == v1::APPROACH_UNSPECIFIED) {
    entry.set_approach(v1::APPROACH_SEVEN_STEP);
  }
  if (entry.raised_by().empty()) {
    entry.set_raised_by(
        context.on_behalf_of.empty()
            ? ActorName(context)
            : ResourceName(context.tenant, "people", context.on_behalf_of));
  }
  if (!entry.has_raise_date()) {
    *entry.mutable_raise_date() = DayOf(context.now);
  }
  if (!entry.extra_fields().empty()) {
    entry.set_extra_fields_version(
        CurrentPolicy(*context.state, context.tenant).revision());
  }
  *entry.mutable_create_time() = ToTimestamp(context.now);
  entry.set_state(v1::OPPORTUNITY_STATE_NEW);
}

uint64_t NextNumber(const Context& context) {
  const auto row =
      GetRow<v1::CounterRow>(*context.state, NextNumberKey(context.tenant));
  return row ? row->value() : 1;
}

void Proposals::Add(v1::Opportunity entry) {
  const v1::OpportunitySource& source = entry.source();
  if (context_.state->Has(SourceEventKey(context_.tenant, source.event_source(),
                                         source.event_id()))) {
    return;
  }
  FillDefaults(context_, entry);
  entry.set_name(
      ResourceName(context_.tenant, "opportunities", context_.ids->Next()));
  entry.set_uid(context_.ids->Next());
  entry.set_number(number_++);
  v1::JournalEvent logged;
  logged.mutable_opportunity_logged()->set_proposed(true);
  *logged.mutable_opportunity_logged()->mutable_logged() = std::move(entry);
  v1::OpportunityRow row;
  EmitEntryEvent(context_, std::move(logged), row, outcome_);
}

}  // namespace csi::registry
