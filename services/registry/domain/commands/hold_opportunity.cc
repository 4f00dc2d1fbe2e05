// Halting entries and letting them go on where they were.
#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/editors.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {

absl::Status DecideHoldOpportunity(const v1::HoldOpportunityRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  v1::JournalEvent event;
  v1::OpportunityHeld& held = *event.mutable_opportunity_held();
  ASSIGN_OR_RETURN(*held.mutable_grant(),
                   AuthorizeHalt(context, "put on hold", entry));
  RETURN_IF_ERROR(CheckState(Verb::kHold, entry));
  held.set_from_state(entry.state());
  held.set_reason(request.reason());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status DecideResumeOpportunity(
    const v1::ResumeOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), false));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  v1::JournalEvent event;
  v1::OpportunityResumed& resumed = *event.mutable_opportunity_resumed();
  if (entry.state() == v1::OPPORTUNITY_STATE_DEFERRED &&
      ActorName(context) != entry.coordinator()) {
    // Who may defer may end it early; nobody may be accountable yet.
    const std::string what = StrCat("resume entry ", Called(entry));
    RETURN_IF_ERROR(CheckActor(context, what));
    ASSIGN_OR_RETURN(*resumed.mutable_grant(),
                     AuthorizeReview(context, what, entry));
  } else {
    ASSIGN_OR_RETURN(*resumed.mutable_grant(),
                     AuthorizeHalt(context, "resume", entry));
  }
  RETURN_IF_ERROR(CheckState(Verb::kResume, entry));
  if (row.held_by_run()) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat("Entry ", Called(entry), " is on hold because ",
                          entry.run(), " is; resume the run (ResumeRun)."),
                   {{"rule", "HELD_BY_RUN"}, {"run", entry.run()}});
  }
  resumed.set_from_state(entry.state());
  resumed.set_reason(request.reason());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
