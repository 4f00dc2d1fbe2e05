#include "services/reporting/domain/agreements/terms.h"

#include "common/status/status.h"
#include "gtest/gtest.h"
#include "services/reporting/domain/agreements/agreement_words.h"

namespace csi::reporting {
namespace {

v1::Agreement WithTarget(double percent) {
  v1::Agreement agreement;
  agreement.set_availability_target(percent);
  return agreement;
}

TEST(AgreementTerms, TakeTargetsOfFourDecimals) {
  EXPECT_EQ(TargetPpm(v1::Agreement()), std::nullopt);
  for (const auto& [percent, ppm] :
       std::vector<std::pair<double, int64_t>>{{99.5, 995000},
                                               {99.95, 999500},
                                               {99.9999, 999999},
                                               {0, 0},
                                               {100, 1000000},
                                               {33.3333, 333333}}) {
    EXPECT_TRUE(CheckAvailabilityTarget(WithTarget(percent)).ok()) << percent;
    EXPECT_EQ(TargetPpm(WithTarget(percent)), ppm);
  }
  for (const double wrong : {99.99999, -0.1, 100.0001, 0.00001}) {
    EXPECT_EQ(ReasonOf(CheckAvailabilityTarget(WithTarget(wrong))),
              common::v1::ERROR_REASON_FIELD_INVALID)
        << wrong;
  }
}

TEST(AgreementTerms, WeeklyMaintenanceIsTakenFromTheHours) {
  v1::Agreement agreement;
  v1::DayHours& weekly = *agreement.add_weekly_maintenance();
  weekly.set_day_of_week(7);
  weekly.set_end_minute(60);
  const ServiceHours hours = HoursOf(agreement).value();
  const CalendarMonth month{2026, 3};  // five Sundays
  EXPECT_EQ(AgreedTime(agreement, hours, month.SpanIn(hours.zone())).TotalUs(),
            int64_t{744 - 5} * 3600 * 1000 * 1000);
}

TEST(AgreementWords, NeverRoundAMissedTargetUp) {
  EXPECT_EQ(PercentWords(99.4999), "99.499");
  EXPECT_EQ(PercentWords(99.95), "99.950");
  EXPECT_EQ(PercentWords(100), "100.000");
}

TEST(AgreementWords, TellDurations) {
  constexpr int64_t kSecond = 1000 * 1000;
  EXPECT_EQ(DurationWords(0), "0 s");
  EXPECT_EQ(DurationWords(59 * kSecond), "59 s");
  EXPECT_EQ(DurationWords(725 * kSecond), "12 min 5 s");
  EXPECT_EQ(DurationWords(5400 * kSecond), "1 h 30 min");
  EXPECT_EQ(DurationWords(220 * 3600 * kSecond), "220 h");
  EXPECT_EQ(DurationWords(-1440 * kSecond), "-24 min");
}

}  // namespace
}  // namespace csi::reporting
