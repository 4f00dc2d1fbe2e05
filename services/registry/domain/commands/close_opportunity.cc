// The ends of an entry, its return from them, and moving one that is worked
// outside of the process.
#include "absl/strings/str_join.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decay.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/verdicts.h"

namespace csi::registry {
namespace {

absl::Status Rule(std::string_view rule, const std::string& message) {
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED, message,
                 {{"rule", std::string(rule)}});
}

absl::Status CheckNoRun(const v1::Opportunity& entry,
                        std::string_view instead) {
  if (!entry.run_active()) return absl::OkStatus();
  return Rule("RUN_ACTIVE", StrCat("Entry ", Called(entry), " is worked by ",
                                   entry.run(), "; ", instead));
}

absl::Status CheckClosable(const v1::CloseOpportunityRequest& request,
                           const v1::Opportunity& entry) {
  RETURN_IF_ERROR(CheckNoRun(
      entry, "accept its verdict, which completes the run and closes it."));
  const bool proven = entry.verdict().accepted();
  if (IsOutside(entry)) {
    if (proven || !request.reason().empty()) return absl::OkStatus();
    return FieldError("reason",
                      "it is required for an entry without an "
                      "accepted verdict.");
  }
  if (entry.state() != v1::OPPORTUNITY_STATE_IN_REVIEW) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat("Entry ", Called(entry), " is ", StateName(entry.state()),
               " and cannot be closed; that needs IN_REVIEW. To "
               "give it up, cancel it."),
        {{"state", StateName(entry.state())}, {"allowed", "IN_REVIEW"}});
  }
  if (proven) return absl::OkStatus();
  return Rule("NO_VERDICT",
              StrCat("Entry ", Called(entry),
                     " has no accepted verdict; compare before and after and "
                     "let the accountable person accept the verdict "
                     "(NOT_MEASURABLE is one)."));
}

// Where the policy says so, something was learned, now or before.
absl::Status CheckLessons(const Context& context,
                          const v1::CloseOpportunityRequest& request,
                          const v1::Opportunity& entry) {
  if (!request.lessons().empty() ||
      !CurrentPolicy(*context.state, context.tenant).lessons_required()) {
    return absl::OkStatus();
  }
  const auto whole =
      ReadEntry(*context.state, context.tenant, LastPart(entry.name()));
  if (whole && !whole->lessons().empty()) return absl::OkStatus();
  return Rule("LESSONS_REQUIRED",
              StrCat("Entry ", Called(entry),
                     " cannot be closed without lessons; the policy of this "
                     "register asks for them: say what was learned "
                     "(lessons)."));
}

}  // namespace

