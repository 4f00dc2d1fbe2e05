// Alerts of thresholds: when they open, close, change, and are dismissed.
#include "tests/unit/services/reporting/domain/threshold_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_WRONG_STATE;

class ThresholdAlerts : public ThresholdWorld {
 protected:
  template <class Request>
  absl::StatusOr<v1::Alert> Judge(std::string_view method,
                                  std::string_view alert,
                                  std::string reason = "a known peak",
                                  std::string who = "bob") {
    Request request;
    request.set_name(std::string(alert));
    request.set_reason(std::move(reason));
    return As<v1::Alert>(who, method, request);
  }
};

TEST_F(ThresholdAlerts, HoldAnAlertOpenUntilItIsCalm) {
  v1::CreateThresholdRequest request = High();
  request.mutable_threshold()->set_enter_count(2);
  request.mutable_threshold()->set_enter_periods(3);
  request.mutable_threshold()->set_leave_count(2);
  RecordYear();
  Watch(request);
  Record(Months("bypass", 2025, 1, {85, 60, 84, 75, 69, 71, 65}));
  EXPECT_EQ(AlertText(), "2025-03-01.. OPEN\n");
  Record(Months("bypass", 2025, 8, {70}));
  EXPECT_EQ(AlertText(), "2025-03-01..2025-08-01 CLOSED\n");
  // The breaches of the last episode do not count again.
  Record(Months("bypass", 2025, 9, {82}));
  EXPECT_EQ(Alerts().size(), 1u);
  EXPECT_EQ(Alerts()[0].sentence(),
            "Releases that bypass the process: 84 in the period of 2025-03-01 "
            "is above the limit of 80 (threshold high, version 1).");
}

TEST_F(ThresholdAlerts, SayWhatCorrectionsAndLateFiguresChange) {
  RecordYear();
  Watch(High());
  Record(Months("bypass", 2025, 1, {60, 85}));
  Record(Months("bypass", 2025, 4, {60}));
  EXPECT_EQ(AlertText(), "2025-02-01..2025-04-01 CLOSED\n");
  EXPECT_FALSE(Alerts()[0].reevaluated());
  const auto late = As<v1::RecordPointsResponse>(
      "dave", "RecordPoints", Months("bypass", 2025, 3, {65}));
  ASSERT_EQ(late->changed_alerts_size(), 1);
  EXPECT_EQ(late->changed_alerts(0), Alerts()[0].name());
  EXPECT_EQ(AlertText(), "2025-02-01..2025-03-01 CLOSED\n");
  EXPECT_TRUE(Alerts()[0].reevaluated());
  const auto fixed = As<v1::CorrectPointsResponse>("dave", "CorrectPoints",
                                                   Correction(2025, 2, 58));
  EXPECT_EQ(fixed->changed_alerts_size(), 1);
  EXPECT_EQ(AlertText(), "2025-02-01..2025-03-01 WITHDRAWN\n");
  ASSERT_TRUE(As<v1::CorrectPointsResponse>("dave", "CorrectPoints",
                                            Correction(2025, 1, 95))
                  .ok());
  EXPECT_EQ(AlertText(),
            "2025-01-01..2025-02-01 CLOSED\n"
            "2025-02-01..2025-03-01 WITHDRAWN\n");
  EXPECT_TRUE(Alerts()[0].reevaluated());
  EXPECT_EQ(runner.CountEvents("reporting", "AlertWithdrawn"), 1);
  EXPECT_EQ(runner.CountEvents("reporting", "AlertReevaluated"), 1);
}

TEST_F(ThresholdAlerts, RaiseTheNewestFewOfManyEpisodesAtOnce) {
  RecordYear();
  Watch(High());
  std::vector<double> zigzag;
  for (int i = 0; i < 8; ++i) {
    zigzag.push_back(90);
    zigzag.push_back(60);
  }
  runner.AdvanceTo(
      absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone()));
  Record(Months("bypass", 2025, 1, zigzag));
  ASSERT_EQ(Alerts().size(), 5u);
  EXPECT_EQ(TimeWords(MicrosOf(Alerts()[0].open_period_time())), "2025-07-01");
  EXPECT_EQ(runner.CountEvents("reporting", "ThresholdWatchMoved"), 1);
  // What was passed over is not judged again.
  ASSERT_TRUE(As<v1::CorrectPointsResponse>("dave", "CorrectPoints",
                                            Correction(2025, 2, 99))
                  .ok());
  EXPECT_EQ(Alerts().size(), 5u);
}

TEST_F(ThresholdAlerts, AlertsAreDismissedWithAReasonAndRestored) {
  RecordYear();
  Watch(High());
  Record(Months("bypass", 2025, 1, {85}));
  const std::string name = Alerts()[0].name();
  EXPECT_EQ(Reason(Judge<v1::DismissAlertRequest>("DismissAlert", name, "")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Judge<v1::DismissAlertRequest>("DismissAlert", name, "so",
                                                  "gina")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Judge<v1::RestoreAlertRequest>("RestoreAlert", name)),
            ERROR_REASON_WRONG_STATE);
  const auto dismissed = Judge<v1::DismissAlertRequest>("DismissAlert", name);
  ASSERT_TRUE(dismissed.ok()) << dismissed.status();
  EXPECT_EQ(dismissed->state(), v1::ALERT_STATE_DISMISSED);
  EXPECT_EQ(dismissed->dismissed_by().person(), Name("people", "bob"));
  EXPECT_EQ(Reason(Judge<v1::DismissAlertRequest>("DismissAlert", name)),
            ERROR_REASON_WRONG_STATE);
  // Its episode goes on: no second alert, and it still closes.
  Record(Months("bypass", 2025, 2, {88, 60}));
  EXPECT_EQ(AlertText(), "2025-01-01..2025-03-01 DISMISSED\n");
  const auto restored = Judge<v1::RestoreAlertRequest>("RestoreAlert", name);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->state(), v1::ALERT_STATE_CLOSED);
  EXPECT_EQ(runner.CountEvents("reporting", "AlertDismissed"), 1);
  EXPECT_EQ(runner.CountEvents("reporting", "AlertRestored"), 1);
}

TEST_F(ThresholdAlerts, AreNotJudgedAgainFurtherBackThanAThousandFigures) {
  v1::CreateIndicatorRequest daily = Bypass("daily");
  daily.mutable_indicator()->set_frequency(v1::FREQUENCY_DAY);
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", daily).ok());
  v1::RecordPointsRequest points;
  points.set_name(Name("indicators", "daily"));
  const auto add = [&](int day, double value) {
    v1::Point& point = *points.add_points();
    *point.mutable_period_start_time() =
        TimestampOf(MicrosOf(Day(2020, 1, 1)) + day * int64_t{86'400'000'000});
    point.set_numerator(value);
    point.set_denominator(100);
  };
  add(0, 60);
  Record(points);
  v1::CreateThresholdRequest request = High();
  request.mutable_threshold()->set_indicator(Name("indicators", "daily"));
  Watch(request);
  points.clear_points();
  for (int day = 1; day <= 1002; ++day) add(day, 60);
  Record(points);
  v1::CorrectPointsRequest correction;
  correction.set_name(points.name());
  correction.set_reason("counted twice");
  points.clear_points();
  for (int day : {1, 2, 3}) add(day, 90);
  *correction.mutable_points() = points.points();
  const auto corrected =
      As<v1::CorrectPointsResponse>("dave", "CorrectPoints", correction);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(corrected->unjudged_count(), 2);
  EXPECT_EQ(AlertText(), "2020-01-04..2020-01-05 CLOSED\n");
}

}  // namespace
}  // namespace csi::reporting
