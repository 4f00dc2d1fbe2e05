// What events of the register and of reporting do to runs. Each names its
// cause in the reason; none is refused.
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "services/workflow/domain/advance.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/commands/hold.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;

// The active run of an opportunity, if there is one.
std::optional<Work> ActiveRun(const Context& context,
                              const std::string& opportunity) {
  auto run = context.state->Get(ActiveKey(context.tenant, IdPart(opportunity)));
  if (!run) return std::nullopt;
  absl::StatusOr<Work> work = Work::LoadId(context, *run);
  if (!work.ok()) return std::nullopt;
  return *std::move(work);
}

std::string VerdictWord(reporting::v1::VerdictValue value) {
  return reporting::v1::VerdictValue_Name(value).substr(
      sizeof("VERDICT_VALUE_") - 1);
}

void CancelWith(const Work& work, const std::string& reason, Outcome& outcome) {
  Move move;
  move.step = work.run().step();
  move.state = Run::STATE_CANCELLED;
  move.reason = reason;
  work.Emit(outcome, move).mutable_run_cancelled();
}

// A run that waits for its effect waits for the entry's date, also when that
// is moved to an earlier day.
void FollowReviewDate(const Work& work, Outcome& outcome) {
  if (work.run().state() != Run::STATE_WAITING_FOR_EFFECT) return;
  if (work.EntryHasReviewDate() &&
      work.EffectReviewUs() != work.run().effect_review_us()) {
    MoveReview(work, outcome);
  }
}

}  // namespace

absl::Status ReactToOpportunity(const common::v1::CloudEvent& event,
                                const Context& context, Outcome& outcome) {
  const std::string& type = event.type();
  if (type == "csi.registry.v1.OpportunityCancelled") {
    registry::v1::OpportunityCancelled cancelled;
    cancelled.ParseFromString(event.data());
    auto work = ActiveRun(context, cancelled.opportunity().name());
    if (!work) return absl::OkStatus();
    CancelWith(*work,
               StrCat("The opportunity was cancelled: ", cancelled.reason()),
               outcome);
    return absl::OkStatus();
  }
  if (type == "csi.registry.v1.OpportunityHeld") {
    registry::v1::OpportunityHeld held;
    held.ParseFromString(event.data());
    auto work = ActiveRun(context, held.opportunity().name());
    // `run` is set when our own hold was the cause.
    if (!work || !held.run().empty() ||
        work->run().state() == Run::STATE_ON_HOLD) {
      return absl::OkStatus();
    }
    Hold(*work, nullptr, StrCat("The opportunity was held: ", held.reason()),
         "", outcome);
    return absl::OkStatus();
  }
  if (type == "csi.registry.v1.OpportunityResumed") {
    registry::v1::OpportunityResumed resumed;
    resumed.ParseFromString(event.data());
    auto work = ActiveRun(context, resumed.opportunity().name());
    if (!work || !resumed.run().empty() ||
        work->run().state() != Run::STATE_ON_HOLD) {
      return absl::OkStatus();
    }
    Resume(*work, nullptr, "The opportunity was resumed.", false, outcome);
    return absl::OkStatus();
  }
  if (type == "csi.registry.v1.OpportunityUpdated") {
    registry::v1::OpportunityUpdated updated;
    updated.ParseFromString(event.data());
    auto work = ActiveRun(context, updated.opportunity().name());
    if (work) FollowReviewDate(*work, outcome);
  }
  return absl::OkStatus();
}

absl::Status ReactToVerdict(const common::v1::CloudEvent& event,
                            const Context& context, Outcome& outcome) {
  reporting::v1::VerdictAccepted accepted;
  accepted.ParseFromString(event.data());
  const reporting::v1::ComparisonDigest& digest = accepted.comparison();
  auto work = ActiveRun(context, digest.opportunity());
  // An interim look closes nothing.
  if (!work || digest.interim()) return absl::OkStatus();
  const std::string comparison = IdPart(digest.comparison());
  const std::string verdict = VerdictWord(digest.value());
  const bool last = work->run().step() == LastStep(work->definition());
  if (last && OpenRfcs(work->definition(), work->LoadRfcs()).empty()) {
    Complete(*work, comparison, verdict, outcome);
    return absl::OkStatus();
  }
  Move move;
  move.step = work->run().step();
  move.state = work->run().state();
  v1::VerdictNotedFact& fact =
      *work->Emit(outcome, move).mutable_verdict_noted();
  fact.set_comparison(comparison);
  fact.set_verdict(verdict);
  return absl::OkStatus();
}

}  // namespace csi::workflow
