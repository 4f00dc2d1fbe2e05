#include "common/kafka/partition_producer.h"

#include "gtest/gtest.h"
#include "tests/unit/common/kafka/mock_brokers.h"

namespace csi::kafka {
namespace {

class PartitionProducerTest : public ::testing::Test {
 protected:
  void SetUp() override { brokers_.MakeTopic("journal"); }

  std::unique_ptr<PartitionProducer> Open(
      absl::Duration timeout = absl::Seconds(3)) {
    auto producer =
        PartitionProducer::Open(brokers_.options(timeout), "journal", 0);
    EXPECT_TRUE(producer.ok()) << producer.status();
    EXPECT_TRUE((*producer)->Prepare(absl::Seconds(5)).ok());
    return *std::move(producer);
  }

  MockBrokers brokers_;
};

TEST_F(PartitionProducerTest, TellsTheOffsetOfEachRecord) {
  auto producer = Open();
  for (uint64_t i = 0; i < 5; ++i) {
    const WriteResult result = producer->Write("record");
    ASSERT_EQ(result.outcome, WriteOutcome::kWritten) << result.why;
    EXPECT_EQ(result.offset, i);
  }
  EXPECT_FALSE(producer->spent());
}

TEST_F(PartitionProducerTest, RetriesWhatMayBeRetried) {
  auto producer = Open();
  brokers_.FailNext(kProduceApi, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
  const WriteResult result = producer->Write("record");
  EXPECT_EQ(result.outcome, WriteOutcome::kWritten) << result.why;
  EXPECT_EQ(result.offset, 0u);
}

TEST_F(PartitionProducerTest, ARefusalByTheBrokerIsNotWritten) {
  auto producer = Open();
  brokers_.FailNext(kProduceApi, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  const WriteResult result = producer->Write("record");
  EXPECT_EQ(result.outcome, WriteOutcome::kNotWritten) << result.why;
  EXPECT_TRUE(producer->spent());
}

TEST_F(PartitionProducerTest, AnAnswerThatComesTooLateIsUnknown) {
  auto producer = Open(absl::Seconds(1));
  ASSERT_EQ(producer->Write("first").outcome, WriteOutcome::kWritten);
  brokers_.DelayNext(kProduceApi, RD_KAFKA_RESP_ERR_NO_ERROR, 4000);
  const WriteResult result = producer->Write("record");
  EXPECT_EQ(result.outcome, WriteOutcome::kUnknown);
  EXPECT_NE(result.why, "");
  EXPECT_TRUE(producer->spent());
}

TEST_F(PartitionProducerTest, ADuplicateWithoutItsOffsetIsUnknown) {
  auto producer = Open();
  ASSERT_EQ(producer->Write("first").outcome, WriteOutcome::kWritten);
  brokers_.FailNext(kProduceApi, RD_KAFKA_RESP_ERR_DUPLICATE_SEQUENCE_NUMBER);
  const WriteResult result = producer->Write("record");
  EXPECT_EQ(result.outcome, WriteOutcome::kUnknown) << result.offset;
}

TEST_F(PartitionProducerTest, ASpentProducerWritesNothing) {
  auto producer = Open();
  brokers_.FailNext(kProduceApi, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  producer->Write("refused");
  EXPECT_EQ(producer->Write("next").outcome, WriteOutcome::kNotWritten);
  auto other = Open();
  EXPECT_EQ(other->Write("first").offset, 0u);
}

TEST_F(PartitionProducerTest, AFatalErrorIsAnOutcomeNotACrash) {
  auto producer = Open();
  ASSERT_EQ(producer->Write("first").outcome, WriteOutcome::kWritten);
  brokers_.FailNext(kProduceApi,
                    RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
  const WriteResult result = producer->Write("record");
  EXPECT_NE(result.outcome, WriteOutcome::kWritten);
  EXPECT_TRUE(producer->spent());
  auto other = Open();
  EXPECT_EQ(other->Write("again").outcome, WriteOutcome::kWritten);
}

TEST_F(PartitionProducerTest, AMissingPartitionIsNamed) {
  auto producer = PartitionProducer::Open(brokers_.options(), "journal", 3);
  ASSERT_TRUE(producer.ok());
  const absl::Status status = (*producer)->Prepare(absl::Seconds(5));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
}

TEST_F(PartitionProducerTest, NoBrokerAtAllIsSaid) {
  ClusterOptions nowhere{"127.0.0.1:1"};
  auto producer = PartitionProducer::Open(nowhere, "journal", 0);
  ASSERT_TRUE(producer.ok());
  const absl::Status status = (*producer)->Prepare(absl::Milliseconds(300));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
}

}  // namespace
}  // namespace csi::kafka
