#include "services/workflow/domain/advance.h"

#include <optional>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/decision.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/views.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;

std::string NamesOf(const Rfcs& rfcs, const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids) {
    const v1::RfcRow& row = rfcs.at(id);
    names.push_back(row.external_id().empty() ? id : row.external_id());
  }
  return absl::StrJoin(names, ", ");
}

absl::Status RefuseOpenRfcs(const Work& work, const Rfcs& rfcs,
                            const std::vector<std::string>& open) {
  return Refusal(
      common::v1::ERROR_REASON_RULE_VIOLATED,
      StrCat("Step ", work.run().step(), " of ", work.name(),
             " cannot end while changes are open: ", NamesOf(rfcs, open),
             ". They end by the events of change management (csictl rfc "
             "event)."),
      {{"rule", "OPEN_CHANGES"}, {"rfcs", absl::StrJoin(open, ",")}});
}

}  // namespace

Run::State StateNow(const Judgement& judged) { return judged.state; }

absl::StatusOr<std::vector<std::string>> RequireBaseline(const Context& context,
                                                         const Work& work) {
  BaselineAnswer answer = FindBaselines(*context.views, context.tenant,
                                        work.run().opportunity(), context.now);
  if (!answer.valid.empty()) return std::move(answer.valid);
  std::string sentence =
      StrCat("No baseline, no implementation: opportunity ",
             work.run().opportunity(), " has no baseline of a valid kind. ");
  for (const std::string& why : answer.not_yet) StrAppend(&sentence, why, " ");
  StrAppend(&sentence,
            "Freeze one (csictl baseline freeze): SERIES or SINGLE from past "
            "figures, FIRST_MEASUREMENTS and wait for its window, or NONE with "
            "reason and evidence, granted by the accountable person.");
  return Refusal(
      common::v1::ERROR_REASON_NO_BASELINE, sentence,
      {{"rule", "BASELINE_FIRST"}, {"opportunity", work.run().opportunity()}});
}

void MoveReview(const Work& work, Outcome& outcome) {
  Move move;
  move.step = work.run().step();
  move.state = Run::STATE_WAITING_FOR_EFFECT;
  move.reason = "The effect review date of the opportunity was moved.";
  work.Emit(outcome, move)
      .mutable_effect_review_moved()
      ->set_review_us(work.EffectReviewUs());
}

void Complete(const Work& work, const std::string& comparison,
              const std::string& verdict, Outcome& outcome) {
  const uint32_t last = LastStep(work.definition());
  Move move;
  move.step = last;
  move.state = Run::STATE_COMPLETED;
  move.entry_state = work.definition().entry_completed();
  v1::RunCompletedFact& fact =
      *work.Emit(outcome, move).mutable_run_completed();
  fact.set_comparison(comparison);
  fact.set_verdict(verdict);
  for (std::string& key :
       MissingFields(StepOf(work.definition(), last), work.FieldsOf(last))) {
    fact.add_missing_fields(std::move(key));
  }
}

void SendBack(const Work& work, const BackMove& back, Outcome& outcome) {
  const uint32_t from = back.from;
  Move move;
  move.step = from;
  move.state = Run::STATE_RUNNING;
  move.reason = back.reason;
  move.grant = back.grant;
  // Only a return from implementation moves the register entry backwards.
  if (from >= ImplementingStep(work.definition()) && back.to < from) {
    move.entry_state = StepOf(work.definition(), back.to).entry().returned();
  }
  v1::StepSentBackFact& fact =
      *work.Emit(outcome, move).mutable_step_sent_back();
  *fact.mutable_to() = work.StartOf(back.to);
  fact.set_rfc(back.rfc);
  for (const std::string& id : back.settled) fact.add_settled_rfcs(id);
}

void SendBack(const Work& work, uint32_t to,
              const common::v1::AuthorityGrant& grant,
              const std::string& reason, Outcome& outcome) {
  BackMove back;
  back.from = work.run().step();
  back.to = to;
  back.settled = UnsettledRfcs(work.definition(), work.LoadRfcs());
  back.reason = reason;
  back.grant = &grant;
  SendBack(work, back, outcome);
}

void FollowUp(const Work& work, uint32_t step, const Judgement& judged,
              const std::string& reason, Outcome& outcome) {
  if (judged.return_to != 0) {
    BackMove back;
    back.from = step;
    back.to = judged.return_to;
    back.reason = reason;
    back.rfc = judged.because_of;
    back.settled = judged.settled;
    SendBack(work, back, outcome);
    return;
  }
  const bool last = step == LastStep(work.definition());
  if (last && !work.run().comparison().empty() &&
      judged.state != Run::STATE_WAITING_FOR_CHANGE) {
    Complete(work, work.run().comparison(), work.run().verdict(), outcome);
    return;
  }
  if (!judged.effect_wait_begins) return;
  Move move;
  move.step = step;
  move.state = Run::STATE_WAITING_FOR_EFFECT;
  move.entry_state = StepOf(work.definition(), step).entry().changes_final();
  work.Emit(outcome, move)
      .mutable_effect_awaited()
      ->set_review_us(work.EffectReviewUs());
}

