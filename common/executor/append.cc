// What the executor appends, and what an outcome means for those who wait.
#include "common/base/failpoint.h"
#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/executor/executor.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"

namespace csi {
namespace {

constexpr size_t kWriterBytes = 16;

}  // namespace

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

}  // namespace csi
