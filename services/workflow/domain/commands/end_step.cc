// ApproveStep, SkipStep, SendBackStep, OverrideStep and ExtendStep: what the
// accountable person does, or the CSI manager in their place.
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/advance.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/process_authority.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;

// Existence was checked; etag, step, authority, state follow, in this order.
template <class Request>
absl::StatusOr<AuthorityGrant> CheckMove(
    const Work& work, const Request& request, std::string_view verb,
    std::string_view what,
    const google::protobuf::RepeatedField<int>& letters) {
  const v1::StepDefinition& step = StepOf(work.definition(), request.step());
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   work.Authorize(step.activity(), LettersOf(letters),
                                  StrCat(what, " step ", request.step(), " of ",
                                         work.name())));
  RETURN_IF_ERROR(work.RequireMoving(verb));
  RETURN_IF_ERROR(work.RequireCurrent(request.step()));
  return grant;
}

template <class Request>
absl::Status CheckBefore(const Work& work, const Request& request) {
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  RETURN_IF_ERROR(RequireActor(work.context()));
  return work.RequireStep(request.step());
}

absl::Status WrongPhase(const Work& work, std::string_view verb,
                        std::string_view remedy) {
  const std::string phase =
      PhaseWord(work.StepRowOf(work.run().step()).phase());
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(verb, ": step ", work.run().step(), " of ", work.name(),
                        " is ", phase, "; ", remedy),
                 {{"phase", phase}});
}

absl::Status CheckPasses(const Work& work) {
  const v1::StepDefinition& step = work.current();
  const std::vector<std::string> failing =
      FailingFields(step, work.FieldsOf(step.number()));
  if (failing.empty()) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                 StrCat("Step ", step.number(), " of ", work.name(),
                        " does not pass: ", absl::StrJoin(failing, " "),
                        " Send it back to be worked again, or cancel the run."),
                 {{"rule", "EXIT_RULE"}});
}

// Who may not approve where nobody could must hear of the vacancy, not of the
// lack of a right.
template <class Value>
absl::Status OrVacant(const Work& work, uint32_t step,
                      const absl::StatusOr<Value>& grant) {
  if (grant.ok() ||
      ReasonOf(grant.status()) != common::v1::ERROR_REASON_NOT_AUTHORIZED) {
    return grant.status();
  }
  RETURN_IF_ERROR(
      work.RequireAccountable(StepOf(work.definition(), step).activity()));
  return grant.status();
}

absl::StatusOr<uint32_t> BackTarget(const Work& work, uint32_t step,
                                    uint32_t to_step) {
  const uint32_t to = to_step == 0 ? step : to_step;
  if (to <= step) return to;
  return FieldError("to_step",
                    StrCat("work goes back to step ", step,
                           " or an earlier one, not forward to ", to, "."));
}

absl::Status CheckBackPhase(const Work& work, uint32_t to) {
  const v1::Step::Phase phase = work.StepRowOf(work.run().step()).phase();
  const bool being_worked = phase == v1::Step::PHASE_IN_PROGRESS ||
                            phase == v1::Step::PHASE_SENT_BACK;
  if (!being_worked || to < work.run().step()) return absl::OkStatus();
  return WrongPhase(work, "SendBackStep",
                    "it is being worked already. Name an earlier step, or "
                    "wait for its submission.");
}

}  // namespace

