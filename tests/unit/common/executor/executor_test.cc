#include "common/executor/executor.h"

#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

using ::csi::testing::ExecutorTest;
using ::csi::testing::LedgerCommand;

TEST_F(ExecutorTest, StartsWithGenesisAndClaim) {
  Open();
  Run();
  EXPECT_TRUE(executor_->leading());
  ASSERT_EQ(journal_.size(), 2u);
  common::v1::JournalRecord record;
  ASSERT_TRUE(record.ParseFromString(journal_[0]));
  EXPECT_EQ(record.genesis().service(), "raci");
  ASSERT_TRUE(record.ParseFromString(journal_[1]));
  EXPECT_EQ(record.claim().epoch(), 1u);
}

TEST_F(ExecutorTest, ClaimsAtEachOpen) {
  Open();
  Run();
  Open();
  Run();
  EXPECT_EQ(executor_->partition().epoch(), 2u);
}

TEST_F(ExecutorTest, ACommandWithTooManyEventBytesIsRefused) {
  Open();
  Run();
  Submit({"big", StrCat(limits::kCommandEventBytesMax)}, "r1");
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status), common::v1::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(MetadataOf(results_[0].status, "limit"), "command_event_bytes_max");
}

TEST_F(ExecutorTest, SplitsWhatDoesNotFitIntoOneRecord) {
  Open();
  Run();
  for (int i = 0; i < 10; ++i) Submit({"big", "200000"}, StrCat("r", i));
  Run();
  EXPECT_EQ(results_.size(), 10u);
  for (const std::string& record : journal_) {
    EXPECT_LE(record.size(), limits::kRecordBytesMax);
  }
  EXPECT_GE(journal_.size(), 4u);
}

TEST_F(ExecutorTest, FoldOfTheJournalIsTheLiveState) {
  Open();
  Run();
  for (int i = 0; i < 50; ++i) {
    Submit({"add", StrCat("c", i % 7)}, StrCat("r", i % 40));
    if (i % 3 == 0) Submit({"timer", StrCat("t", i), "5"}, "");
    if (i % 5 == 0) Run();
    now_.wall += absl::Seconds(1);
    now_.steady += absl::Seconds(1);
  }
  Run();
  EXPECT_TRUE(Refold() == store_.tables());
}

TEST_F(ExecutorTest, AFoldSeesTheSameTimeAsTheLiveState) {
  Open();
  Run();
  now_.wall += absl::Nanoseconds(653);
  Submit({"stamp", "x"}, "r1");
  Run();
  EXPECT_EQ(Value("x") % 1000, 0);
  EXPECT_TRUE(Refold() == store_.tables());
}

TEST_F(ExecutorTest, TimersFireOnceWhenDue) {
  Open();
  Run();
  Submit({"timer", "x", "60"}, "r1");
  Run();
  ASSERT_TRUE(executor_->NextTimer().has_value());
  EXPECT_EQ(Value("x"), 0);
  now_.wall += absl::Seconds(61);
  now_.steady += absl::Seconds(61);
  Run();
  EXPECT_EQ(Value("x"), 1);
  Run();
  EXPECT_EQ(Value("x"), 1);
  EXPECT_FALSE(executor_->NextTimer().has_value());
}

TEST_F(ExecutorTest, TimersPauseWhileTheWallClockHasJumped) {
  Open();
  Run();
  Submit({"timer", "x", "60"}, "r1");
  Run();
  now_.wall += absl::Hours(10);
  now_.steady += absl::Seconds(1);
  Run();
  EXPECT_TRUE(executor_->clock_jump());
  EXPECT_EQ(Value("x"), 0);
  Submit({"add", "y"}, "r2");  // commands go on
  Run();
  EXPECT_EQ(Value("y"), 1);
}

TEST_F(ExecutorTest, ADeadlineThatPassedInTheQueueIsDropped) {
  Open();
  Run();
  Call call;
  call.command = LedgerCommand({"add", "x"}, "r1");
  call.deadline = now_.steady - absl::Seconds(1);
  absl::Status status;
  call.done = [&](CallResult result) { status = result.status; };
  executor_->Submit(std::move(call));
  Run();
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_EQ(Value("x"), 0);
}

TEST_F(ExecutorTest, ABrokenAssumptionHaltsThePartitionAndSaysWhere) {
  Open();
  Run();
  Submit({"break", "x"}, "r1");
  Submit({"add", "y"}, "r2");
  Run();
  EXPECT_EQ(executor_->phase(), Executor::Phase::kHalted);
  EXPECT_THAT(executor_->halt_reason(), ::testing::HasSubstr("offset 2"));
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_EQ(ReasonOf(results_[1].status),
            common::v1::ERROR_REASON_PARTITION_HALTED);
  EXPECT_EQ(Value("y"), 0);
}

TEST_F(ExecutorTest, ANewerRecordFormatStopsWithoutTouchingTheState) {
  Open();
  Run();
  const auto before = store_.tables();
  common::v1::JournalRecord record = journal::NewRecord();
  record.set_format(99);
  record.mutable_claim()->set_epoch(2);
  journal_.push_back(ToBytes(record));
  Open();
  Run();
  EXPECT_EQ(executor_->phase(), Executor::Phase::kHalted);
  EXPECT_THAT(executor_->halt_reason(), ::testing::HasSubstr("format 99"));
  EXPECT_TRUE(store_.tables() == before);
}

TEST_F(ExecutorTest, ACopyThatMayNotLeadNamesTheOneThatDoes) {
  ExecutorOptions leader;
  leader.address = "host-a:7470";
  Open(leader);
  Run();
  ExecutorOptions follower;
  follower.may_lead = false;
  Open(follower);
  Run();
  Submit({"add", "x"}, "r1");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status), common::v1::ERROR_REASON_NOT_LEADER);
  EXPECT_EQ(MetadataOf(results_[0].status, "leader"), "host-a:7470");
}

TEST_F(ExecutorTest, CallsThatWaitForAViewAreBoundedPerTenant) {
  domain_ = testing::MakeLedgerDomain("registry", {"raci"});
  Open();
  Run();
  // More than a queue in all, so that they wait as parked ones do.
  for (size_t i = 0; i < limits::kTenantQueueMax; ++i) {
    Submit({"view", "x"}, "");
    if (i % 1000 == 0) Run();
  }
  Run();
  EXPECT_TRUE(results_.empty());
  Submit({"view", "x"}, "");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status), common::v1::ERROR_REASON_QUEUE_FULL);
  Submit({"view", "x"}, "", "other");
  EXPECT_EQ(results_.size(), 1u);
  EXPECT_EQ(executor_->queued(), limits::kTenantQueueMax + 1);
  now_.steady += absl::Seconds(3);
  Run();
  EXPECT_EQ(results_.size(), limits::kTenantQueueMax + 2);
  EXPECT_EQ(executor_->queued(), 0u);
}

}  // namespace
}  // namespace csi
