#include "common/event_topics/event_assembler.h"

#include "gtest/gtest.h"

namespace csi {
namespace {

constexpr char kJournal[] = "0123456789abcdef0123456789abcdef";

class EventAssemblerTest : public ::testing::Test {
 protected:
  absl::Status Event(uint64_t offset, uint32_t index, bool last,
                     uint64_t sequence, std::string journal = kJournal) {
    common::v1::CloudEvent event;
    event.set_id("id");
    event.set_tenant("t");
    event.set_sequence(sequence);
    event.mutable_position()->set_journal_id(journal);
    event.mutable_position()->set_offset(offset);
    event.mutable_position()->set_index(index);
    event.mutable_position()->set_last(last);
    const kafka::EventMessage sent = ToMessage(event);
    return assembler_.Take({0, *sent.key, *sent.value, sent.headers, 0},
                           records_);
  }
  absl::Status Mark(uint64_t offset) {
    return assembler_.Take(
        {0, "", "", ProgressMessage("s", {kJournal, offset, 0, true}).headers,
         0},
        records_);
  }

  EventAssembler assembler_;
  std::vector<ForeignRecord> records_;
};

TEST_F(EventAssemblerTest, ARecordIsCompleteWithItsLastEvent) {
  ASSERT_TRUE(Event(2, 0, false, 1).ok());
  EXPECT_TRUE(records_.empty());
  EXPECT_EQ(assembler_.next_offset(), 2u);
  ASSERT_TRUE(Event(2, 1, true, 2).ok());
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].offset, 2u);
  EXPECT_EQ(records_[0].events.size(), 2u);
  EXPECT_EQ(assembler_.next_offset(), 3u);
}

TEST_F(EventAssemblerTest, WhatIsPublishedOnceMoreIsDropped) {
  ASSERT_TRUE(Event(2, 0, true, 1).ok());
  ASSERT_TRUE(Event(3, 0, true, 2).ok());
  ASSERT_TRUE(Event(2, 0, true, 1).ok());
  ASSERT_TRUE(Event(3, 0, true, 2).ok());
  ASSERT_TRUE(Event(4, 0, true, 3).ok());
  EXPECT_EQ(records_.size(), 3u);
  EXPECT_EQ(assembler_.next_offset(), 5u);
}

TEST_F(EventAssemblerTest, ATakeoverInsideARecordCompletesIt) {
  ASSERT_TRUE(Event(2, 0, false, 1).ok());
  ASSERT_TRUE(Event(2, 1, false, 2).ok());
  ASSERT_TRUE(Event(2, 1, false, 2).ok());
  ASSERT_TRUE(Event(2, 2, true, 3).ok());
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].events.size(), 3u);
}

TEST_F(EventAssemblerTest, AGapIsAnErrorThatStays) {
  ASSERT_TRUE(Event(2, 0, true, 1).ok());
  EXPECT_EQ(Event(5, 0, true, 3).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Event(3, 0, true, 2).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(records_.size(), 1u);
}

TEST_F(EventAssemblerTest, AMarkMovesThePlaceForwardOnly) {
  ASSERT_TRUE(Event(2, 0, true, 1).ok());
  ASSERT_TRUE(Mark(7).ok());
  EXPECT_EQ(assembler_.next_offset(), 8u);
  ASSERT_TRUE(Mark(4).ok());
  EXPECT_EQ(assembler_.next_offset(), 8u);
  ASSERT_TRUE(Event(8, 0, true, 2).ok());
  EXPECT_EQ(records_.size(), 2u);
}

TEST_F(EventAssemblerTest, AnotherJournalBeginsAnew) {
  ASSERT_TRUE(Event(2, 0, true, 9).ok());
  ASSERT_TRUE(Event(1, 0, true, 1, "ffffffffffffffffffffffffffffffff").ok());
  EXPECT_EQ(assembler_.journal_id(), "ffffffffffffffffffffffffffffffff");
  EXPECT_EQ(assembler_.next_offset(), 2u);
}

TEST_F(EventAssemblerTest, AStrangersRecordIsPassedOver) {
  EXPECT_TRUE(
      assembler_.Take({0, "k", "v", {{"ce_id", "1"}}, 0}, records_).ok());
  EXPECT_FALSE(assembler_.begun());
}

}  // namespace
}  // namespace csi