absl::Status DecideCancelOpportunity(
    const v1::CancelOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("cancel entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityCancelled& cancelled = *event.mutable_opportunity_cancelled();
  ASSIGN_OR_RETURN(*cancelled.mutable_grant(),
                   AuthorizeReview(context, what, entry));
  RETURN_IF_ERROR(CheckState(Verb::kCancel, entry));
  for (const v1::RfcReference& rfc : entry.rfcs()) {
    if (!rfc.implemented()) continue;
    return Rule(
        "CHANGE_IMPLEMENTED",
        StrCat("Change ",
               rfc.external_id().empty() ? rfc.rfc() : rfc.external_id(),
               " of entry ", Called(entry),
               " is implemented; back it out, or close the entry "
               "with a verdict."));
  }
  cancelled.set_from_state(entry.state());
  cancelled.set_reason(request.reason());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status DecideCloseOpportunity(const v1::CloseOpportunityRequest& request,
                                    const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), false));
  RETURN_IF_ERROR(
      CheckText("lessons", request.lessons(), csi::limits::kLongTextBytesMax));
  if (request.closure_code() == v1::CLOSURE_CODE_UNSPECIFIED) {
    return FieldError("closure_code", "it is required: say how you judge it.");
  }
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("close entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityClosed& closed = *event.mutable_opportunity_closed();
  ASSIGN_OR_RETURN(*closed.mutable_grant(),
                   Authorize(context, what, kStepSeven,
                             {common::v1::LETTER_ACCOUNTABLE}, entry));
  RETURN_IF_ERROR(CheckState(Verb::kClose, entry));
  RETURN_IF_ERROR(CheckClosable(request, entry));
  RETURN_IF_ERROR(CheckLessons(context, request, entry));
  if (const auto day =
          DecayCheckDate(*context.state, context.tenant, context.now)) {
    *closed.mutable_decay_check_date() = *day;
  }
  closed.set_from_state(entry.state());
  closed.set_reason(request.reason());
  closed.set_closure_code(request.closure_code());
  closed.set_outcome_category(request.outcome_category());
  closed.set_lessons(request.lessons());
  AddVerdictFindings(entry, request.closure_code(), *closed.mutable_findings());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status DecideReopenOpportunity(
    const v1::ReopenOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("reopen entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityReopened& reopened = *event.mutable_opportunity_reopened();
  ASSIGN_OR_RETURN(*reopened.mutable_grant(),
                   AuthorizeReview(context, what, entry));
  RETURN_IF_ERROR(CheckState(Verb::kReopen, entry));
  // The run of a cancelled entry ends by itself a moment later.
  RETURN_IF_ERROR(CheckNoRun(entry, "wait for it to end."));
  if (entry.state() == v1::OPPORTUNITY_STATE_CLOSED) {
    ASSIGN_OR_RETURN(*reopened.mutable_accountable_grant(),
                     ResolveAccountable(context, entry.scope()));
    reopened.set_accountable(reopened.accountable_grant().person());
  }
  reopened.set_from_state(entry.state());
  reopened.set_reason(request.reason());
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

absl::Status DecideMoveOpportunity(const v1::MoveOpportunityRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(CheckReason(request.reason(), true));
  const int target = RankOf(request.target_state());
  if (target < RankOf(v1::OPPORTUNITY_STATE_ASSESSED) ||
      target > RankOf(v1::OPPORTUNITY_STATE_IN_REVIEW)) {
    return FieldError("target_state",
                      StrCat(StateName(request.target_state()),
                             " is not reached by this verb; ASSESSED, "
                             "APPROVED, IN_PROGRESS and IN_REVIEW are."));
  }
  ASSIGN_OR_RETURN(v1::OpportunityRow row,
                   LoadEntry(context, "name", request.name(), request.etag()));
  const v1::Opportunity& entry = row.opportunity();
  const std::string what = StrCat("move entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  v1::JournalEvent event;
  v1::OpportunityMoved& moved = *event.mutable_opportunity_moved();
  ASSIGN_OR_RETURN(*moved.mutable_grant(),
                   Authorize(context, what, kDeliver,
                             {common::v1::LETTER_ACCOUNTABLE}, entry));
  RETURN_IF_ERROR(CheckState(Verb::kMove, entry));
  if (!IsOutside(entry)) {
    return Rule("MOVED_BY_RUN",
                StrCat("Entry ", Called(entry),
                       " is worked inside of the process: its run moves it. "
                       "Only EXTERNAL_PROJECT, retrospective and imported "
                       "entries move by this verb."));
  }
  RETURN_IF_ERROR(CheckNoRun(entry, "that moves it."));
  if (!Moves(entry.state(), request.target_state(), Course::kForward)) {
    return Rule("ONLY_FORWARD",
                StrCat("Entry ", Called(entry), " is ",
                       StateName(entry.state()), " and does not go back to ",
                       StateName(request.target_state()), "."));
  }
  if (!entry.reapproval_fields().empty()) {
    return Rule("REAPPROVAL_NEEDED",
                StrCat("Entry ", Called(entry), " was approved before its ",
                       absl::StrJoin(entry.reapproval_fields(), ", "),
                       " changed; approve it again first "
                       "(ReapproveOpportunity)."));
  }
  moved.set_from_state(entry.state());
  moved.set_to_state(request.target_state());
  moved.set_reason(request.reason());
  *moved.mutable_cause_time() = ToTimestamp(context.now);
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
