// Taking entries on, turning them down, putting them off, and waking them up.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/entry_approval.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/extra_fields.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

// Fields of its own that the register requires.
absl::Status CheckRequired(const Context& context,
                           const v1::Opportunity& entry) {
  const v1::Policy policy = CurrentPolicy(*context.state, context.tenant);
  if (policy.extra_fields().empty()) return absl::OkStatus();
  const auto whole =
      ReadEntry(*context.state, context.tenant, LastPart(entry.name()));
  return CheckExtraRequired(policy, whole ? *whole : entry);
}

}  // namespace

absl::Status DecideAcceptOpportunity(
    const v1::AcceptOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), false));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("accept entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityAccepted& accepted = *event.mutable_opportunity_accepted();
  ASSIGN_OR_RETURN(const EntryVote vote,
                   VoteFor(context, what, request.reason(), entry));
  *accepted.mutable_grant() = vote.grant;
  RETURN_IF_ERROR(CheckState(Verb::kAccept, entry));
  ASSIGN_OR_RETURN(*accepted.mutable_accountable_grant(),
                   ResolveAccountable(context, entry.scope()));
  RETURN_IF_ERROR(CheckRequired(context, entry));
  if (!vote.enough) {
    ReplyWithEntry(context, entry.name(), outcome);
    EmitApproval(context, vote, request.reason(), row, outcome);
    return absl::OkStatus();
  }
  for (const v1::EntryApproval& each : vote.approvals) {
    *accepted.add_approvals() = each;
  }
  accepted.set_accountable(accepted.accountable_grant().person());
  accepted.set_from_state(entry.state());
  accepted.set_reason(request.reason());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status DecideRejectOpportunity(
    const v1::RejectOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("reject entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityRejected& rejected = *event.mutable_opportunity_rejected();
  ASSIGN_OR_RETURN(*rejected.mutable_grant(),
                   AuthorizeReview(context, what, entry));
  RETURN_IF_ERROR(CheckState(Verb::kReject, entry));
  rejected.set_from_state(entry.state());
  rejected.set_reason(request.reason());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status DecideDeferOpportunity(const v1::DeferOpportunityRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  const google::type::Date& day = request.wake_up_date();
  if (!IsDay(day) || StartOf(day) <= context.now) {
    return FieldError(
        "wake_up_date",
        StrCat(DayText(day), " is no day in the future; today is ",
               DayText(DayOf(context.now)), "."));
  }
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("defer entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityDeferred& deferred = *event.mutable_opportunity_deferred();
  ASSIGN_OR_RETURN(*deferred.mutable_grant(),
                   AuthorizeReview(context, what, entry));
  RETURN_IF_ERROR(CheckState(Verb::kDefer, entry));
  if (entry.run_active()) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat("Entry ", Called(entry), " is worked by ", entry.run(),
               "; hold the run, or cancel it before deferring."),
        {{"rule", "RUN_ACTIVE"}, {"run", entry.run()}});
  }
  deferred.set_from_state(entry.state());
  deferred.set_reason(request.reason());
  *deferred.mutable_wake_up_date() = day;
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status FireWakeUp(const Timer& timer, const Context& context,
                        Outcome& outcome) {
  std::optional<v1::OpportunityRow> row =
      ReadHead(*context.state, context.tenant, LastPart(timer.subject));
  // The row may be gone on: resumed and deferred anew to another day.
  if (!row || row->opportunity().state() != v1::OPPORTUNITY_STATE_DEFERRED ||
      StartOf(row->opportunity().wake_up_date()) > context.now) {
    return absl::OkStatus();
  }
  v1::JournalEvent event;
  event.mutable_opportunity_woken();
  EmitEntryEvent(context, std::move(event), *row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
