#include "common/executor/executor.h"

#include "common/base/check.h"
#include "common/base/failpoint.h"
#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "common/status/status.h"

namespace csi {
namespace {

constexpr size_t kWriterBytes = 16;

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

Action Executor::GenesisAction(Instant now) {
  common::v1::JournalRecord record = journal::NewRecord();
  common::v1::Genesis& genesis = *record.mutable_genesis();
  genesis.set_journal_id(random_.Bytes(kWriterBytes));
  genesis.set_service(std::string(domain_.service()));
  genesis.set_partition(options_.partition);
  genesis.set_partition_count(options_.partition_count);
  genesis.set_created_at_us(absl::ToUnixMicros(now.wall));
  return AppendRecord(Phase::kGenesis, std::move(record));
}

Action Executor::ClaimAction(Instant now) {
  common::v1::JournalRecord record = journal::NewRecord();
  common::v1::Claim& claim = *record.mutable_claim();
  // New bits for every claim: the fold must tell two attempts apart.
  writer_ = mutants::kOneWriterId ? std::string(kWriterBytes, 'w')
                                  : random_.Bytes(kWriterBytes);
  // A copy that is not to lead claims only to learn an outcome. Its bid counts
  // if nobody else has claimed since; otherwise it is dead and harms nobody.
  claim_epoch_ =
      (may_lead_ ? staged_.partition().epoch() : unresolved_->epoch) + 1;
  claim.set_epoch(claim_epoch_);
  claim.set_writer(writer_);
  claim.set_address(options_.address);
  claim.set_claimed_at_us(absl::ToUnixMicros(now.wall));
  ++stats_.claims;
  return AppendRecord(Phase::kClaim, std::move(record));
}

Action Executor::AppendRecord(Phase kind, common::v1::JournalRecord record,
                              std::vector<EntryEvent> events) {
  Action action;
  action.kind = Action::Kind::kAppend;
  action.record = ToBytes(record);
  InFlight flight;
  flight.kind = kind;
  flight.epoch = record.batch().epoch();
  flight.expected_offset = staged_.partition().next_offset();
  journal::Advance(record, action.record, staged_.partition());
  flight.record_hash = staged_.partition().last_record_hash();
  if (kind == Phase::kLead) {
    staged_.CloseBatch(record.batch().decided_at_us(),
                       !record.batch().clock_suspect());
  }
  if (options_.atomic_append || mutants::kRowsWithAppend) {
    action.writes = staged_.Take();
  } else {
    flight.writes = staged_.Take();
  }
  in_flight_ = std::move(flight);
  auto decided = std::make_shared<DecidedRecord>();
  decided->record = std::move(record);
  decided->events = std::move(events);
  action.decided = std::move(decided);
  return action;
}

void Executor::OnAppended(AppendOutcome outcome, uint64_t offset) {
  if (!in_flight_) return;  // halted meanwhile
  InFlight flight = *std::exchange(in_flight_, std::nullopt);
  if (outcome == AppendOutcome::kCommitted) acked_end_ = offset + 1;
  // A claim in a shared journal is read back, behind a second look at the
  // record before it: what was read before the acknowledgement may be gone.
  const bool read_back = flight.kind == Phase::kClaim &&
                         !options_.atomic_append && !mutants::kClaimNotReadBack;
  if (outcome == AppendOutcome::kCommitted && !read_back &&
      (offset == flight.expected_offset || mutants::kAckAnyOffset)) {
    set_aside_once_ = false;
    if (!options_.atomic_append) {
      Action commit;
      commit.kind = Action::Kind::kCommit;
      commit.writes = std::move(flight.writes);
      pending_ = std::move(commit);
    }
    if (flight.kind == Phase::kGenesis) {
      phase_ = Phase::kClaim;
    } else if (flight.kind == Phase::kClaim) {
      replay_to_ = staged_.partition().next_offset();
      phase_ = Phase::kReplay;
      verified_ = true;
    } else {
      for (Answered& each : flight.answered) each.result.offset = offset;
      if (options_.atomic_append) {
        Release(std::move(flight), absl::OkStatus());
      } else {
        committing_ = std::move(flight);
      }
    }
    return;
  }
  // Every decision made on the dropped overlay goes with it.
  staged_.Reset();
  if (outcome == AppendOutcome::kCommitted) {
    if (offset < flight.expected_offset) {
      if (flight.kind == Phase::kLead) unresolved_ = std::move(flight);
      pending_ = SetAside(StrCat("an append landed at offset ", offset,
                                 " below the expected one: the journal was "
                                 "truncated or replaced"));
      return;
    }
    // Others wrote in between: fold exactly up to the acknowledged record.
    if (flight.kind == Phase::kLead) unresolved_ = std::move(flight);
    phase_ = Phase::kReplay;
    verified_ = !read_back || mutants::kNoSecondLook;
    compared_ = 0;
    replay_to_ = offset + 1;
    return;
  }
  ++stats_.unknown_outcomes;
  if (flight.kind != Phase::kLead && !options_.atomic_append) PauseClaims();
  if (flight.kind == Phase::kLead) unresolved_ = std::move(flight);
  phase_ = Phase::kClosed;
  Action reopen;
  reopen.kind = Action::Kind::kReopen;
  reopen.why = outcome == AppendOutcome::kUnknown
                   ? "the outcome of an append is not known"
                   : "an append was not written";
  pending_ = std::move(reopen);
}

void Executor::Release(InFlight flight, const absl::Status& override_status) {
  if (flight.answered.empty()) return;
  failpoint::Reached(failpoint::Point::kBeforeAcknowledge);
  for (auto& [index, call] : flight.joined) {
    CallResult result = flight.answered[index].result;
    result.repeated = result.status.ok();
    if (!override_status.ok()) result = {override_status, "", 0, false};
    Deliver(call, std::move(result));
  }
  for (Answered& each : flight.answered) {
    if (!override_status.ok()) {
      each.result = {override_status, "", 0, false};
    }
    Deliver(each.call, std::move(each.result));
  }
  failpoint::Reached(failpoint::Point::kAfterAcknowledge);
}

void Executor::Deliver(Call& call, CallResult result) {
  if (!result.status.ok()) ++stats_.refusals;
  if (result.repeated) ++stats_.repeated;
  if (call.done) call.done(std::move(result));
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
