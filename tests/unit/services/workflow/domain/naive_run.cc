#include "tests/unit/services/workflow/domain/naive_run.h"

#include <algorithm>

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Rfc = v1::Rfc;

constexpr ErrorReason kMade = ERROR_REASON_UNSPECIFIED;

bool Final(Rfc::Status status) {
  switch (status) {
    case Rfc::STATUS_REJECTED:
    case Rfc::STATUS_CLOSED_SUCCESS:
    case Rfc::STATUS_CLOSED_PARTIAL:
    case Rfc::STATUS_CLOSED_FAILED:
    case Rfc::STATUS_BACKED_OUT:
    case Rfc::STATUS_CANCELLED:
      return true;
    default:
      return false;
  }
}

bool Success(Rfc::Status status) {
  return status == Rfc::STATUS_CLOSED_SUCCESS ||
         status == Rfc::STATUS_CLOSED_PARTIAL;
}

bool InProduction(Rfc::Status status) {
  return Success(status) || status == Rfc::STATUS_IMPLEMENTED ||
         status == Rfc::STATUS_REVIEW;
}

// Step to which a failed change leads, 0 if it does not.
uint32_t LeadsTo(Rfc::Status status) {
  if (status == Rfc::STATUS_REJECTED) return 6;
  if (status == Rfc::STATUS_BACKED_OUT || status == Rfc::STATUS_CLOSED_FAILED) {
    return 5;
  }
  return 0;
}

}  // namespace

Rfc::Status NaiveRun::StatusOf(int rfc) const {
  auto found = changes_.find(rfc);
  return found == changes_.end() ? Rfc::STATUS_UNSPECIFIED
                                 : found->second.status;
}

bool NaiveRun::AnyOpen() const {
  return std::any_of(changes_.begin(), changes_.end(), [](const auto& each) {
    return !Final(each.second.status);
  });
}

