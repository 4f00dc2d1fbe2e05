#include "services/registry/domain/state_machine.h"

#include <initializer_list>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::registry {
namespace {

using v1::OpportunityState;

struct VerbRow {
  Verb verb;
  std::string_view words;  // "can be ..."
  std::vector<OpportunityState> from;
};

const std::vector<VerbRow>& VerbRows() {
  static const auto* const kRows = new std::vector<VerbRow>{
      {Verb::kUpdate,
       "changed",
       {v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED,
        v1::OPPORTUNITY_STATE_ASSESSED, v1::OPPORTUNITY_STATE_APPROVED,
        v1::OPPORTUNITY_STATE_IN_PROGRESS, v1::OPPORTUNITY_STATE_IN_REVIEW,
        v1::OPPORTUNITY_STATE_CLOSED, v1::OPPORTUNITY_STATE_ON_HOLD,
        v1::OPPORTUNITY_STATE_DEFERRED}},
      {Verb::kAccept, "accepted", {v1::OPPORTUNITY_STATE_NEW}},
      {Verb::kReject, "rejected", {v1::OPPORTUNITY_STATE_NEW}},
      {Verb::kDefer,
       "deferred",
       {v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED}},
      {Verb::kHold,
       "put on hold",
       {v1::OPPORTUNITY_STATE_ACCEPTED, v1::OPPORTUNITY_STATE_ASSESSED,
        v1::OPPORTUNITY_STATE_APPROVED, v1::OPPORTUNITY_STATE_IN_PROGRESS,
        v1::OPPORTUNITY_STATE_IN_REVIEW}},
      {Verb::kResume,
       "resumed",
       {v1::OPPORTUNITY_STATE_ON_HOLD, v1::OPPORTUNITY_STATE_DEFERRED}},
      {Verb::kCancel,
       "cancelled",
       {v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED,
        v1::OPPORTUNITY_STATE_ASSESSED, v1::OPPORTUNITY_STATE_APPROVED,
        v1::OPPORTUNITY_STATE_IN_PROGRESS, v1::OPPORTUNITY_STATE_IN_REVIEW,
        v1::OPPORTUNITY_STATE_ON_HOLD, v1::OPPORTUNITY_STATE_DEFERRED}},
      // Entries outside of the process close from earlier states too; the
      // command looks at that.
      {Verb::kClose,
       "closed",
       {v1::OPPORTUNITY_STATE_ACCEPTED, v1::OPPORTUNITY_STATE_ASSESSED,
        v1::OPPORTUNITY_STATE_APPROVED, v1::OPPORTUNITY_STATE_IN_PROGRESS,
        v1::OPPORTUNITY_STATE_IN_REVIEW}},
      {Verb::kReopen,
       "reopened",
       {v1::OPPORTUNITY_STATE_CLOSED, v1::OPPORTUNITY_STATE_REJECTED,
        v1::OPPORTUNITY_STATE_CANCELLED}},
      {Verb::kMove,
       "moved by hand",
       {v1::OPPORTUNITY_STATE_ACCEPTED, v1::OPPORTUNITY_STATE_ASSESSED,
        v1::OPPORTUNITY_STATE_APPROVED, v1::OPPORTUNITY_STATE_IN_PROGRESS}},
      {Verb::kLink,
       "linked",
       {v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED,
        v1::OPPORTUNITY_STATE_ASSESSED, v1::OPPORTUNITY_STATE_APPROVED,
        v1::OPPORTUNITY_STATE_IN_PROGRESS, v1::OPPORTUNITY_STATE_IN_REVIEW,
        v1::OPPORTUNITY_STATE_CLOSED, v1::OPPORTUNITY_STATE_ON_HOLD,
        v1::OPPORTUNITY_STATE_DEFERRED, v1::OPPORTUNITY_STATE_REJECTED,
        v1::OPPORTUNITY_STATE_CANCELLED}},
      {Verb::kPrioritize,
       "prioritised",
       {v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED,
        v1::OPPORTUNITY_STATE_ASSESSED, v1::OPPORTUNITY_STATE_APPROVED,
        v1::OPPORTUNITY_STATE_IN_PROGRESS, v1::OPPORTUNITY_STATE_IN_REVIEW,
        v1::OPPORTUNITY_STATE_ON_HOLD, v1::OPPORTUNITY_STATE_DEFERRED}},
  };
  return *kRows;
}

const VerbRow& RowOf(Verb verb) {
  return VerbRows()[static_cast<size_t>(verb)];
}

constexpr std::string_view kStatePrefix = "OPPORTUNITY_STATE_";

}  // namespace

std::string StateName(OpportunityState state) {
  const std::string& name = v1::OpportunityState_Name(state);
  return name.empty() ? "UNKNOWN" : name.substr(kStatePrefix.size());
}

OpportunityState StateOf(std::string_view name) {
  OpportunityState state = v1::OPPORTUNITY_STATE_UNSPECIFIED;
  v1::OpportunityState_Parse(StrCat(kStatePrefix, name), &state);
  return state;
}

int RankOf(OpportunityState state) {
  return state >= v1::OPPORTUNITY_STATE_NEW &&
                 state <= v1::OPPORTUNITY_STATE_CLOSED
             ? static_cast<int>(state)
             : 0;
}

bool IsFinal(OpportunityState state) {
  return state == v1::OPPORTUNITY_STATE_CLOSED ||
         state == v1::OPPORTUNITY_STATE_REJECTED ||
         state == v1::OPPORTUNITY_STATE_CANCELLED;
}

bool IsHalted(OpportunityState state) {
  return state == v1::OPPORTUNITY_STATE_ON_HOLD ||
         state == v1::OPPORTUNITY_STATE_DEFERRED;
}

bool IsOutside(const v1::Opportunity& entry) {
  return entry.approach() == v1::APPROACH_EXTERNAL_PROJECT ||
         entry.retrospective() || entry.imported();
}

OpportunityState ProgressOf(const v1::Opportunity& entry) {
  return IsHalted(entry.state()) ? entry.return_state() : entry.state();
}

bool Allows(Verb verb, OpportunityState state) {
  for (OpportunityState from : RowOf(verb).from) {
    if (from == state) return true;
  }
  return false;
}

absl::Status CheckState(Verb verb, const v1::Opportunity& entry) {
  if (Allows(verb, entry.state())) return absl::OkStatus();
  std::vector<std::string> names;
  for (OpportunityState from : RowOf(verb).from) {
    names.push_back(StateName(from));
  }
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat("Entry ", entry.number(), " \"", entry.title(), "\" is ",
             StateName(entry.state()), " and cannot be ", RowOf(verb).words,
             "; that needs ", absl::StrJoin(names, ", "), "."),
      {{"state", StateName(entry.state())},
       {"allowed", absl::StrJoin(names, ",")}});
}

bool Moves(OpportunityState now, OpportunityState wanted, Course course) {
  const int from = RankOf(now);
  const int to = RankOf(wanted);
  if (from == 0 || to == 0 || IsFinal(now)) return false;
  if (to > from) return true;
  if (to == from) return false;
  switch (course) {
    case Course::kForward:
      return false;
    case Course::kSendBack:
      return wanted == v1::OPPORTUNITY_STATE_ASSESSED ||
             wanted == v1::OPPORTUNITY_STATE_ACCEPTED;
    case Course::kRunIsOver:
      return wanted == v1::OPPORTUNITY_STATE_ACCEPTED;
  }
  return false;
}

}  // namespace csi::registry