namespace {

// The state after a step has ended and the one behind it begins.
Judgement JudgeNext(const Work& work, uint32_t next, const Rfcs& rfcs) {
  return Judge(work.definition(), work.run(), next, Run::STATE_RUNNING, rfcs);
}

v1::StepDoneFact& EmitDone(const Work& work, StepEnd end, const Move& move,
                           Outcome& outcome) {
  v1::JournalEvent& event = work.Emit(outcome, move);
  return end == StepEnd::kApproved ? *event.mutable_step_approved()
                                   : *event.mutable_step_skipped();
}

absl::Status EndLastStep(const Work& work, StepEnd end, Move move,
                         Outcome& outcome) {
  const Rfcs rfcs = work.LoadRfcs();
  const std::vector<std::string> open = OpenRfcs(work.definition(), rfcs);
  if (!open.empty()) return RefuseOpenRfcs(work, rfcs, open);
  const bool reviewed = work.run().effect_reviewed();
  const bool waits = work.run().state() == Run::STATE_WAITING_FOR_EFFECT;
  Judgement judged;
  judged.state = waits ? Run::STATE_WAITING_FOR_EFFECT : Run::STATE_RUNNING;
  judged.effect_wait_begins = !reviewed && !waits;
  move.state = judged.state;
  EmitDone(work, end, move, outcome)
      .set_submitter(work.StepRowOf(work.run().step()).submitter());
  FollowUp(work, work.run().step(), judged, "", outcome);
  return absl::OkStatus();
}

// The step after `step` implements: both are entered with a baseline.
void BeginImplementation(const Work& work, uint32_t step, Move move,
                         const std::vector<std::string>& baselines,
                         Outcome& outcome) {
  move.step = step;
  move.reason.clear();
  move.entry_state = StepOf(work.definition(), step).entry().entered();
  v1::ImplementationStartedFact& started =
      *work.Emit(outcome, move).mutable_implementation_started();
  for (const std::string& id : baselines) started.add_baselines(id);
}

// The deciding step that would begin at `step` is over as it begins, because
// its earlier decision stands; implementation begins again.
void CarryDecision(const Work& work, uint32_t step,
                   const std::vector<std::string>& baselines, const Rfcs& rfcs,
                   Outcome& outcome) {
  const Judgement judged = JudgeNext(work, step + 1, rfcs);
  Move move;
  move.step = step;
  move.state = StateNow(judged);
  move.reason = WhyItStands(work, step);
  move.entry_state = StepOf(work.definition(), step).entry().approved();
  v1::StepDoneFact& fact = EmitDone(work, StepEnd::kApproved, move, outcome);
  const v1::StepRow row = work.StepRowOf(step);
  fact.set_submitter(row.submitter());
  fact.set_decided_on(row.decided_on());
  fact.set_stands(true);
  *fact.mutable_next() = work.StartOf(step + 1);
  BeginImplementation(work, step + 1, move, baselines, outcome);
  FollowUp(work, step + 1, judged, "", outcome);
}

// Baselines of a decision that stands, if the step after this one is decided
// and the one behind it implements.
std::optional<std::vector<std::string>> StandingDecision(const Work& work,
                                                         uint32_t next) {
  if (next + 1 > LastStep(work.definition()) ||
      !StepOf(work.definition(), next + 1).implements()) {
    return std::nullopt;
  }
  BaselineAnswer answer =
      FindBaselines(*work.context().views, work.context().tenant,
                    work.run().opportunity(), work.context().now);
  if (answer.valid.empty() || !DecisionStands(work, next, answer.valid)) {
    return std::nullopt;
  }
  return std::move(answer.valid);
}

}  // namespace

absl::Status AdvanceStep(const Work& work, StepEnd end,
                         const common::v1::AuthorityGrant& grant,
                         const std::string& reason, Outcome& outcome) {
  const uint32_t step = work.run().step();
  Move move;
  move.step = step;
  move.grant = &grant;
  move.reason = reason;
  if (end == StepEnd::kApproved) {
    move.entry_state = work.current().entry().approved();
  }
  if (step == LastStep(work.definition())) {
    return EndLastStep(work, end, move, outcome);
  }
  const v1::StepDefinition& next = StepOf(work.definition(), step + 1);
  const Rfcs rfcs = work.LoadRfcs();
  if (work.current().implements()) {
    const std::vector<std::string> open = OpenRfcs(work.definition(), rfcs);
    if (!open.empty()) return RefuseOpenRfcs(work, rfcs, open);
  }
  std::vector<std::string> baselines;
  if (next.implements()) {
    ASSIGN_OR_RETURN(baselines, RequireBaseline(work.context(), work));
  } else if (!next.entry().entered().empty()) {
    move.entry_state = next.entry().entered();
  }
  const Judgement judged = JudgeNext(work, step + 1, rfcs);
  move.state = StateNow(judged);
  v1::StepDoneFact& fact = EmitDone(work, end, move, outcome);
  fact.set_submitter(work.StepRowOf(step).submitter());
  *fact.mutable_next() = work.StartOf(step + 1);
  if (next.implements()) {
    if (end == StepEnd::kApproved) {
      fact.set_decided_on(DecisionBasis(work, step, baselines));
    }
    BeginImplementation(work, step + 1, move, baselines, outcome);
  } else if (auto standing = StandingDecision(work, step + 1)) {
    CarryDecision(work, step + 1, *standing, rfcs, outcome);
    return absl::OkStatus();
  }
  FollowUp(work, step + 1, judged, "", outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
