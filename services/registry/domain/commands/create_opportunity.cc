// Logging an entry: anybody named may, and it gets the next number.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

// What a caller may not set, whatever the request holds.
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
  *entry.mutable_create_time() = ToTimestamp(context.now);
  entry.set_state(v1::OPPORTUNITY_STATE_NEW);
}

uint64_t NextNumber(const Context& context) {
  const auto row =
      GetRow<v1::CounterRow>(*context.state, NextNumberKey(context.tenant));
  return row ? row->value() : 1;
}

}  // namespace

absl::Status DecideCreateOpportunity(
    const v1::CreateOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  if (request.opportunity().title().empty()) {
    return FieldError("opportunity.title",
                      "it is required: say in one line what should become "
                      "better.");
  }
  RETURN_IF_ERROR(CheckFields(context, request.opportunity()));
  ASSIGN_OR_RETURN(const std::string id, ChooseId(context, "opportunity_id",
                                                  request.opportunity_id()));
  if (context.state->Has(EntryKey(context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("There is an opportunity ", id,
                          " already. Take another id, or none."),
                   {{"id", id}});
  }
  RETURN_IF_ERROR(CheckActor(context, "log an opportunity"));

  v1::JournalEvent event;
  v1::Opportunity& entry =
      *event.mutable_opportunity_logged()->mutable_logged();
  entry = request.opportunity();
  ClearOutputs(entry);
  FillDefaults(context, entry);
  entry.set_name(ResourceName(context.tenant, "opportunities", id));
  entry.set_uid(context.ids->Next());
  entry.set_number(NextNumber(context));
  v1::OpportunityRow row;
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
