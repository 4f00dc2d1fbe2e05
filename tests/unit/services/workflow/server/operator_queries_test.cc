// Stuck runs and forecasts.
#include "gtest/gtest.h"
#include "services/workflow/server/queries.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

TEST(OperatorQueries, StuckRunsAreCountedExactlyAndExplained) {
  Office office;
  for (const char* n : {"1", "2", "3"}) {
    office.Accept(std::string("o") + n);
    ASSERT_TRUE(
        office.Start("sven", std::string("r") + n, std::string("o") + n).ok());
  }
  ASSERT_TRUE(office.Hold("carl", "r3").ok());
  v1::ListStuckRunsRequest request;
  request.set_parent("tenants/acme");
  request.set_page_size(1);
  v1::ListStuckRunsResponse none;
  ASSERT_TRUE(
      ListStuckRuns(office.runner.Query("workflow"), request, &none).ok());
  EXPECT_EQ(none.total_size(), 0u);
  office.runner.AdvanceTo(office.runner.now() + absl::Hours(24 * 15));
  v1::ListStuckRunsResponse stuck;
  ASSERT_TRUE(
      ListStuckRuns(office.runner.Query("workflow"), request, &stuck).ok());
  EXPECT_EQ(stuck.total_size(), 2u);  // a held one has no clock
  ASSERT_EQ(stuck.stuck_runs_size(), 1);
  const v1::StuckRun& first = stuck.stuck_runs(0);
  EXPECT_EQ(first.run(), Name("runs", "r1"));
  EXPECT_EQ(first.causes(0), "OVERDUE");
  EXPECT_NE(first.what().find("Still missing: vision"), std::string::npos);
  EXPECT_GT(first.who_size(), 0);
  EXPECT_GT(first.since_time().seconds(), 0);
  request.set_page_token(stuck.next_page_token());
  v1::ListStuckRunsResponse next;
  ASSERT_TRUE(
      ListStuckRuns(office.runner.Query("workflow"), request, &next).ok());
  EXPECT_EQ(next.stuck_runs(0).run(), Name("runs", "r2"));
  EXPECT_EQ(next.next_page_token(), "");
}

v1::RunForecast Forecast(Office& office, std::string_view run) {
  v1::ForecastRunRequest request;
  request.set_name(Name("runs", run));
  v1::RunForecast forecast;
  EXPECT_TRUE(
      ForecastRun(office.runner.Query("workflow"), request, &forecast).ok());
  return forecast;
}

TEST(OperatorQueries, AForecastSaysWhenThereIsTooLittleEvidence) {
  Office office;
  office.Accept("o");
  ASSERT_TRUE(office.Start("sven", "r", "o").ok());
  const v1::RunForecast forecast = Forecast(office, "r");
  EXPECT_FALSE(forecast.evidence_suffices());
  EXPECT_FALSE(forecast.has_likely_end_time());
  EXPECT_NE(forecast.basis().find("Too little evidence"), std::string::npos);
  EXPECT_EQ(forecast.percent_complete(), 0u);
}

TEST(OperatorQueries, AForecastRestsOnWhatStepsTook) {
  Office office;
  // Six runs whose steps take 1, 2, ... 7 days each.
  for (int i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    office.Accept("o" + n);
    office.Frozen("o" + n);
    ASSERT_TRUE(office.Start("sven", "r" + n, "o" + n).ok());
    for (uint32_t step = 1; step <= 6; ++step) {
      office.runner.AdvanceTo(office.runner.now() + absl::Hours(24 * step));
      office.Through("r" + n, step);
    }
    office.runner.AdvanceTo(office.runner.now() + absl::Hours(24 * 7));
    office.Verdict("o" + n, reporting::v1::VERDICT_VALUE_IMPROVED);
    ASSERT_EQ(office.Get("r" + n).state(), v1::Run::STATE_COMPLETED);
    EXPECT_EQ(Forecast(office, "r" + n).percent_complete(), 100u);
  }
  office.Accept("o");
  ASSERT_TRUE(office.Start("sven", "r", "o").ok());
  office.Through("r", 3);
  const v1::RunForecast forecast = Forecast(office, "r");
  EXPECT_TRUE(forecast.evidence_suffices()) << forecast.basis();
  EXPECT_EQ(forecast.steps(4).samples(), 6u);
  EXPECT_NEAR(forecast.steps(4).median_days(), 5, 1e-6);
  EXPECT_EQ(forecast.percent_complete(), 21u);  // 6 of 28 days
  EXPECT_NEAR(static_cast<double>(forecast.likely_end_time().seconds() -
                                  absl::ToUnixSeconds(office.runner.now())),
              22.0 * 86400, 2);
}

}  // namespace
}  // namespace csi::workflow
