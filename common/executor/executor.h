// The partition's single writer, as a passive state machine.
//
// Inputs: calls, foreign events, records read, append outcomes, the time.
// Output: at most one Action at a time, and replies through Call::done. It has
// no thread, lock, clock or wait inside: a thread drives it in production, the
// simulator in tests, and the same inputs give the same actions.
//
//   start -> (genesis) -> replay -> claim -> lead <-> append in flight
//                 ^                              | unknown outcome
//                 +---------- reopen ------------+
//
// ORDER of a batch: decide -> append -> commit -> reply. Nothing leaves before
// the batch that it was decided in is durable.
#ifndef CSI_COMMON_EXECUTOR_EXECUTOR_H_
#define CSI_COMMON_EXECUTOR_EXECUTOR_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/limits.h"
#include "common/domain/domain.h"
#include "common/executor/batch_builder.h"
#include "common/executor/calls.h"
#include "common/executor/fair_queue.h"
#include "common/executor/foreign_feeds.h"
#include "common/executor/input_feeds.h"
#include "common/executor/staged_partition.h"
#include "common/executor/store.h"
#include "common/random/random.h"

namespace csi {

struct ExecutorOptions {
  uint32_t partition = 0;
  uint32_t partition_count = 1;
  std::string address;  // to be forwarded to, in claims
  // Append and commit are one write of the driver (embedded journal).
  bool atomic_append = true;
  // Whether this copy may claim, to begin with.
  bool may_lead = true;
  // Mean pause after the first lost claim; doubles with each further one.
  absl::Duration claim_pause = absl::Milliseconds(50);
  size_t batch_commands_max = limits::kBatchCommandsMax;
  size_t replay_records_max = 256;
  // Partitions of input topics, as "itsm.measurements/0".
  std::vector<std::string> inputs = {};
  // How long a call waits for a view that is not ready.
  absl::Duration view_wait_max = absl::Seconds(2);
};

// Counters of one executor since it was made.
struct ExecutorStats {
  uint64_t batches = 0;
  uint64_t commands = 0;
  uint64_t refusals = 0;
  uint64_t repeated = 0;
  uint64_t reactions = 0;
  uint64_t timers = 0;
  // Inputs used, those of no interest included, and those turned away.
  uint64_t inputs = 0;
  uint64_t inputs_rejected = 0;
  // Reactions and timers that were to have an effect and could not; each is
  // an entry with its refusal in the journal.
  uint64_t failed = 0;
  uint64_t replayed_records = 0;
  uint64_t replayed_events = 0;
  uint64_t claims = 0;
  uint64_t barriers = 0;
  uint64_t step_downs = 0;
  uint64_t unknown_outcomes = 0;
  uint64_t last_batch_commands = 0;
};

class Executor {
 public:
  enum class Phase { kClosed, kReplay, kGenesis, kClaim, kLead, kHalted };

  // All references outlive the executor.
  Executor(const Domain& domain, const PartitionStore& store, Random& random,
           ExecutorOptions options);
  ~Executor();

  // The store is open; `journal_end` is the offset behind the last record.
  void OnOpened(uint64_t journal_end);
  // Answer to kRead. Fewer records than asked for means the journal is shorter.
  void OnRecords(uint64_t from, std::vector<std::string> records);
  // Answer to kRead when the records are there but cannot be read.
  void OnReadFailed(const absl::Status& why);
  // Stored rows cannot be trusted any more. Where the journal is elsewhere the
  // state is set aside, once, and folded anew; else the partition halts. Not
  // while an action is being performed.
  void OnStateDamaged(const std::string& why);
  // Answer to kAppend.
  void OnAppended(AppendOutcome outcome, uint64_t offset);

  // Shared journals (not atomic_append), follow.cc. Offset from which records
  // are to be followed; nothing while the executor is not at rest.
  std::optional<uint64_t> FollowFrom() const;
  // Records from FollowFrom() on, seen without an acknowledged append behind
  // them: a follower folds them, a leader only looks for another's claim.
  void OnFollowed(uint64_t from, const std::vector<std::string>& records);
  // A follower compares its last record with the journal again: the topic may
  // have been replaced.
  void Recheck();
  // Named or no longer named by the assignment. A leader leads on until it
  // meets another's claim; a follower that is named claims.
  void SetMayLead(bool may_lead);
  // Another copy is about to claim: decides nothing until then, unless it has
  // not claimed by `until` (steady clock). What waits is sent elsewhere.
  void Yield(absl::Duration until);
  // Nothing is under way that the other's claim could overtake.
  bool yielded() const {
    return !leading() || (Yields() && !in_flight_ && !pending_ && !committing_);
  }
  // Steady time of the next own claim, if one waits for its pause to end.
  std::optional<absl::Duration> NextClaim() const;

  // Takes the call, or answers QUEUE_FULL, NOT_LEADER or PARTITION_HALTED
  // through `done` at once.
  void Submit(Call call);
  std::optional<uint64_t> WantedOffset(std::string_view source) const {
    return feeds_.Wanted(source);
  }
  // A foreign journal was replaced: the partition halts with the sentence.
  void OnForeign(ForeignBatch batch, Instant now);

  // From where inputs are to be read on; only a leader takes any.
  std::optional<InputPlace> WantedInput(std::string_view source) const;
  void OnInputs(InputBatch batch) { inputs_.Offer(std::move(batch)); }

