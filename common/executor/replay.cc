// Replay: folding what the journal holds, at the start and after a takeover.
#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/executor/executor.h"
#include "common/journal/chain.h"
#include "common/status/status.h"

namespace csi {
namespace {

absl::Status OutcomeUnknown() {
  return Refusal(common::v1::ERROR_REASON_OUTCOME_UNKNOWN,
                 "The call was not committed: the writer lost the journal "
                 "before it was durable. Repeat it with the same request id.");
}

}  // namespace

std::optional<Action> Executor::PollReplay() {
  const uint64_t next = staged_.partition().next_offset();
  Action read;
  read.kind = Action::Kind::kRead;
  if (!verified_ && next > 0) {
    // What was folded last must be what the journal holds.
    read.from = next - journal::RecentCount(staged_.partition()) + compared_;
    read.to = next;
  } else if (next < replay_to_) {
    read.from = next;
    read.to =
        std::min<uint64_t>(replay_to_, next + options_.replay_records_max);
  } else {
    ReplayReached();
    if (pending_) return std::exchange(pending_, std::nullopt);
    return std::nullopt;
  }
  reading_ = true;
  return read;
}

void Executor::OnReadFailed(const absl::Status& why) {
  reading_ = reading_reply_ = false;
  if (phase_ == Phase::kHalted) return;
  Halt(StrCat(StdView(why.message())));
}

void Executor::OnRecords(uint64_t from, std::vector<std::string> records) {
  reading_ = false;
  if (phase_ == Phase::kHalted) return;
  if (std::exchange(reading_reply_, false)) {
    AnswerRecorded(from, records);
    return;
  }
  if (phase_ != Phase::kReplay) return;
  if (!verified_ && staged_.partition().next_offset() > 0) {
    if (records.empty() ||
        !journal::SameRecent(staged_.partition(), compared_, records)) {
      verified_ = true;
      pending_ =
          SetAside(StrCat("the journal holds other records from offset ", from,
                          " on than those that the state was folded from"));
      return;
    }
    // A broker may hand out less than was asked for.
    compared_ += records.size();
    verified_ = compared_ == journal::RecentCount(staged_.partition());
    if (!verified_) return;
    if (const auto& state = staged_.partition();
        unresolved_ && !unresolved_->landed &&
        unresolved_->record_hash == state.head() &&
        state.head() == state.last_record_hash()) {
      // The last record is ours and counts: a dead one would not be the head.
      unresolved_->landed = state.next_offset() - 1;
    }
    return;
  }
  if (records.empty()) {
    pending_ = SetAside(StrCat("the journal holds nothing at offset ", from));
    return;
  }
  FoldRecords(from, records);
}

void Executor::FoldRecords(uint64_t from,
                           const std::vector<std::string>& records) {
  if (from != staged_.partition().next_offset()) return;
  for (const std::string& bytes : records) {
    if (!FoldRecord(bytes)) return;
    if (staged_.partition().next_offset() == replay_to_) break;
  }
  Action commit;
  commit.kind = Action::Kind::kCommit;
  commit.writes = staged_.Take();
  pending_ = std::move(commit);
}

bool Executor::FoldRecord(std::string_view bytes) {
  const uint64_t offset = staged_.partition().next_offset();
  common::v1::JournalRecord record;
  journal::Judgement judged{journal::Verdict::kDamaged,
                            "the bytes are no record"};
  if (record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    judged = journal::Judge(staged_.partition(), record);
  }
  switch (judged.verdict) {
    case journal::Verdict::kCounts:
      break;
    case journal::Verdict::kDead:
      staged_.SkipRecord(bytes);
      return true;
    case journal::Verdict::kImpossible: {
      std::string why = StrCat("record at offset ", offset, ": ", judged.why);
      staged_.Reset();
      pending_ = SetAside(std::move(why));
      return false;
    }
    case journal::Verdict::kUnknownFormat:
    case journal::Verdict::kDamaged:
      staged_.Reset();
      Halt(StrCat("record at offset ", offset, ": ", judged.why));
      return false;
  }
  if (record.has_genesis() && record.genesis().service() != domain_.service()) {
    Halt(StrCat("the journal belongs to service ", record.genesis().service(),
                ", this is ", domain_.service()));
    return false;
  }
  if (record.has_genesis() &&
      (record.genesis().partition() != options_.partition ||
       record.genesis().partition_count() != options_.partition_count)) {
    Halt(StrCat("the journal is partition ", record.genesis().partition(),
                " of ", record.genesis().partition_count(),
                ", this copy was started as partition ", options_.partition,
                " of ", options_.partition_count,
                "; the count is fixed when the journal begins"));
    return false;
  }
  if (!staged_.ApplyRecord(record, bytes)) {
    staged_.Reset();
    Halt(StrCat("record at offset ", offset,
                ": an event does not parse or is of an unknown type"));
    return false;
  }
  if (staged_.broken()) {
    std::string why = *staged_.broken();
    staged_.Reset();
    if (!options_.atomic_append && !store_.damage().empty()) {
      OnStateDamaged(why);
      return false;
    }
    Halt(StrCat("record at offset ", offset, ": ", why));
    return false;
  }
  ++stats_.replayed_records;
  for (const auto& entry : record.batch().entries()) {
    stats_.replayed_events += entry.events_size();
  }
  if (unresolved_ &&
      unresolved_->record_hash == staged_.partition().last_record_hash()) {
    unresolved_->landed = offset;
  }
  return true;
}

void Executor::ReplayReached() {
  const common::v1::PartitionState& state = staged_.partition();
  if (state.genesis().journal_id().empty()) {
    phase_ = Phase::kGenesis;
    return;
  }
  set_aside_once_ = false;
  const bool fold_names_me = !writer_.empty() && state.writer() == writer_ &&
                             state.epoch() == claim_epoch_;
  if (!fold_names_me) {
    if (!writer_.empty()) PauseClaims();
    writer_.clear();
    phase_ = Phase::kClaim;
    ResolveLost();
    if (SendsElsewhere()) Drain(NotLeader(state.leader_address()));
    return;
  }
  phase_ = Phase::kLead;
  claims_lost_ = 0;
  followed_to_ = 0;
  // Reactions of a batch that was dropped wait again; those that another
  // leader's records consumed meanwhile do not.
  feeds_.Reset(state);
  inputs_.Reset(state);
  if (unresolved_) {
    // An acknowledged append of ours stands behind it: what is not counted by
    // now never will be.
    InFlight flight = *std::exchange(unresolved_, std::nullopt);
    const std::optional<uint64_t> landed = flight.landed;
    for (Answered& each : flight.answered) {
      each.result.offset = landed.value_or(0);
    }
    Release(std::move(flight), landed ? absl::OkStatus() : OutcomeUnknown());
  }
}

void Executor::ResolveLost() {
  // An end that nobody acknowledged proves nothing: what is missing below it
  // may still land and count.
  const common::v1::PartitionState& state = staged_.partition();
  if (!unresolved_) return;
  if (state.next_offset() != acked_end_ && !mutants::kSettledAtJournalEnd) {
    return;
  }
  const std::optional<uint64_t> landed = unresolved_->landed;
  if (!landed && state.epoch() <= unresolved_->epoch) return;
  InFlight flight = *std::exchange(unresolved_, std::nullopt);
  for (Answered& each : flight.answered) {
    each.result.offset = landed.value_or(0);
  }
  Release(std::move(flight), landed ? absl::OkStatus() : OutcomeUnknown());
}

}  // namespace csi
