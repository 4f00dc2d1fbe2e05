// Leading: batches of timers, reactions and calls.
#include <algorithm>

#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/executor/executor.h"
#include "common/journal/chain.h"
#include "common/status/status.h"

namespace csi {
namespace {

absl::Status DeadlinePassed() {
  return Refusal(common::v1::ERROR_REASON_DEADLINE_PASSED,
                 "The deadline passed before the call was decided; nothing "
                 "was changed.");
}

absl::Status ViewStale(std::string_view detail) {
  return Refusal(common::v1::ERROR_REASON_VIEW_STALE,
                 StrCat("What this service knows of its peers is too old to "
                        "decide on (",
                        detail,
                        "). Repeat the call with the same request id "
                        "when the peer is back."));
}

absl::Status Rebuilding() {
  return Refusal(common::v1::ERROR_REASON_NOT_SERVING,
                 "This copy's stored data is damaged and is folded anew from "
                 "the journal; nothing was changed. Repeat the call with the "
                 "same request id.");
}

}  // namespace

std::optional<Action> Executor::PollLead(Instant now) {
  if (Yields()) return std::nullopt;
  WakeParked(now);
  while (phase_ == Phase::kLead) {
    if (!recorded_.empty()) {
      Action read;
      read.kind = Action::Kind::kRead;
      read.from = recorded_.front().offset;
      read.to = read.from + 1;
      reading_ = reading_reply_ = true;
      return read;
    }
    if (feeds_.has_offers()) {
      Action commit;
      commit.kind = Action::Kind::kCommit;
      commit.writes = feeds_.FoldOffers();
      return commit;
    }
    std::optional<Action> action = BuildBatch(now);
    if (action) return action;
    if (queue_.empty() && recorded_.empty()) break;
  }
  return std::nullopt;
}

std::optional<Action> Executor::BuildBatch(Instant now) {
  BatchBuilder builder(domain_, store_, staged_, feeds_, random_, now);
  if (!clock_jump_) TakeTimers(builder, now);
  TakeReactions(builder);
  TakeCalls(builder, now);
  if (staged_.broken() || store_.table(Table::kState).read_failed()) {
    std::string why = staged_.broken().value_or(
        StrCat("a stored row could not be read: ", store_.damage()));
    InFlight flight;
    flight.answered = std::move(builder.answered());
    flight.joined = std::move(builder.joined());
    in_flight_ = std::move(flight);
    for (RecordedReply& each : builder.recorded()) {
      recorded_.push_back(std::move(each));
    }
    staged_.Reset();
    if (!options_.atomic_append && !store_.damage().empty()) {
      // Nothing was decided on rows that are not what the journal says.
      Release(*std::exchange(in_flight_, std::nullopt), Rebuilding());
      OnStateDamaged(why);
      return std::exchange(pending_, std::nullopt);
    }
    Halt(StrCat("record at offset ", staged_.partition().next_offset(), ": ",
                why));
    return std::nullopt;
  }
  return Finish(builder);
}

void Executor::TakeTimers(BatchBuilder& builder, Instant now) {
  std::vector<Timer> due;
  staged_.timers().Scan("", "", [&](std::string_view key, std::string_view) {
    const auto timer = ParseTimerKey(key);
    if (!timer || timer->due > now.wall) return false;
    due.push_back(*timer);
    return due.size() < limits::kBatchTimersMax;
  });
  for (const Timer& timer : due) {
    // An earlier timer of this batch may have cancelled this one.
    if (!staged_.timers().Has(TimerKey(timer))) continue;
    if (builder.TakeTimer(timer) != BatchBuilder::Took::kDone) return;
    ++stats_.timers;
  }
}

void Executor::TakeReactions(BatchBuilder& builder) {
  size_t taken = 0;
  for (const ReactionGroup& group : feeds_.reactions()) {
    if (taken >= limits::kBatchReactionsMax) break;
    const uint32_t before = group.used;
    uint32_t used = before;
    const auto took = builder.TakeReaction(group, used);
    if (took == BatchBuilder::Took::kDone) {
      used = static_cast<uint32_t>(group.events.size());
      ++taken;
    }
    stats_.reactions += used - before;
    if (took == BatchBuilder::Took::kDone) continue;
    // Part of a group goes in only when it is the first of its batch.
    if (used > before) feeds_.UseReactions(used);
    break;
  }
  feeds_.DropReactions(taken);
}

void Executor::TakeCalls(BatchBuilder& builder, Instant now) {
  const size_t limit = options_.batch_commands_max;
  for (size_t taken = 0; taken < limit && !queue_.empty(); ++taken) {
    Call call = queue_.Pop();
    if (call.deadline < now.steady) {
      Deliver(call, {DeadlinePassed(), "", 0, false});
      continue;
    }
    const bool reached =
        std::all_of(call.not_before.begin(), call.not_before.end(),
                    [&](const auto& at) { return feeds_.Reached(at); });
    if (!reached) {
      ParkOrRefuse(std::move(call), now);
      continue;
    }
    switch (builder.TakeCall(call)) {
      case BatchBuilder::Took::kDone:
        break;
      case BatchBuilder::Took::kFull:
        queue_.PushFront(std::move(call));
        return;
      case BatchBuilder::Took::kParked:
        ParkOrRefuse(std::move(call), now);
        break;
    }
  }
}

void Executor::ParkOrRefuse(Call call, Instant now) {
  if (now.steady - call.queued_at > options_.view_wait_max) {
    std::string lags;
    for (const std::string& source : domain_.views()) {
      const absl::Duration lag = feeds_.Lag(source, now.steady);
      StrAppend(&lags, lags.empty() ? "" : ", ", source, ": ",
                lag == absl::InfiniteDuration()
                    ? std::string("never seen")
                    : absl::FormatDuration(absl::Trunc(lag, absl::Seconds(1))));
    }
    Deliver(call, {ViewStale(lags), "", 0, false});
    return;
  }
  ++parked_by_tenant_[call.command.tenant];
  parked_.push_back(std::move(call));
}

void Executor::WakeParked(Instant now) {
  // Every parked call is tried again; those that still cannot be decided are
  // parked again or refused when they have waited long enough.
  parked_by_tenant_.clear();
  while (!parked_.empty()) {
    queue_.PushFront(std::move(parked_.back()));
    parked_.pop_back();
  }
}

std::optional<Action> Executor::Finish(BatchBuilder& builder) {
  for (RecordedReply& each : builder.recorded()) {
    recorded_.push_back(std::move(each));
  }
  InFlight waiting;
  waiting.answered = std::move(builder.answered());
  waiting.joined = std::move(builder.joined());
  stats_.commands += waiting.answered.size();
  stats_.failed += builder.failed();
  if (!builder.has_effects()) {
    // Refusals that rest on committed state alone may leave at once, unless
    // another copy may lead by now: then an empty batch has to count first.
    if (options_.atomic_append || waiting.answered.empty() ||
        mutants::kRefusalWithoutBarrier) {
      Release(std::move(waiting), absl::OkStatus());
      return std::nullopt;
    }
    ++stats_.barriers;
  }
  common::v1::JournalRecord record = journal::NewRecord();
  if (builder.has_part()) {
    record.set_feature_level(journal::kFeatureLevelParts);
  }
  *record.mutable_batch() = std::move(builder.batch());
  common::v1::Batch& batch = *record.mutable_batch();
  const common::v1::PartitionState& state = staged_.partition();
  batch.set_epoch(state.epoch());
  batch.set_writer(state.writer());
  batch.set_sequence(state.sequence() + 1);
  batch.set_prev_hash(state.head());
  batch.set_clock_suspect(clock_jump_);
  feeds_.RecordPositions(state, batch);
  ++stats_.batches;
  stats_.last_batch_commands = waiting.answered.size();
  if (mutants::kRefusalBeforeCommit) {
    for (Answered& each : waiting.answered) {
      if (each.result.status.ok()) continue;
      Deliver(each.call, std::move(each.result));
      each.call.done = nullptr;
    }
  }
  if (mutants::kAckBeforeAppend) {
    Release(std::move(waiting), absl::OkStatus());
    waiting = InFlight();
  }
  Action action = AppendRecord(Phase::kLead, std::move(record),
                               std::move(builder.events()));
  in_flight_->answered = std::move(waiting.answered);
  in_flight_->joined = std::move(waiting.joined);
  return action;
}

void Executor::AnswerRecorded(uint64_t from,
                              const std::vector<std::string>& records) {
  common::v1::JournalRecord record;
  const bool parsed = records.size() == 1 && record.ParseFromString(records[0]);
  std::vector<RecordedReply> waiting = std::exchange(recorded_, {});
  for (RecordedReply& each : waiting) {
    if (each.offset != from) {
      recorded_.push_back(std::move(each));
      continue;
    }
    if (!parsed ||
        each.index >= static_cast<uint32_t>(record.batch().entries_size())) {
      // Halting answers what waits: this one and those not looked at yet too.
      for (RecordedReply& other : waiting) {
        if (other.call.done) recorded_.push_back(std::move(other));
      }
      Halt(StrCat("the record at offset ", from,
                  " that holds a recorded reply cannot be read"));
      return;
    }
    const common::v1::Entry& entry = record.batch().entries(each.index);
    if (entry.content_hash() != each.call.content_hash) {
      Deliver(each.call, {Refusal(common::v1::ERROR_REASON_REQUEST_ID_REUSED,
                                  "request_id: it was used before with other "
                                  "content. Use a new one."),
                          "", 0, false});
      each.call.done = nullptr;
      continue;
    }
    Deliver(each.call, {absl::OkStatus(), entry.reply(), from, true});
    each.call.done = nullptr;
  }
}

}  // namespace csi