  // What to do next, or nothing until an input arrives or NextWake comes.
  std::optional<Action> Poll(Instant now);
  // Wall time of the next timer, if one waits.
  std::optional<absl::Time> NextTimer() const;
  // Refuses all that waits; used when the service stops.
  void Drain(const absl::Status& why);
  // Answers what is under way by what is known of it: OUTCOME_UNKNOWN, where
  // nobody can know. Nothing may be asked of the executor afterwards.
  void Abandon();

  Phase phase() const { return phase_; }
  bool leading() const { return phase_ == Phase::kLead; }
  // At rest behind another's lead: all that was read is folded.
  bool following() const {
    return phase_ == Phase::kClaim && !may_lead_ && !in_flight_ && !unresolved_;
  }
  // Whoever leads is another copy as far as is known, from the first sight of
  // its claim on: what it answers for may be missing here.
  bool led_elsewhere() const;
  bool busy() const { return in_flight_.has_value() || !queue_.empty(); }
  const InputFeeds& inputs() const { return inputs_; }
  const std::string& halt_reason() const { return halt_reason_; }
  bool clock_jump() const { return clock_jump_; }
  const common::v1::PartitionState& partition() const {
    return staged_.partition();
  }
  const ForeignFeeds& feeds() const { return feeds_; }
  const ExecutorStats& stats() const { return stats_; }
  size_t queued() const { return queue_.size() + parked_.size(); }
  // Calls that wait for the views.
  size_t parked() const { return parked_.size(); }

 private:
  // What an append in flight was, and who waits for it.
  struct InFlight {
    Phase kind = Phase::kLead;  // kGenesis, kClaim or kLead
    uint64_t epoch = 0;         // of a batch
    std::string record_hash;
    uint64_t expected_offset = 0;
    WriteSet writes;
    std::vector<Answered> answered;
    std::vector<std::pair<size_t, Call>> joined;
    // Where it was seen counting in the fold.
    std::optional<uint64_t> landed;
  };

  // executor.cc
  std::optional<Action> PollOnce(Instant now);
  void Halt(std::string why);
  Action SetAside(std::string why);
  void WatchClock(Instant now);

  // append.cc
  Action GenesisAction(Instant now);
  Action ClaimAction(Instant now);
  Action AppendRecord(Phase kind, common::v1::JournalRecord record,
                      std::vector<EntryEvent> events = {});
  void Release(InFlight flight, const absl::Status& override_status);
  void Deliver(Call& call, CallResult result);

  // replay.cc
  std::optional<Action> PollReplay();
  void FoldRecords(uint64_t from, const std::vector<std::string>& records);
  bool FoldRecord(std::string_view bytes);
  void ReplayReached();
  void ResolveLost();

  // follow.cc
  std::optional<Action> FollowViews();
  void StepDown();
  void PauseClaims();
  bool SendsElsewhere() const;
  bool Yields() const { return leading() && polled_at_ < yield_until_; }

  // lead.cc
  std::optional<Action> PollLead(Instant now);
  std::optional<Action> BuildBatch(Instant now);
  void TakeTimers(BatchBuilder& builder, Instant now);
  void TakeReactions(BatchBuilder& builder);
  void TakeInputs(BatchBuilder& builder, Instant now);
  void TakeCalls(BatchBuilder& builder, Instant now);
  void ParkOrRefuse(Call call, Instant now);
  void WakeParked(Instant now);
  std::optional<Action> Finish(BatchBuilder& builder);
  void AnswerRecorded(uint64_t from, const std::vector<std::string>& records);

  const Domain& domain_;
  const PartitionStore& store_;
  Random& random_;
  const ExecutorOptions options_;

  Phase phase_ = Phase::kClosed;
  std::string halt_reason_;
  StagedPartition staged_;
  ForeignFeeds feeds_;
  InputFeeds inputs_;
  FairQueue queue_;
  std::deque<Call> parked_;  // wait for a view
  std::map<std::string, size_t> parked_by_tenant_;
  std::vector<RecordedReply> recorded_;

  std::optional<Action> pending_;  // next action, decided by an input
  bool reading_ = false;           // a kRead is open
  bool reading_reply_ = false;     // and it is for a recorded reply
  bool verified_ = false;          // the newest records were compared
  uint64_t compared_ = 0;          // how many of them, as long as it is not
  bool set_aside_once_ = false;
  uint64_t replay_to_ = 0;
  std::optional<InFlight> in_flight_;
  std::optional<InFlight> unresolved_;  // outcome not known yet
  std::optional<InFlight> committing_;  // durable, being committed locally
  std::string writer_;                  // of the last own claim
  uint64_t claim_epoch_ = 0;
  bool may_lead_ = true;
  // Behind the last own acknowledged append since the journal was opened.
  uint64_t acked_end_ = 0;
  uint64_t followed_to_ = 0;  // by a leader, beyond its own records
  bool feeds_full_ = false;   // of a follower, by reactions
  uint32_t claims_lost_ = 0;  // in a row
  absl::Duration claim_after_ = -absl::InfiniteDuration();
  absl::Duration polled_at_ = -absl::InfiniteDuration();
  absl::Duration yield_until_ = -absl::InfiniteDuration();

  std::optional<absl::Duration> clock_offset_;
  bool clock_jump_ = false;
  ExecutorStats stats_;
};

// The refusal of a copy that does not lead; `leader` may be unknown.
absl::Status NotLeader(const std::string& leader);

std::string_view PhaseName(Executor::Phase phase);

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_EXECUTOR_H_