ErrorReason NaiveRun::Do(const Action& action) {
  const std::string& who = action.who;
  switch (action.verb) {
    case Verb::kSubmit:
      return Submit(action);
    case Verb::kApprove:
      return Approve(action);
    case Verb::kSendBack:
      return SendBack(action);
    case Verb::kSkip:
      return Skip(action);
    case Verb::kOverride:
      return Override(action);
    case Verb::kRaise:
      return Raise(action);
    case Verb::kCancel:
      return Cancel(action);
    case Verb::kWaive:
      return Waive(action);
    case Verb::kHold:
      if (who != "carl" && who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
      if (!Moving()) return ERROR_REASON_WRONG_STATE;
      held_ = state_;
      state_ = 'H';
      return kMade;
    case Verb::kResume:
      if (who != "carl" && who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
      if (state_ != 'H') return ERROR_REASON_WRONG_STATE;
      state_ = 'R';
      Judge(held_);
      return kMade;
    case Verb::kNews:
      Hear(action.rfc, {action.revision, action.status});
      return kMade;
    case Verb::kVerdict:
      Verdict();
      return kMade;
    case Verb::kEntryCancelled:
      if (!Ended()) state_ = 'X';
      return kMade;
    case Verb::kFire:  // all timers, until none is left
      if (state_ == 'E') {
        reviewed_ = true;
        state_ = 'R';
      }
      return kMade;
  }
  return kMade;
}

ErrorReason NaiveRun::Submit(const Action& action) {
  if (action.who != "sven" && action.who != "rita") {
    return ERROR_REASON_NOT_AUTHORIZED;
  }
  if (!Moving() || action.step != step_ || !Worked()) {
    return ERROR_REASON_WRONG_STATE;
  }
  phases_[step_] = 's';
  if (step_ == 6) decided_ = true;
  if (step_ == 2 || step_ == 5) recorded_.insert(step_);
  if ((step_ == 6 || step_ == 7) && !asked_) asked_ = waiting_ = true;
  return kMade;
}

ErrorReason NaiveRun::Approve(const Action& action) {
  if (action.who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
  if (!Moving() || action.step != step_ || phases_[step_] != 's') {
    return ERROR_REASON_WRONG_STATE;
  }
  if (waiting_) return ERROR_REASON_CONSULTATION_OPEN;
  if (step_ == 7 && AnyOpen()) return ERROR_REASON_RULE_VIOLATED;
  Finish('a');
  return kMade;
}

ErrorReason NaiveRun::Override(const Action& action) {
  if (action.who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
  if (!Moving() || action.step != step_ || phases_[step_] == 'a') {
    return ERROR_REASON_WRONG_STATE;
  }
  if (step_ == 6 && !decided_) return ERROR_REASON_RULE_VIOLATED;
  if (step_ == 7 && AnyOpen()) return ERROR_REASON_RULE_VIOLATED;
  Finish('a');
  return kMade;
}

ErrorReason NaiveRun::Skip(const Action& action) {
  if (action.who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
  if (!Moving() || action.step != step_ || phases_[step_] == 'a') {
    return ERROR_REASON_WRONG_STATE;
  }
  if (step_ > 5) return ERROR_REASON_RULE_VIOLATED;
  Finish('k');
  return kMade;
}

ErrorReason NaiveRun::SendBack(const Action& action) {
  if (action.who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
  if (!Moving() || action.step != step_) return ERROR_REASON_WRONG_STATE;
  if (action.to_step > step_) return ERROR_REASON_FIELD_INVALID;
  if (action.to_step == step_ && Worked()) return ERROR_REASON_WRONG_STATE;
  Back(action.to_step);
  return kMade;
}

ErrorReason NaiveRun::Raise(const Action& action) {
  if (action.who != "sven") return ERROR_REASON_NOT_AUTHORIZED;
  if (!Moving() || step_ != 7) return ERROR_REASON_WRONG_STATE;
  if (changes_.contains(action.rfc)) return ERROR_REASON_ALREADY_EXISTS;
  changes_[action.rfc];
  std::vector<News> before = parked_[action.rfc];
  parked_.erase(action.rfc);
  std::stable_sort(
      before.begin(), before.end(),
      [](const News& a, const News& b) { return a.revision < b.revision; });
  for (const News& news : before) {
    Change& change = changes_[action.rfc];
    if (news.revision <= change.revision) continue;
    change = {news.revision, news.status, false};
  }
  Judge(state_);
  return kMade;
}

ErrorReason NaiveRun::Cancel(const Action& action) {
  if (action.who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
  if (Ended()) return ERROR_REASON_WRONG_STATE;
  for (const auto& [id, change] : changes_) {
    if (InProduction(change.status)) return ERROR_REASON_RULE_VIOLATED;
  }
  state_ = 'X';
  return kMade;
}

ErrorReason NaiveRun::Waive(const Action& action) {
  // Without an open question in the step that is named there is
  // nothing of that name.
  if (!waiting_ || Ended() || action.step != step_) {
    return ERROR_REASON_NOT_FOUND;
  }
  if (action.who != "cora") return ERROR_REASON_NOT_AUTHORIZED;
  waiting_ = false;
  return kMade;
}

void NaiveRun::Hear(int rfc, const News& news) {
  const std::string identity = std::to_string(rfc) + "-" +
                               std::to_string(news.revision) + "-" +
                               std::to_string(news.status);
  if (!heard_.insert(identity).second) return;
  auto found = changes_.find(rfc);
  if (found == changes_.end()) {
    parked_[rfc].push_back(news);
    return;
  }
  if (news.revision > found->second.revision) {
    found->second = {news.revision, news.status, Ended() || step_ != 7};
  }
  if (Moving()) Judge(state_);
}

void NaiveRun::Verdict() {
  if (Ended()) return;
  if (step_ == 7 && !AnyOpen()) {
    phases_[7] = 'a';
    state_ = 'D';
  } else {
    noted_ = true;
  }
}

void NaiveRun::Finish(char phase) {
  waiting_ = false;
  phases_[step_] = phase;
  if (step_ == 7) {
    if (!reviewed_) state_ = 'E';
    if (noted_) state_ = 'D';
    return;
  }
  if (step_ == 6) {
    stands_ = phase == 'a';
    decided_on_ = recorded_;
  }
  Begin(step_ + 1, 'w');
  if (step_ == 6 && stands_ && decided_on_ == recorded_) {
    phases_[6] = 'a';
    Begin(7, 'w');
  }
  Judge('R');
}

void NaiveRun::Begin(uint32_t step, char phase) {
  step_ = step;
  phases_[step] = phase;
  asked_ = waiting_ = false;
}

void NaiveRun::Back(uint32_t to, bool failed) {
  if (failed || to == 6) stands_ = false;
  // What is final by now is known to those who begin again.
  for (auto& [id, change] : changes_) change.settled |= Final(change.status);
  for (uint32_t later = to + 1; later <= step_; ++later) phases_[later] = '.';
  Begin(to, 'b');
  state_ = 'R';
  reviewed_ = noted_ = false;
}

void NaiveRun::Judge(char before) {
  state_ = 'R';
  if (step_ != 7) return;
  uint32_t to = 0;
  for (auto& [id, change] : changes_) {
    const uint32_t leads = LeadsTo(change.status);
    if (leads == 0 || change.settled) continue;
    change.settled = true;
    to = to == 0 ? leads : std::min(to, leads);
  }
  if (to != 0) return Back(to, /*failed=*/true);
  if (AnyOpen()) {
    state_ = 'C';
    return;
  }
  bool done = false;
  for (const auto& [id, change] : changes_) done |= Success(change.status);
  bool dropped = false;
  for (auto& [id, change] : changes_) {
    if (done || change.settled || change.status != Rfc::STATUS_CANCELLED) {
      continue;
    }
    change.settled = dropped = true;
  }
  if (dropped) return Back(6);
  if (!reviewed_ && (done || before == 'E')) state_ = 'E';
  if (noted_) {
    phases_[7] = 'a';
    state_ = 'D';
  }
}

}  // namespace csi::workflow
