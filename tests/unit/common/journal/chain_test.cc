#include "common/journal/chain.h"

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "gtest/gtest.h"

namespace csi::journal {
namespace {

using common::v1::JournalRecord;
using common::v1::PartitionState;

// A partition in epoch 3 whose writer has written five batches.
PartitionState Standing() {
  PartitionState state;
  state.mutable_genesis()->set_journal_id("journal");
  state.set_next_offset(9);
  state.set_epoch(3);
  state.set_writer("writer");
  state.set_sequence(5);
  state.set_head("head");
  return state;
}

JournalRecord NextBatch() {
  JournalRecord record = NewRecord();
  record.mutable_batch()->set_epoch(3);
  record.mutable_batch()->set_writer("writer");
  record.mutable_batch()->set_sequence(6);
  record.mutable_batch()->set_prev_hash("head");
  return record;
}

JournalRecord ClaimOf(uint64_t epoch) {
  JournalRecord record = NewRecord();
  record.mutable_claim()->set_epoch(epoch);
  record.mutable_claim()->set_writer("next");
  return record;
}

Verdict VerdictOf(const JournalRecord& record) {
  return Judge(Standing(), record).verdict;
}

TEST(Judge, CountsTheNextBatchOfTheWriter) {
  const Judgement judged = Judge(Standing(), NextBatch());
  EXPECT_EQ(judged.verdict, Verdict::kCounts);
  EXPECT_EQ(judged.why, "");
}

// The four checks of a batch back each other up: each by itself here.
TEST(Judge, ABatchOfAnEarlierEpochIsDead) {
  JournalRecord record = NextBatch();
  record.mutable_batch()->set_epoch(2);
  EXPECT_EQ(VerdictOf(record), Verdict::kDead);
}

TEST(Judge, ABatchOfAnEpochThatNobodyClaimedIsImpossible) {
  JournalRecord record = NextBatch();
  record.mutable_batch()->set_epoch(4);
  EXPECT_EQ(VerdictOf(record), Verdict::kImpossible);
}

TEST(Judge, ABatchOfAnotherWriterOfThisEpochIsDead) {
  JournalRecord record = NextBatch();
  record.mutable_batch()->set_writer("loser");
  EXPECT_EQ(VerdictOf(record), Verdict::kDead);
}

TEST(Judge, ASequenceSeenBeforeIsDead) {
  JournalRecord record = NextBatch();
  for (uint64_t sequence : {0, 1, 5}) {
    record.mutable_batch()->set_sequence(sequence);
    EXPECT_EQ(VerdictOf(record), Verdict::kDead) << sequence;
  }
}

TEST(Judge, ASkippedSequenceIsImpossible) {
  JournalRecord record = NextBatch();
  record.mutable_batch()->set_sequence(7);
  EXPECT_EQ(VerdictOf(record), Verdict::kImpossible);
}

TEST(Judge, AnotherPreviousHashIsImpossible) {
  JournalRecord record = NextBatch();
  record.mutable_batch()->set_prev_hash("other");
  const Judgement judged = Judge(Standing(), record);
  EXPECT_EQ(judged.verdict, Verdict::kImpossible);
  EXPECT_NE(judged.why, "");
}

TEST(Judge, AClaimCountsOnlyForTheNextEpoch) {
  EXPECT_EQ(VerdictOf(ClaimOf(4)), Verdict::kCounts);
  for (uint64_t epoch : {0, 2, 3, 5}) {
    EXPECT_EQ(VerdictOf(ClaimOf(epoch)), Verdict::kDead) << epoch;
  }
}

TEST(Judge, AGenesisCountsOnlyAtTheStart) {
  JournalRecord record = NewRecord();
  record.mutable_genesis()->set_journal_id("journal");
  EXPECT_EQ(Judge(PartitionState(), record).verdict, Verdict::kCounts);
  EXPECT_EQ(VerdictOf(record), Verdict::kDead);
}

TEST(Judge, NothingCountsBeforeTheGenesis) {
  EXPECT_EQ(Judge(PartitionState(), ClaimOf(1)).verdict, Verdict::kDamaged);
  EXPECT_EQ(Judge(PartitionState(), NextBatch()).verdict, Verdict::kDamaged);
}

TEST(Judge, ANewerProgramsRecordIsUnknown) {
  JournalRecord record = NextBatch();
  record.set_format(kRecordFormat + 1);
  EXPECT_EQ(VerdictOf(record), Verdict::kUnknownFormat);
  record = NextBatch();
  record.set_feature_level(kFeatureLevel + 1);
  EXPECT_EQ(VerdictOf(record), Verdict::kUnknownFormat);
  EXPECT_EQ(VerdictOf(NewRecord()), Verdict::kUnknownFormat);
}

TEST(Advance, LinksAClaimIntoTheChainAndStartsTheSequence) {
  PartitionState state = Standing();
  Advance(ClaimOf(4), "claim bytes", state);
  EXPECT_EQ(state.head(), Sha256("headclaim bytes"));
  EXPECT_EQ(state.last_record_hash(), Sha256("claim bytes"));
  EXPECT_EQ(state.epoch(), 4u);
  EXPECT_EQ(state.writer(), "next");
  EXPECT_EQ(state.sequence(), 0u);
  EXPECT_EQ(state.next_offset(), 10u);
}

TEST(Advance, ABatchMovesTheHeadTheTimeAndThePositions) {
  PartitionState state = Standing();
  JournalRecord record = NextBatch();
  record.mutable_batch()->set_decided_at_us(77);
  record.mutable_batch()->set_first_event(10);
  record.mutable_batch()->set_event_count(3);
  auto* view = record.mutable_batch()->add_views();
  view->set_source("raci");
  view->set_offset(8);
  Advance(record, "batch bytes", state);
  EXPECT_EQ(state.head(), Sha256("batch bytes"));
  EXPECT_EQ(state.sequence(), 6u);
  EXPECT_EQ(state.last_time_us(), 77);
  EXPECT_EQ(state.event_count(), 13u);
  ASSERT_NE(FindPosition(state.view_floors(), "raci"), nullptr);
  EXPECT_EQ(FindPosition(state.view_floors(), "raci")->offset(), 8u);
  EXPECT_EQ(FindPosition(state.view_floors(), "workflow"), nullptr);
}

TEST(Skip, MovesThePositionOnly) {
  PartitionState state = Standing();
  Skip("dead bytes", state);
  EXPECT_EQ(state.next_offset(), 10u);
  EXPECT_EQ(state.dead_records(), 1u);
  EXPECT_EQ(state.last_record_hash(), Sha256("dead bytes"));
  EXPECT_EQ(state.head(), "head");
  EXPECT_EQ(state.sequence(), 5u);
}

TEST(SameRecent, LooksAtAllThatNoBatchHasProvedSafe) {
  PartitionState state = Standing();
  EXPECT_EQ(RecentCount(state), 1u) << "a state of an older program";
  Advance(ClaimOf(4), "a", state);
  Skip("dead", state);
  Advance(ClaimOf(5), "b", state);
  Skip("dead too", state);
  const std::vector<std::string> records = {"a", "dead", "b", "dead too"};
  EXPECT_EQ(RecentCount(state), 4u);
  EXPECT_TRUE(SameRecent(state, 0, records));
  for (size_t i = 0; i < records.size(); ++i) {
    std::vector<std::string> other = records;
    other[i] = "c";
    EXPECT_FALSE(SameRecent(state, 0, other)) << i;
  }
  EXPECT_TRUE(SameRecent(state, 0, {"a", "dead"})) << "read in two parts";
  EXPECT_TRUE(SameRecent(state, 2, {"b", "dead too"}));
  EXPECT_FALSE(SameRecent(state, 2, {"a"}));
  EXPECT_FALSE(SameRecent(state, 3, {"dead too", "c"})) << "too many";
  Advance(NextBatch(), "batch", state);
  EXPECT_TRUE(SameRecent(state, 0, {"b", "dead too", "batch"}));
  Advance(NextBatch(), "batch 2", state);
  EXPECT_TRUE(SameRecent(state, 0, {"batch", "batch 2"}));
}

// It keeps fields that it does not know, and folds on without them.
TEST(SameRecent, WhatAnOlderProgramLeftIsNotTrusted) {
  PartitionState state = Standing();
  Advance(ClaimOf(4), "a", state);
  Advance(ClaimOf(5), "b", state);
  state.set_last_record_hash(Sha256("folded by an older program"));
  EXPECT_EQ(RecentCount(state), 1u);
  EXPECT_TRUE(SameRecent(state, 0, {"folded by an older program"}));
  Advance(ClaimOf(6), "c", state);
  EXPECT_EQ(RecentCount(state), 1u);
  EXPECT_TRUE(SameRecent(state, 0, {"c"}));
  Advance(ClaimOf(7), "d", state);
  EXPECT_TRUE(SameRecent(state, 0, {"c", "d"}));
}

TEST(SameRecent, IsBoundedWhateverDies) {
  PartitionState state = Standing();
  Advance(ClaimOf(4), "a", state);
  std::vector<std::string> records;
  for (int i = 0; i < 3 * kRecentHashesMax; ++i) {
    records.push_back(StrCat("dead ", i));
    Skip(records.back(), state);
  }
  records.erase(records.begin(), records.end() - kRecentHashesMax);
  EXPECT_EQ(state.recent_hashes_size(), kRecentHashesMax);
  EXPECT_TRUE(SameRecent(state, 0, records));
  Advance(ClaimOf(5), "b", state);
  EXPECT_EQ(state.recent_hashes_size(), kRecentHashesMax);
  Advance(NextBatch(), "batch", state);
  EXPECT_TRUE(SameRecent(state, 0, {"b", "batch"}));
}

TEST(RaisePosition, NeverGoesBackWithinOneJournal) {
  PartitionState state;
  common::v1::ViewPosition position;
  position.set_source("raci");
  position.set_journal_id("one");
  position.set_offset(8);
  RaisePosition(position, *state.mutable_inputs());
  position.set_offset(5);
  RaisePosition(position, *state.mutable_inputs());
  EXPECT_EQ(FindPosition(state.inputs(), "raci")->offset(), 8u);
  position.set_journal_id("two");
  RaisePosition(position, *state.mutable_inputs());
  EXPECT_EQ(FindPosition(state.inputs(), "raci")->offset(), 5u);
  EXPECT_EQ(state.inputs_size(), 1);
}

TEST(RaisePosition, APartOfARecordComesBeforeMoreOfItAndTheWhole) {
  PartitionState state;
  common::v1::ViewPosition position;
  position.set_source("raci");
  position.set_offset(8);
  auto raise = [&](uint64_t offset, uint32_t used) {
    position.set_offset(offset);
    position.set_events_used(used);
    RaisePosition(position, *state.mutable_inputs());
    return state.inputs(0).events_used();
  };
  EXPECT_EQ(raise(8, 3), 3u);
  EXPECT_EQ(raise(8, 2), 3u);
  EXPECT_EQ(raise(8, 5), 5u);
  EXPECT_EQ(raise(8, 0), 0u);
  EXPECT_EQ(raise(8, 7), 0u);
  EXPECT_EQ(raise(9, 1), 1u);
  EXPECT_EQ(state.inputs(0).offset(), 9u);
}

}  // namespace
}  // namespace csi::journal
