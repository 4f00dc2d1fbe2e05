#include "common/executor/executor.h"

#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/status/status.h"

namespace csi {
namespace {

absl::Status NotServing(std::string_view why) {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 StrCat("The partition does not serve writes now: ", why,
                        ". Repeat the call with the same request id."));
}

absl::Status ViewQueueFull() {
  return Refusal(common::v1::ERROR_REASON_QUEUE_FULL,
                 StrCat("The tenant has ", limits::kTenantQueueMax,
                        " calls that wait for another service. Wait a moment "
                        "and repeat the call with the same request id."),
                 {{"limit", "tenant_queue_max"}});
}

}  // namespace

std::string_view PhaseName(Executor::Phase phase) {
  switch (phase) {
    case Executor::Phase::kClosed:
      return "closed";
    case Executor::Phase::kReplay:
      return "replaying";
    case Executor::Phase::kGenesis:
      return "starting";
    case Executor::Phase::kClaim:
      return "claiming";
    case Executor::Phase::kLead:
      return "leading";
    case Executor::Phase::kHalted:
      return "halted";
  }
  return "";
}

Executor::Executor(const Domain& domain, const PartitionStore& store,
                   Random& random, ExecutorOptions options)
    : domain_(domain),
      store_(store),
      random_(random),
      options_(std::move(options)),
      staged_(store, domain),
      feeds_(store, domain),
      inputs_(options_.inputs),
      queue_(limits::kTenantQueueMax, limits::kPartitionQueueMax),
      may_lead_(options_.may_lead) {}

Executor::~Executor() {
  Abandon();
  Drain(NotServing("it is shutting down"));
}

void Executor::Abandon() {
  const absl::Status open =
      Refusal(common::v1::ERROR_REASON_OUTCOME_UNKNOWN,
              "The service ended before it knew whether the call was "
              "committed. Repeat it with the same request id.");
  if (committing_) Release(*std::exchange(committing_, std::nullopt), {});
  if (in_flight_) Release(*std::exchange(in_flight_, std::nullopt), open);
  if (unresolved_) Release(*std::exchange(unresolved_, std::nullopt), open);
}

void Executor::OnOpened(uint64_t journal_end) {
  if (phase_ == Phase::kHalted) return;
  staged_.Reset();
  feeds_.Reset(staged_.partition());
  pending_.reset();
  reading_ = reading_reply_ = false;
  verified_ = false;
  compared_ = 0;
  writer_.clear();  // what was led before must be claimed again
  acked_end_ = 0;
  replay_to_ = journal_end;
  phase_ = Phase::kReplay;
  if (unresolved_ && unresolved_->landed &&
      *unresolved_->landed >= staged_.partition().next_offset()) {
    unresolved_->landed.reset();  // it is folded again
  }
  if (staged_.broken()) {
    pending_ = SetAside(*staged_.broken());
  } else if (staged_.partition().next_offset() > 0 &&
             staged_.partition().state_format() != journal::kStateFormat) {
    pending_ = SetAside("the rows have another state format");
  } else if (staged_.partition().next_offset() > journal_end) {
    pending_ = SetAside(StrCat("the state has folded up to offset ",
                               staged_.partition().next_offset(),
                               " but the journal ends at ", journal_end));
  }
}

Action Executor::SetAside(std::string why) {
  if (set_aside_once_) {
    Halt(StrCat(why, "; met again after the state was rebuilt"));
    return {};
  }
  set_aside_once_ = true;
  // Where a lost batch was seen is no longer known to be its place.
  if (unresolved_) unresolved_->landed.reset();
  phase_ = Phase::kClosed;
  Action action;
  action.kind = Action::Kind::kSetAside;
  action.why = std::move(why);
  return action;
}

void Executor::OnStateDamaged(const std::string& why) {
  if (phase_ == Phase::kHalted || phase_ == Phase::kClosed) return;
  if (options_.atomic_append) {
    Halt(why);
    return;
  }
  staged_.Reset();
  reading_ = reading_reply_ = false;
  Action action = SetAside(why);
  if (phase_ != Phase::kHalted) pending_ = std::move(action);
}

