// RecordArtefact and SubmitStep: what those who are responsible do.
#include <set>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

absl::Status RequireWorkable(const Work& work, std::string_view verb) {
  const v1::Step::Phase phase = work.StepRowOf(work.run().step()).phase();
  if (phase == v1::Step::PHASE_IN_PROGRESS ||
      phase == v1::Step::PHASE_SENT_BACK) {
    return absl::OkStatus();
  }
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat(verb, ": step ", work.run().step(), " of ", work.name(), " is ",
             PhaseWord(phase), "; it is worked again after it was sent back."),
      {{"phase", PhaseWord(phase)}});
}

// Everything that both verbs check, in order.
template <class Request>
absl::StatusOr<common::v1::AuthorityGrant> CheckWork(const Work& work,
                                                     const Request& request,
                                                     std::string_view verb,
                                                     std::string_view what) {
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), work.run().revision(), work.name()));
  RETURN_IF_ERROR(RequireActor(work.context()));
  RETURN_IF_ERROR(work.RequireStep(request.step()));
  const v1::StepDefinition& step = StepOf(work.definition(), request.step());
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      work.Authorize(step.activity(), LettersOf(step.letters().work()), what));
  RETURN_IF_ERROR(work.RequireMoving(verb));
  RETURN_IF_ERROR(work.RequireCurrent(request.step()));
  RETURN_IF_ERROR(RequireWorkable(work, verb));
  RETURN_IF_ERROR(CheckFields(step, request.fields()));
  return grant;
}

}  // namespace

absl::Status DecideRecordArtefact(const v1::RecordArtefactRequest& request,
                                  const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      CheckWork(work, request, "RecordArtefact",
                StrCat("work step ", request.step(), " of ", work.name())));
  Move move;
  move.step = request.step();
  move.state = work.run().state();
  move.grant = &grant;
  *work.Emit(outcome, move).mutable_artefact_recorded()->mutable_fields() =
      request.fields();
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

absl::Status DecideSubmitStep(const v1::SubmitStepRequest& request,
                              const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      CheckWork(work, request, "SubmitStep",
                StrCat("submit step ", request.step(), " of ", work.name())));
  const v1::StepDefinition& step = work.current();
  Fields fields = work.FieldsOf(step.number());
  MergeFields(request.fields(), fields);
  const std::vector<std::string> missing = MissingFields(step, fields);
  if (!missing.empty()) {
    const std::string keys = absl::StrJoin(missing, ", ");
    return Refusal(common::v1::ERROR_REASON_ARTEFACT_INCOMPLETE,
                   StrCat("Step ", step.number(), " (", step.title(), ") of ",
                          work.name(), " lacks required fields: ", keys,
                          ". Record them (csictl run record), then submit."),
                   {{"fields", absl::StrJoin(missing, ",")},
                    {"step", StrCat(step.number())}});
  }
  Move move;
  move.step = step.number();
  move.state = work.run().state();
  move.grant = &grant;
  move.reason = request.comment();
  v1::StepSubmittedFact& fact =
      *work.Emit(outcome, move).mutable_step_submitted();
  *fact.mutable_fields() = request.fields();
  *fact.mutable_approvers() =
      work.Holders(step.number(), common::v1::LETTER_ACCOUNTABLE);
  AddAutomaticQuestions(work, fact);
  work.ReplyWithReceipt(outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
