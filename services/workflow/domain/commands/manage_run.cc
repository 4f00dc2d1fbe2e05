// HoldRun, ResumeRun, CancelRun.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/advance.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/commands/hold.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/views.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;
using Run = v1::Run;

// The entry's coordinator, or whoever approves the current step.
absl::StatusOr<AuthorityGrant> AuthorizeHold(const Work& work,
                                             std::string_view what) {
  const Context& context = work.context();
  RETURN_IF_ERROR(RequireActor(context));
  auto entry =
      FindOpportunity(*context.views, context.tenant, work.run().opportunity());
  if (entry && entry->coordinator() == ActorName(context) &&
      work.directory().PersonExists(entry->coordinator(), context.now)) {
    AuthorityGrant grant;  // no letter: as the coordinator of the entry
    grant.add_exceptions("COORDINATOR");
    grant.set_raci_revision(context.view_revision("raci"));
    return grant;
  }
  return work.Authorize(work.current().activity(),
                        LettersOf(work.current().letters().approve()), what);
}

absl::Status RefuseState(const Work& work, std::string_view verb,
                         std::string_view rule) {
  const std::string state = StateWord(work.run().state());
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(verb, ": ", work.name(), " is ", state, "; ", rule),
                 {{"state", state}});
}

}  // namespace

void Hold(const Work& work, const AuthorityGrant* grant,
          const std::string& reason, const std::string& entry_state,
          Outcome& outcome) {
  Move move;
  move.step = work.run().step();
  move.state = Run::STATE_ON_HOLD;
  move.entry_state = entry_state;
  move.reason = reason;
  move.grant = grant;
  work.Emit(outcome, move).mutable_run_held();
}

void Resume(const Work& work, const AuthorityGrant* grant,
            const std::string& reason, bool move_entry, Outcome& outcome) {
  const Judgement judged =
      Judge(work.definition(), work.run(), work.run().step(),
            work.run().held_state(), work.LoadRfcs());
  Move move;
  move.step = work.run().step();
  move.state = StateNow(judged);
  if (move_entry) {
    move.entry_state = work.run().entry_state().empty()
                           ? "ACCEPTED"
                           : work.run().entry_state();
  }
  move.reason = reason;
  move.grant = grant;
  work.Emit(outcome, move).mutable_run_resumed();
  if (move.state == Run::STATE_WAITING_FOR_EFFECT &&
      work.run().held_state() == Run::STATE_WAITING_FOR_EFFECT &&
      work.EntryHasReviewDate() &&
      work.EffectReviewUs() != work.run().effect_review_us()) {
    MoveReview(work, outcome);  // moved while the run was held
  }
  FollowUp(work, work.run().step(), judged,
           "A change ended without success while the run was held.", outcome);
}

absl::Status DecideHoldRun(const v1::HoldRunRequest& request,
                           const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   AuthorizeHold(work, StrCat("hold ", work.name())));
  RETURN_IF_ERROR(work.RequireMoving("HoldRun"));
  Hold(work, &grant, request.reason(), work.definition().entry_held(), outcome);
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideResumeRun(const v1::ResumeRunRequest& request,
                             const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   AuthorizeHold(work, StrCat("resume ", work.name())));
  if (work.run().state() != Run::STATE_ON_HOLD) {
    return RefuseState(work, "ResumeRun", "only an ON_HOLD run is resumed.");
  }
  Resume(work, &grant, request.comment(), true, outcome);
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideCancelRun(const v1::CancelRunRequest& request,
                             const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   work.Authorize(work.current().activity(),
                                  LettersOf(work.current().letters().approve()),
                                  StrCat("cancel ", work.name())));
  if (!work.IsActive()) {
    return RefuseState(work, "CancelRun", "it has ended already.");
  }
  for (const auto& [id, rfc] : work.LoadRfcs()) {
    if (!rfc.implemented()) continue;
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat("CancelRun: change ",
               rfc.external_id().empty() ? id : rfc.external_id(), " of ",
               work.name(), " is implemented (", StatusWord(rfc.status()),
               "). Have it backed out, or close the run with a verdict."),
        {{"rule", "IMPLEMENTED_CHANGE"}, {"rfc", id}});
  }
  Move move;
  move.step = work.run().step();
  move.state = Run::STATE_CANCELLED;
  move.entry_state = work.definition().entry_cancelled();
  move.reason = request.reason();
  move.grant = &grant;
  work.Emit(outcome, move).mutable_run_cancelled();
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
