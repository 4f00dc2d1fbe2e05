#include "common/journal/chain.h"

#include <algorithm>

#include "common/base/mutants.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"

namespace csi::journal {
namespace {

using common::v1::Batch;
using common::v1::Claim;
using common::v1::JournalRecord;
using common::v1::PartitionState;
using common::v1::ViewPosition;

Judgement Counts() { return {Verdict::kCounts, ""}; }
Judgement Dead(std::string why) { return {Verdict::kDead, std::move(why)}; }
Judgement Impossible(std::string why) {
  if (mutants::kTwoFoldOutcomes) return Dead(std::move(why));
  return {Verdict::kImpossible, std::move(why)};
}

Judgement JudgeClaim(const PartitionState& state, const Claim& claim) {
  if (claim.epoch() != state.epoch() + 1) {
    return Dead(StrCat("claim of epoch ", claim.epoch(), " after epoch ",
                       state.epoch()));
  }
  return Counts();
}

Judgement JudgeBatch(const PartitionState& state, const Batch& batch) {
  if (mutants::kNoFence) return Counts();
  if (batch.epoch() > state.epoch()) {
    return Impossible(StrCat("batch of epoch ", batch.epoch(),
                             ", which nobody claimed; the current epoch is ",
                             state.epoch()));
  }
  if (batch.epoch() < state.epoch()) {
    return Dead(StrCat("batch of epoch ", batch.epoch(), " after epoch ",
                       state.epoch()));
  }
  if (batch.writer() != state.writer()) {
    return Dead("batch of a writer that lost the claim of this epoch");
  }
  if (batch.sequence() <= state.sequence()) {
    return Dead(StrCat("batch sequence ", batch.sequence(), " seen before"));
  }
  if (batch.sequence() != state.sequence() + 1) {
    return Impossible(StrCat("batch sequence ", batch.sequence(), " after ",
                             state.sequence(), " of the same writer"));
  }
  if (batch.prev_hash() != state.head()) {
    return Impossible(
        "the previous hash of the current writer's batch is not "
        "the head of the chain");
  }
  return Counts();
}

// An older program folds on without them and keeps what it does not know: then
// they are of records of long ago.
bool KnowsRecent(const PartitionState& state) {
  return state.recent_hashes_size() > 0 &&
         state.recent_hashes(state.recent_hashes_size() - 1) ==
             state.last_record_hash();
}

// Before the state's own hash moves: keeps the hash of one more record. Who
// writes a batch has had the acknowledgement of what was written before, so all
// up to the last record that counted before it is safe: what stands before that
// one is dropped. A claim proves no such thing. The oldest of very many are
// dropped too.
void KeepHash(const std::string& hash, bool counts, bool batch,
              PartitionState& state) {
  auto& recent = *state.mutable_recent_hashes();
  if (!KnowsRecent(state)) {
    recent.Clear();
    state.set_recent_counted(0);
  }
  const auto drop = [&](int count) {
    recent.DeleteSubrange(0, count);
    const int counted = static_cast<int>(state.recent_counted()) - count;
    state.set_recent_counted(static_cast<uint32_t>(std::max(counted, 0)));
  };
  if (batch) drop(static_cast<int>(state.recent_counted()));
  *recent.Add() = hash;
  if (counts) {
    state.set_recent_counted(static_cast<uint32_t>(recent.size() - 1));
  }
  if (recent.size() > kRecentHashesMax) drop(recent.size() - kRecentHashesMax);
}

// Whether more was used at `position` than at `held`, of the same journal.
bool IsBehind(const ViewPosition& held, const ViewPosition& position) {
  if (held.offset() != position.offset()) {
    return held.offset() < position.offset();
  }
  return held.events_used() != 0 &&
         (position.events_used() == 0 ||
          held.events_used() < position.events_used());
}

}  // namespace

Judgement Judge(const PartitionState& state, const JournalRecord& record) {
  if (record.format() != kRecordFormat) {
    return {Verdict::kUnknownFormat,
            StrCat("record format ", record.format(),
                   "; this program knows format ", kRecordFormat)};
  }
  if (record.feature_level() > kFeatureLevel) {
    return {Verdict::kUnknownFormat,
            StrCat("feature level ", record.feature_level(),
                   "; this program has level ", kFeatureLevel)};
  }
  const bool has_genesis = !state.genesis().journal_id().empty();
  switch (record.body_case()) {
    case JournalRecord::kGenesis:
      if (state.next_offset() != 0 || has_genesis) {
        return Dead("a second genesis record");
      }
      return Counts();
    case JournalRecord::kClaim:
      if (!has_genesis) return {Verdict::kDamaged, "no genesis record first"};
      return JudgeClaim(state, record.claim());
    case JournalRecord::kBatch:
      if (!has_genesis) return {Verdict::kDamaged, "no genesis record first"};
      return JudgeBatch(state, record.batch());
    case JournalRecord::BODY_NOT_SET:
      return {Verdict::kUnknownFormat, "a record of an unknown kind"};
  }
  return {Verdict::kUnknownFormat, "a record of an unknown kind"};
}

void Advance(const JournalRecord& record, std::string_view bytes,
             PartitionState& state) {
  const std::string hash = Sha256(bytes);
  switch (record.body_case()) {
    case JournalRecord::kGenesis:
      state.set_state_format(kStateFormat);
      *state.mutable_genesis() = record.genesis();
      state.set_head(hash);
      break;
    case JournalRecord::kClaim:
      state.set_epoch(record.claim().epoch());
      state.set_writer(record.claim().writer());
      state.set_leader_address(record.claim().address());
      state.set_sequence(0);
      // A claim does not know the head, so the fold links it in.
      state.set_head(Sha256({state.head(), bytes}));
      break;
    case JournalRecord::kBatch: {
      const Batch& batch = record.batch();
      state.set_sequence(batch.sequence());
      state.set_head(hash);
      state.set_last_time_us(batch.decided_at_us());
      state.set_event_count(batch.first_event() + batch.event_count());
      for (const ViewPosition& position : batch.views()) {
        RaisePosition(position, *state.mutable_view_floors());
      }
      for (const ViewPosition& position : batch.inputs()) {
        RaisePosition(position, *state.mutable_inputs());
      }
      break;
    }
    case JournalRecord::BODY_NOT_SET:
      break;
  }
  KeepHash(hash, /*counts=*/true, record.has_batch(), state);
  state.set_last_record_hash(hash);
  state.set_next_offset(state.next_offset() + 1);
}

void Skip(std::string_view bytes, PartitionState& state) {
  const std::string hash = Sha256(bytes);
  KeepHash(hash, /*counts=*/false, /*batch=*/false, state);
  state.set_last_record_hash(hash);
  state.set_next_offset(state.next_offset() + 1);
  state.set_dead_records(state.dead_records() + 1);
}

uint64_t RecentCount(const PartitionState& state) {
  if (mutants::kLastRecordCompared || !KnowsRecent(state)) return 1;
  return static_cast<uint64_t>(state.recent_hashes_size());
}

bool SameRecent(const PartitionState& state, uint64_t skip,
                const std::vector<std::string>& records) {
  const uint64_t count = RecentCount(state);
  if (skip + records.size() > count) return false;
  for (size_t i = 0; i < records.size(); ++i) {
    const auto behind = static_cast<int>(count - 1 - skip - i);
    const std::string& wanted =
        behind == 0
            ? state.last_record_hash()
            : state.recent_hashes(state.recent_hashes_size() - 1 - behind);
    if (Sha256(records[i]) != wanted) return false;
  }
  return true;
}

JournalRecord NewRecord() {
  JournalRecord record;
  record.set_format(kRecordFormat);
  record.set_feature_level(kFeatureLevelBase);
  return record;
}

void RaisePosition(
    const ViewPosition& position,
    google::protobuf::RepeatedPtrField<ViewPosition>& positions) {
  for (ViewPosition& held : positions) {
    if (held.source() != position.source()) continue;
    if (held.journal_id() != position.journal_id() ||
        IsBehind(held, position)) {
      held = position;
    }
    return;
  }
  *positions.Add() = position;
}

const ViewPosition* FindPosition(
    const google::protobuf::RepeatedPtrField<ViewPosition>& positions,
    std::string_view source) {
  for (const ViewPosition& held : positions) {
    if (held.source() == source) return &held;
  }
  return nullptr;
}

}  // namespace csi::journal