absl::Status DecideApproveStep(const v1::ApproveStepRequest& request,
                               const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(CheckBefore(work, request));
  absl::StatusOr<AuthorityGrant> checked =
      CheckMove(work, request, "ApproveStep", "approve",
                StepOf(work.definition(), request.step()).letters().approve());
  RETURN_IF_ERROR(OrVacant(work, request.step(), checked));
  const AuthorityGrant& grant = *checked;
  if (work.StepRowOf(request.step()).phase() != v1::Step::PHASE_SUBMITTED) {
    return WrongPhase(work, "ApproveStep", "only a SUBMITTED one is approved.");
  }
  const std::vector<std::string> open = BlockingQuestions(work, request.step());
  if (!open.empty()) {
    return Refusal(common::v1::ERROR_REASON_CONSULTATION_OPEN,
                   StrCat("Step ", request.step(), " of ", work.name(),
                          " waits for an opinion that blocks it: ",
                          absl::StrJoin(open, "; "),
                          ". Get the answer, or waive it with a reason."),
                   {{"consultations", absl::StrJoin(open, ";")}});
  }
  RETURN_IF_ERROR(CheckPasses(work));
  RETURN_IF_ERROR(
      AdvanceStep(work, StepEnd::kApproved, grant, request.comment(), outcome));
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideSkipStep(const v1::SkipStepRequest& request,
                            const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(CheckBefore(work, request));
  const v1::StepDefinition& step = StepOf(work.definition(), request.step());
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      CheckMove(work, request, "SkipStep", "leave out", step.letters().skip()));
  if (IsDone(work.StepRowOf(request.step()).phase())) {
    return WrongPhase(work, "SkipStep", "what is done cannot be left out.");
  }
  if (!MayBeLeftOut(step)) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat("Step ", step.number(), " (", step.title(),
                          ") of "
                          "definition ",
                          work.definition().name(), " may not be left out."),
                   {{"rule", "NOT_SKIPPABLE"}});
  }
  RETURN_IF_ERROR(
      AdvanceStep(work, StepEnd::kSkipped, grant, request.reason(), outcome));
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideSendBackStep(const v1::SendBackStepRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(CheckBefore(work, request));
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      CheckMove(
          work, request, "SendBackStep", "send back",
          StepOf(work.definition(), request.step()).letters().send_back()));
  ASSIGN_OR_RETURN(uint32_t to,
                   BackTarget(work, request.step(), request.to_step()));
  RETURN_IF_ERROR(CheckBackPhase(work, to));
  SendBack(work, to, grant, request.reason(), outcome);
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideOverrideStep(const v1::OverrideStepRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(CheckBefore(work, request));
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      AuthorizeOverride(
          work, StrCat("override step ", request.step(), " of ", work.name())));
  RETURN_IF_ERROR(work.RequireMoving("OverrideStep"));
  RETURN_IF_ERROR(work.RequireCurrent(request.step()));
  const v1::StepRow row = work.StepRowOf(request.step());
  if (IsDone(row.phase())) {
    return WrongPhase(work, "OverrideStep", "it is done.");
  }
  const bool approve = request.move() == v1::OverrideStepRequest::MOVE_APPROVE;
  uint32_t to = 0;
  if (!approve) {
    ASSIGN_OR_RETURN(to, BackTarget(work, request.step(), request.to_step()));
    RETURN_IF_ERROR(CheckBackPhase(work, to));
  }
  Move move;
  move.step = request.step();
  move.state = work.run().state();
  move.grant = &grant;
  move.reason = request.reason();
  v1::AuthorityOverriddenFact& fact =
      *work.Emit(outcome, move).mutable_authority_overridden();
  fact.set_move(approve ? "ApproveStep" : "SendBackStep");
  if (!approve) {
    SendBack(work, to, grant, request.reason(), outcome);
    work.ReplyWithReceipt(outcome);
    return absl::OkStatus();
  }
  if (row.phase() != v1::Step::PHASE_SUBMITTED) {
    fact.add_overridden(
        StrCat("The step is ", PhaseWord(row.phase()), ", not submitted."));
  }
  for (const std::string& key :
       MissingFields(work.current(), work.FieldsOf(request.step()))) {
    fact.add_overridden(StrCat("Required field ", key, " is empty."));
  }
  for (const std::string& open : BlockingQuestions(work, request.step())) {
    fact.add_overridden(StrCat("Consultation ", open, " is open."));
  }
  // A decision of no is not a formality, so it is not overridden, and neither
  // is a missing baseline.
  RETURN_IF_ERROR(CheckPasses(work));
  RETURN_IF_ERROR(
      AdvanceStep(work, StepEnd::kApproved, grant, request.reason(), outcome));
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideExtendStep(const v1::ExtendStepRequest& request,
                              const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  RETURN_IF_ERROR(CheckBefore(work, request));
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      CheckMove(work, request, "ExtendStep", "give more time to",
                StepOf(work.definition(), request.step()).letters().approve()));
  if (IsDone(work.StepRowOf(request.step()).phase())) {
    return WrongPhase(work, "ExtendStep", "it is done.");
  }
  if (work.run().state() == v1::Run::STATE_WAITING_FOR_EFFECT) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("ExtendStep: ", work.name(),
                          " waits for its effect "
                          "and the clock of the step stands still. Move the "
                          "effect review date of the entry instead."),
                   {{"state", StateWord(work.run().state())}});
  }
  const int64_t due_us = MicrosOf(request.due_time());
  if (due_us <= work.now_us()) {
    return FieldError("due_time", "it must lie after now.");
  }
  Move move;
  move.step = request.step();
  move.state = work.run().state();
  move.grant = &grant;
  move.reason = request.reason();
  work.Emit(outcome, move).mutable_step_extended()->set_due_us(due_us);
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
