// ReassignWork and MoveRun: an operator helps one run on.
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/advance.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/process_authority.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;
using Step = v1::Step;

// Who approves the step distributes its work; else it is an override.
absl::StatusOr<AuthorityGrant> AuthorizeReassign(const Work& work) {
  const std::string what = StrCat("reassign the work of ", work.name());
  absl::StatusOr<AuthorityGrant> own =
      work.Authorize(work.current().activity(),
                     LettersOf(work.current().letters().approve()), what);
  if (own.ok() ||
      ReasonOf(own.status()) != common::v1::ERROR_REASON_NOT_AUTHORIZED) {
    return own;
  }
  return AuthorizeOverride(work, what);
}

absl::StatusOr<Waiters> WaitersFor(const Work& work, common::v1::Letter letter,
                                   const std::string& person) {
  const Waiters holders = work.Holders(work.run().step(), letter);
  if (holders.empty()) {
    return Refusal(
        common::v1::ERROR_REASON_VACANT,
        StrCat("Nobody holds the letter for step ", work.run().step(), " of ",
               work.name(), "; appoint somebody first."),
        {{"name", work.name()}});
  }
  if (person.empty()) return holders;
  std::vector<std::string> others;
  for (const v1::Waiter& holder : holders) {
    if (holder.person() == person) {
      Waiters one;
      *one.Add() = holder;
      return one;
    }
    others.push_back(holder.person());
  }
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                 StrCat(person, " does not hold the letter for step ",
                        work.run().step(), " of ", work.name(),
                        ". Those who do: ", absl::StrJoin(others, ", "), "."),
                 {{"rule", "NO_LETTER"}});
}

// Steps that a move forward would leave out.
absl::Status CheckForward(const Work& work, uint32_t to) {
  for (uint32_t number = work.run().step(); number < to; ++number) {
    const v1::StepDefinition& step = StepOf(work.definition(), number);
    if (MayBeLeftOut(step)) continue;
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat("MoveRun: step ", number, " (", step.title(), ") of ",
                          work.name(), " may not be left out."),
                   {{"rule", "NOT_SKIPPABLE"}});
  }
  return absl::OkStatus();
}

absl::Status MoveForward(const Work& work, uint32_t to,
                         const AuthorityGrant& grant, const std::string& reason,
                         Outcome& outcome) {
  const v1::StepDefinition& target = StepOf(work.definition(), to);
  std::vector<std::string> baselines;
  if (target.implements()) {
    ASSIGN_OR_RETURN(baselines, RequireBaseline(work.context(), work));
  }
  const Judgement judged = Judge(work.definition(), work.run(), to,
                                 v1::Run::STATE_RUNNING, work.LoadRfcs());
  Move move;
  move.grant = &grant;
  move.reason = reason;
  for (uint32_t number = work.run().step(); number < to; ++number) {
    const v1::StepDefinition& next = StepOf(work.definition(), number + 1);
    move.step = number;
    move.state = number + 1 == to ? StateNow(judged) : v1::Run::STATE_RUNNING;
    move.entry_state = next.implements() ? "" : next.entry().entered();
    *work.Emit(outcome, move).mutable_step_skipped()->mutable_next() =
        work.StartOf(number + 1);
  }
  if (target.implements()) {
    move.step = to;
    move.reason.clear();
    move.entry_state = target.entry().entered();
    v1::ImplementationStartedFact& started =
        *work.Emit(outcome, move).mutable_implementation_started();
    for (const std::string& id : baselines) started.add_baselines(id);
  }
  FollowUp(work, to, judged, "", outcome);
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideReassignWork(const v1::ReassignWorkRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  std::string person;
  if (!request.person().empty()) {
    ASSIGN_OR_RETURN(
        person, IdOf("person", request.person(), context.tenant, "people"));
  }
  ASSIGN_OR_RETURN(AuthorityGrant grant, AuthorizeReassign(work));
  RETURN_IF_ERROR(work.RequireMoving("ReassignWork"));
  const Step::Phase phase = work.StepRowOf(work.run().step()).phase();
  if (IsDone(phase)) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("ReassignWork: step ", work.run().step(), " of ",
                          work.name(), " is done; nobody works it."),
                   {{"phase", PhaseWord(phase)}});
  }
  const bool submitted = phase == Step::PHASE_SUBMITTED;
  ASSIGN_OR_RETURN(Waiters waiters,
                   WaitersFor(work,
                              submitted ? common::v1::LETTER_ACCOUNTABLE
                                        : common::v1::LETTER_RESPONSIBLE,
                              person));
  Move move;
  move.step = work.run().step();
  move.state = work.run().state();
  move.grant = &grant;
  move.reason = request.reason();
  v1::WorkReassignedFact& fact =
      *work.Emit(outcome, move).mutable_work_reassigned();
  fact.set_kind(submitted ? v1::InboxItem::KIND_APPROVE
                          : v1::InboxItem::KIND_WORK);
  *fact.mutable_waiters() = std::move(waiters);
  fact.set_named(!person.empty());
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideMoveRun(const v1::MoveRunRequest& request,
                           const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   AuthorizeOverride(work, StrCat("move ", work.name())));
  RETURN_IF_ERROR(work.RequireStep(request.to_step()));
  RETURN_IF_ERROR(work.RequireMoving("MoveRun"));
  const uint32_t from = work.run().step();
  const uint32_t to = request.to_step();
  if (to == from || IsDone(work.StepRowOf(from).phase())) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("MoveRun: ", work.name(), " stands at step ", from,
                          to == from ? " already." : ", which is done."),
                   {{"step", StrCat(from)}});
  }
  if (to > from) RETURN_IF_ERROR(CheckForward(work, to));
  Move move;
  move.step = from;
  move.state = work.run().state();
  move.grant = &grant;
  move.reason = request.reason();
  v1::AuthorityOverriddenFact& fact =
      *work.Emit(outcome, move).mutable_authority_overridden();
  fact.set_move("MoveRun");
  fact.add_overridden(StrCat("From step ", from, " to step ", to, "."));
  if (to > from) {
    RETURN_IF_ERROR(MoveForward(work, to, grant, request.reason(), outcome));
  } else {
    SendBack(work, to, grant, request.reason(), outcome);
  }
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