void Executor::Halt(std::string why) {
  phase_ = Phase::kHalted;
  halt_reason_ = std::move(why);
  pending_.reset();
  absl::Status halted =
      Refusal(common::v1::ERROR_REASON_PARTITION_HALTED,
              StrCat("The partition is halted: ", halt_reason_,
                     ". The operator finds the place in the health report."));
  if (in_flight_) Release(*std::exchange(in_flight_, std::nullopt), halted);
  if (unresolved_) Release(*std::exchange(unresolved_, std::nullopt), halted);
  if (committing_) Release(*std::exchange(committing_, std::nullopt), {});
  Drain(halted);
}

void Executor::Drain(const absl::Status& why) {
  while (!queue_.empty()) {
    Call call = queue_.Pop();
    Deliver(call, {why, "", 0, false});
  }
  parked_by_tenant_.clear();
  while (!parked_.empty()) {
    Call call = std::move(parked_.front());
    parked_.pop_front();
    Deliver(call, {why, "", 0, false});
  }
  for (RecordedReply& waiting : recorded_) {
    Deliver(waiting.call, {why, "", 0, false});
  }
  recorded_.clear();
}

void Executor::Submit(Call call) {
  if (phase_ == Phase::kHalted) {
    Deliver(call, {Refusal(common::v1::ERROR_REASON_PARTITION_HALTED,
                           StrCat("The partition is halted: ", halt_reason_)),
                   "", 0, false});
    return;
  }
  absl::Status refused;
  if (SendsElsewhere()) {
    refused = NotLeader(Yields() ? "" : staged_.partition().leader_address());
  } else if (const auto parked = parked_by_tenant_.find(call.command.tenant);
             parked != parked_by_tenant_.end() &&
             parked->second >= limits::kTenantQueueMax) {
    // Those that wait for a view are taken from the queue but not answered.
    refused = ViewQueueFull();
  } else {
    refused = queue_.Push(std::move(call));
  }
  if (!refused.ok()) Deliver(call, {refused, "", 0, false});
}

void Executor::OnForeign(ForeignBatch batch, Instant now) {
  std::optional<std::string> refused =
      feeds_.Offer(std::move(batch), now.steady);
  if (refused) Halt(*refused);
}

void Executor::WatchClock(Instant now) {
  const absl::Duration offset = (now.wall - absl::UnixEpoch()) - now.steady;
  if (!clock_offset_) clock_offset_ = offset;
  const absl::Duration jump = offset - *clock_offset_;
  clock_jump_ =
      absl::AbsDuration(jump) > absl::Microseconds(limits::kClockJumpUs);
}

std::optional<Action> Executor::Poll(Instant now) {
  WatchClock(now);
  polled_at_ = now.steady;
  if (pending_) return std::exchange(pending_, std::nullopt);
  if (committing_) {
    // The commit that was handed out last has been performed.
    Release(*std::exchange(committing_, std::nullopt), absl::OkStatus());
  }
  while (true) {
    const Phase before = phase_;
    std::optional<Action> action = PollOnce(now);
    if (action || phase_ == before) return action;
  }
}

std::optional<Action> Executor::PollOnce(Instant now) {
  if (reading_ || in_flight_) return std::nullopt;
  switch (phase_) {
    case Phase::kClosed:
    case Phase::kHalted:
      return std::nullopt;
    case Phase::kReplay:
      return PollReplay();
    case Phase::kGenesis:
      if (!may_lead_) return std::nullopt;
      return GenesisAction(now);
    case Phase::kClaim:
      if (!may_lead_ && !unresolved_) return FollowViews();
      if (now.steady < claim_after_) return std::nullopt;
      return ClaimAction(now);
    case Phase::kLead:
      return PollLead(now);
  }
  return std::nullopt;
}

std::optional<absl::Time> Executor::NextTimer() const {
  std::optional<absl::Time> due;
  staged_.timers().Scan("", "", [&](std::string_view key, std::string_view) {
    const auto timer = ParseTimerKey(key);
    if (timer) due = timer->due;
    return false;
  });
  return due;
}

}  // namespace csi
