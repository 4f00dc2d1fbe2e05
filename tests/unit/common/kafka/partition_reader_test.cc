#include "common/kafka/partition_reader.h"

#include <atomic>

#include "common/kafka/partition_producer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/common/kafka/mock_brokers.h"

namespace csi::kafka {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kMuch = 1 << 20;
constexpr absl::Duration kLong = absl::Seconds(5);
constexpr absl::Duration kShort = absl::Milliseconds(300);

class PartitionReaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    brokers_.MakeTopic("journal");
    auto producer = PartitionProducer::Open(brokers_.options(), "journal", 0);
    ASSERT_TRUE(producer.ok());
    producer_ = *std::move(producer);
    auto reader = PartitionReader::Open(brokers_.options(), "journal", 0,
                                        [this] { ++readable_; });
    ASSERT_TRUE(reader.ok());
    reader_ = *std::move(reader);
  }
  void Write(const std::string& record) {
    ASSERT_EQ(producer_->Write(record).outcome, WriteOutcome::kWritten);
  }
  std::vector<std::string> Read(uint64_t from, uint64_t to) {
    std::vector<std::string> all;
    while (from + all.size() < to) {
      auto some = reader_->Read(from + all.size(), to, kLong, kMuch);
      EXPECT_TRUE(some.ok()) << some.status();
      if (!some.ok() || some->empty()) break;
      all.insert(all.end(), some->begin(), some->end());
    }
    return all;
  }

  MockBrokers brokers_;
  std::unique_ptr<PartitionProducer> producer_;
  std::atomic<int> readable_{0};
  std::unique_ptr<PartitionReader> reader_;
};

TEST_F(PartitionReaderTest, ReadsAStretchExactly) {
  for (const char* record : {"a", "b", "c", "d"}) Write(record);
  EXPECT_THAT(Read(1, 3), ElementsAre("b", "c"));
  EXPECT_THAT(Read(3, 4), ElementsAre("d"));
}

TEST_F(PartitionReaderTest, IsNotAtTheEndWhileMoreIsThere) {
  for (const char* record : {"a", "b", "c"}) Write(record);
  EXPECT_EQ(Read(0, 2).size(), 2u);
  EXPECT_FALSE(reader_->SinceEnd().has_value());
}

// Where records come all the time nobody pauses to say that this was the last.
TEST_F(PartitionReaderTest, KnowsTheEndWithTheLastRecordAndNotAfterIt) {
  for (uint64_t at = 0; at < 10; ++at) {
    Write("a");
    EXPECT_EQ(Read(at, at + 1).size(), 1u);
    EXPECT_TRUE(reader_->SinceEnd().has_value()) << at;
  }
}

TEST_F(PartitionReaderTest, GoesBackWhenAsked) {
  for (const char* record : {"a", "b", "c"}) Write(record);
  EXPECT_THAT(Read(0, 3), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Read(1, 2), ElementsAre("b"));
  reader_->Forget();
  EXPECT_THAT(Read(0, 2), ElementsAre("a", "b"));
}

TEST_F(PartitionReaderTest, TheEndIsEmptyAndWhatComesNextIsReadable) {
  Write("a");
  EXPECT_THAT(Read(0, 1), ElementsAre("a"));
  auto none = reader_->Read(1, 9, kShort, kMuch);
  ASSERT_TRUE(none.ok());
  EXPECT_THAT(*none, IsEmpty());
  const int before = readable_;
  Write("b");
  for (int i = 0; i < 100 && readable_ == before; ++i) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_GT(readable_, before);
  EXPECT_THAT(Read(1, 2), ElementsAre("b"));
}

TEST_F(PartitionReaderTest, StopsAboutWhereItWasTold) {
  for (int i = 0; i < 5; ++i) Write(std::string(1000, 'x'));
  Read(0, 5);
  reader_->Forget();
  auto some = reader_->Read(0, 5, kLong, 1);
  ASSERT_TRUE(some.ok());
  EXPECT_EQ(some->size(), 1u);
}

TEST_F(PartitionReaderTest, KnowsBothEnds) {
  auto range = reader_->Range(kLong);
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->low, 0u);
  EXPECT_EQ(range->high, 0u);
  Write("a");
  Write("b");
  range = reader_->Range(kLong);
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->high, 2u);
}

TEST_F(PartitionReaderTest, AnOffsetBeyondTheEndIsAnErrorOfItsOwn) {
  Write("a");
  auto beyond = reader_->Read(7, 9, kLong, kMuch);
  ASSERT_FALSE(beyond.ok());
  EXPECT_EQ(beyond.status().code(), absl::StatusCode::kOutOfRange)
      << beyond.status();
  EXPECT_THAT(Read(0, 1), ElementsAre("a"));
}

TEST_F(PartitionReaderTest, BrokersThatComeBackAreReadAgain) {
  Write("a");
  EXPECT_THAT(Read(0, 1), ElementsAre("a"));
  brokers_.Down(1);
  auto none = reader_->Read(1, 2, kShort, kMuch);
  EXPECT_TRUE(none.ok() ||
              none.status().code() == absl::StatusCode::kUnavailable)
      << none.status();
  brokers_.Up(1);
  auto again = PartitionProducer::Open(brokers_.options(), "journal", 0);
  ASSERT_EQ((*again)->Write("b").outcome, WriteOutcome::kWritten);
  EXPECT_THAT(Read(1, 2), ElementsAre("b"));
}

}  // namespace
}  // namespace csi::kafka
