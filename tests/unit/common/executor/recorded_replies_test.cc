// Request ids: one effect, and the reply of the first call for all of them.
#include <set>

#include "common/executor/executor.h"
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

using ::csi::testing::ExecutorTest;

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

}  // namespace
}  // namespace csi
