// OperateRuns: one thing to many runs, each by its own right.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class Bulk : public ::testing::Test {
 protected:
  Bulk() {
    for (int i = 1; i <= 4; ++i) {
      const std::string n = std::to_string(i);
      office.Accept("o" + n);
      EXPECT_TRUE(office.Start("sven", "r" + n, "o" + n).ok());
    }
    EXPECT_TRUE(office.Hold("carl", "r3").ok());
    request.set_parent("tenants/acme");
    request.set_filter("step = 1");
    request.set_reason("reorganisation");
  }
  absl::StatusOr<v1::OperateRunsResponse> Go(std::string_view as = "cora") {
    return office.Call<v1::OperateRunsResponse>(as, "OperateRuns", request);
  }

  Office office;
  v1::OperateRunsRequest request;
};

TEST_F(Bulk, ADryRunCountsAndWritesNothing) {
  request.mutable_operation()->mutable_move()->set_to_step(2);
  request.set_dry_run(true);
  const int events = office.EventCount();
  const auto would = Go();
  ASSERT_TRUE(would.ok()) << would.status();
  EXPECT_EQ(would->done(), 3u);
  EXPECT_EQ(would->refused(), 1u);  // r3 is held
  EXPECT_EQ(would->outcomes(2).reason(), "WRONG_STATE");
  EXPECT_EQ(office.EventCount(), events);
  request.set_dry_run(false);
  const auto done = Go();
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->done(), 3u);
  EXPECT_EQ(office.Get("r1").step(), 2u);
  EXPECT_EQ(office.Get("r3").step(), 1u);
  EXPECT_EQ(office.GetStep("r4", 1).reason(), "reorganisation");
}

TEST_F(Bulk, EachOperationIsThatOfItsCommand) {
  request.mutable_operation()->mutable_hold();
  EXPECT_EQ(Go()->done(), 3u);
  EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_ON_HOLD);
  request.mutable_operation()->mutable_resume();  // undoes it
  EXPECT_EQ(Go()->done(), 4u);
  EXPECT_EQ(office.Get("r3").state(), v1::Run::STATE_RUNNING);
  request.mutable_operation()->mutable_reassign()->set_person(
      Name("people", "rita"));
  EXPECT_EQ(Go()->done(), 4u);
  auto& extend = *request.mutable_operation()->mutable_extend();
  extend.mutable_due_time()->set_seconds(
      absl::ToUnixSeconds(office.runner.now()) + 86400 * 90);
  EXPECT_EQ(Go()->done(), 4u);
  EXPECT_EQ(office.Get("r2").due_time().seconds(), extend.due_time().seconds());
  request.mutable_operation()->mutable_cancel();
  request.set_filter("opportunity = o2 AND state = RUNNING");
  EXPECT_EQ(Go()->done(), 1u);
  EXPECT_EQ(office.Get("r2").state(), v1::Run::STATE_CANCELLED);
  EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_RUNNING);
}

TEST_F(Bulk, GoesOnBehindTheLastRun) {
  request.mutable_operation()->mutable_reassign();
  request.set_max_runs(2);
  auto page = Go();
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->outcomes_size(), 2);
  EXPECT_TRUE(page->more());
  request.set_after_run(page->outcomes(1).run());
  page = Go();
  EXPECT_EQ(page->outcomes(0).run(), Name("runs", "r3"));
  EXPECT_FALSE(page->more());
}

TEST_F(Bulk, HasNoRightThatTheSingleCallHasNot) {
  request.mutable_operation()->mutable_cancel();
  const auto refused = Go("omar");
  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused->done(), 0u);
  EXPECT_EQ(refused->refused(), 4u);
  EXPECT_EQ(refused->outcomes(0).reason(), "NOT_AUTHORIZED");
  EXPECT_EQ(Reason(Go("")), ERROR_REASON_NO_ACTOR);
}

TEST_F(Bulk, RefusesAnEmptyFilterAndAnEmptyOperation) {
  EXPECT_EQ(Reason(Go()), ERROR_REASON_FIELD_INVALID);
  request.mutable_operation()->mutable_cancel();
  request.set_filter(" ");
  EXPECT_EQ(Reason(Go()), ERROR_REASON_FIELD_INVALID);
  request.set_filter("colour = red");
  EXPECT_EQ(Reason(Go()), ERROR_REASON_FILTER_INVALID);
  request.set_filter("step = 1");
  request.set_max_runs(501);
  EXPECT_EQ(Reason(Go()), ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::workflow
