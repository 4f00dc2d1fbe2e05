#include "common/executor/executor.h"

#include <set>

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

TEST_F(ExecutorTest, AnswersAfterTheAppendOnly) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kAppend);
  EXPECT_TRUE(results_.empty());
  journal_.push_back(action->record);
  store_.Commit(action->writes);
  executor_->OnAppended(AppendOutcome::kCommitted, journal_.size() - 1);
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_TRUE(results_[0].status.ok());
  EXPECT_EQ(Value("x"), 1);
}

TEST_F(ExecutorTest, ARefusalThatRestsOnItsBatchWaitsForIt) {
  Open();
  Run();
  Submit({"once", "x"}, "r1");
  Submit({"once", "x"}, "r2");
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kAppend);
  EXPECT_TRUE(results_.empty());
  journal_.push_back(action->record);
  store_.Commit(action->writes);
  executor_->OnAppended(AppendOutcome::kCommitted, journal_.size() - 1);
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_TRUE(results_[0].status.ok());
  EXPECT_EQ(ReasonOf(results_[1].status),
            common::v1::ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(ExecutorTest, HonoursARequestIdOnce) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Submit({"add", "x"}, "r1");  // joins the pending one
  Run();
  Submit({"add", "x"}, "r1");  // recorded reply
  Run();
  Open();
  Run();
  Submit({"add", "x"}, "r1");  // also after a restart
  Run();
  ASSERT_EQ(results_.size(), 4u);
  for (const CallResult& result : results_) {
    EXPECT_TRUE(result.status.ok()) << result.status;
    EXPECT_EQ(result.reply, results_[0].reply);
  }
  EXPECT_EQ(Value("x"), 1);
}

TEST_F(ExecutorTest, RefusesARequestIdWithOtherContent) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Submit({"add", "y"}, "r1");
  Run();
  Submit({"add", "z"}, "r1");
  Run();
  std::multiset<int> reasons;
  for (const CallResult& result : results_) {
    reasons.insert(ReasonOf(result.status));
  }
  EXPECT_EQ(reasons.count(common::v1::ERROR_REASON_REQUEST_ID_REUSED), 2u);
  EXPECT_EQ(Value("x") + Value("y") + Value("z"), 1);
}

TEST_F(ExecutorTest, ARefusalDoesNotKeepTheRequestId) {
  Open();
  Run();
  Submit({"refuse", "x"}, "r1");
  Run();
  Submit({"add", "x"}, "r1");
  Run();
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_FALSE(results_[0].status.ok());
  EXPECT_TRUE(results_[1].status.ok());
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

TEST_F(ExecutorTest, AnUnknownOutcomeThatLandedIsAcknowledged) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  std::optional<Action> action = executor_->Poll(now_);
  journal_.push_back(action->record);
  store_.Commit(action->writes);
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  EXPECT_TRUE(results_.empty());
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_TRUE(results_[0].status.ok());
  EXPECT_EQ(Value("x"), 1);
  EXPECT_EQ(executor_->partition().epoch(), 2u);
}

TEST_F(ExecutorTest, AnUnknownOutcomeThatDidNotLandIsNotCommitted) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  std::optional<Action> action = executor_->Poll(now_);
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status),
            common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
  Submit({"add", "x"}, "r1");
  Run();
  EXPECT_EQ(Value("x"), 1);
}

TEST_F(ExecutorTest, ALateRecordOfALostWriterIsDead) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  std::optional<Action> action = executor_->Poll(now_);
  const std::string late = action->record;
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  Run();                     // claims again
  journal_.push_back(late);  // lands after the new claim
  Open();
  Run();
  EXPECT_EQ(Value("x"), 0);
  EXPECT_EQ(executor_->partition().dead_records(), 1u);
}

TEST_F(ExecutorTest, AStateAheadOfItsJournalIsSetAsideAndRebuilt) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Run();
  journal_.pop_back();
  Open();
  Run();
  EXPECT_TRUE(executor_->leading());
  EXPECT_EQ(Value("x"), 0);
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

// A copy that shares its journal with others: append and commit are apart.
class SharedJournalTest : public ExecutorTest {
 protected:
  void OpenShared() {
    ExecutorOptions options;
    options.atomic_append = false;
    Open(options);
    Run();
    ASSERT_TRUE(executor_->leading());
  }
  Action Append() {
    std::optional<Action> action = executor_->Poll(now_);
    EXPECT_TRUE(action && action->kind == Action::Kind::kAppend);
    return *std::move(action);
  }
  std::string OtherClaim(uint64_t epoch) {
    common::v1::JournalRecord record = journal::NewRecord();
    record.mutable_claim()->set_epoch(epoch);
    record.mutable_claim()->set_writer("another writer..");
    return ToBytes(record);
  }
};

TEST_F(SharedJournalTest, TheAnswerNamesTheOffsetWhereTheRecordLanded) {
  OpenShared();
  Submit({"add", "x"}, "r1");
  Action action = Append();
  journal_.push_back(OtherClaim(1));  // dead, but it took our offset
  journal_.push_back(action.record);
  const uint64_t landed = journal_.size() - 1;
  executor_->OnAppended(AppendOutcome::kCommitted, landed);
  EXPECT_TRUE(results_.empty());
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_TRUE(results_[0].status.ok()) << results_[0].status;
  EXPECT_EQ(results_[0].offset, landed);
}

TEST_F(SharedJournalTest, ADeadRecordOfOursAtTheEndIsNotAcknowledged) {
  OpenShared();
  Submit({"add", "x"}, "r1");
  Action action = Append();
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  journal_.push_back(OtherClaim(2));
  journal_.push_back(action.record);  // late, and dead
  // Reopens and folds up to it; the claim's outcome is not known either.
  while (true) {
    action = *executor_->Poll(now_);
    if (action.kind == Action::Kind::kAppend) break;
    if (action.kind == Action::Kind::kReopen) {
      executor_->OnOpened(journal_.size());
    } else if (action.kind == Action::Kind::kCommit) {
      store_.Commit(action.writes);
    } else {
      executor_->OnRecords(action.from, {journal_.begin() + action.from,
                                         journal_.begin() + action.to});
    }
  }
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  Run();
  now_.steady +=
      absl::Seconds(1);  // a claim that failed is not repeated at once
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status),
            common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
  EXPECT_EQ(Value("x"), 0);
}

TEST_F(ExecutorTest, AHaltAnswersCallsThatWaitForARecordedReply) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Run();
  Submit({"add", "x"}, "r1");
  Submit({"break", "x"}, "r2");
  Run();
  ASSERT_EQ(results_.size(), 3u);
  EXPECT_EQ(executor_->phase(), Executor::Phase::kHalted);
}

TEST_F(ExecutorTest, AnUnreadableRecordedReplyAnswersAllThatWaitForIt) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Run();
  for (int i = 0; i < 3; ++i) Submit({"add", "x"}, "r1");
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kRead);
  executor_->OnRecords(action->from, {});
  EXPECT_EQ(executor_->phase(), Executor::Phase::kHalted);
  EXPECT_EQ(results_.size(), 4u);
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

TEST_F(ExecutorTest, EndingAnswersWhatIsInFlight) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  ASSERT_TRUE(executor_->Poll(now_).has_value());
  executor_.reset();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status),
            common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
}

}  // namespace
}  // namespace csi
