// What a threshold would have raised.
#include "services/reporting/server/queries.h"
#include "tests/unit/services/reporting/domain/threshold_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;

class Backtests : public ThresholdWorld {
 protected:
  v1::Backtest Backtest(const v1::BacktestThresholdRequest& request) {
    v1::Backtest backtest;
    const absl::Status status =
        BacktestThreshold(runner.Query("reporting"), request, &backtest);
    EXPECT_TRUE(status.ok()) << status;
    return backtest;
  }
};

TEST_F(Backtests, BacktestIsHeldAgainstKnownProblems) {
  RecordYear();
  ASSERT_TRUE(Create(High()).ok());
  v1::BacktestThresholdRequest request;
  request.set_name(Name("thresholds", "high"));
  csi::common::v1::Interval& known = *request.add_problems();
  *known.mutable_start_time() = Day(2024, 3, 1);
  *known.mutable_end_time() = Day(2024, 6, 1);
  csi::common::v1::Interval& unseen = *request.add_problems();
  *unseen.mutable_start_time() = Day(2024, 8, 1);
  *unseen.mutable_end_time() = Day(2024, 9, 1);
  const v1::Backtest backtest = Backtest(request);
  EXPECT_EQ(backtest.judged_by(), "LABELS");
  EXPECT_EQ(backtest.figure_count(), 12);
  ASSERT_EQ(backtest.alerts_size(), 2);
  EXPECT_FALSE(backtest.alerts(0).is_false());
  EXPECT_EQ(backtest.alerts(0).value(), 83);
  EXPECT_EQ(backtest.alerts(0).limit(), 80);
  EXPECT_TRUE(backtest.alerts(1).is_false());
  EXPECT_EQ(backtest.false_share(), 0.5);
  EXPECT_EQ(backtest.missed_count(), 1);
  EXPECT_EQ(backtest.problems(0).delay(), 1);
  EXPECT_TRUE(backtest.problems(1).missed());
  EXPECT_EQ(backtest.mean_delay(), 1);
  // 12 figures, 3 and 1 of them in problems, one false alert.
  EXPECT_EQ(backtest.average_run_length(), 8);
  EXPECT_EQ(backtest.sentence(),
            "Over 12 months it would have raised 2 alerts, 1 of them false "
            "(50 %); of 2 known problems it would have missed 1, the others "
            "found after 1 figures.");
  v1::Backtest none;
  request.mutable_problems(1)->clear_end_time();
  EXPECT_EQ(
      ReasonOf(BacktestThreshold(runner.Query("reporting"), request, &none)),
      ERROR_REASON_FIELD_INVALID);
}

TEST_F(Backtests, BacktestWithoutLabelsLooksForChanges) {
  // A noisy level with one figure above the limit, then a higher level.
  const std::vector<double> steps = {60, 75, 63, 81, 66, 71, 60, 75, 63, 78,
                                     66, 71, 79, 80, 92, 85, 96, 84, 93, 88};
  Record(Months("bypass", 2023, 1, steps));
  ASSERT_TRUE(Create(High()).ok());
  v1::BacktestThresholdRequest request;
  request.set_name(Name("thresholds", "high"));
  const v1::Backtest backtest = Backtest(request);
  EXPECT_EQ(backtest.judged_by(), "DETECTED_CHANGES");
  ASSERT_EQ(backtest.problem_count(), 1);
  EXPECT_EQ(TimeWords(MicrosOf(backtest.problems(0).window().start_time())),
            "2024-01-01");
  EXPECT_EQ(backtest.problems(0).delay(), 2);
  EXPECT_EQ(backtest.false_count(), 1);
  EXPECT_EQ(backtest.average_run_length(), 12);
  EXPECT_EQ(backtest.findings(0).rule(), "NO_LABELS");
}

}  // namespace
}  // namespace csi::reporting
