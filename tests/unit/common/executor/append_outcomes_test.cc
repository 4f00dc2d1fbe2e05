// What callers hear of a batch, by what became of its append.

#include "common/executor/executor.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

using ::csi::testing::ExecutorTest;

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
