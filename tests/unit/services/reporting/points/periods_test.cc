#include "services/reporting/points/periods.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

int64_t Day(int year, int month, int day) {
  return absl::ToUnixMicros(
      absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone()));
}

TEST(Periods, WeeksStartOnMonday) {
  EXPECT_TRUE(IsPeriodStart(v1::FREQUENCY_WEEK, Day(2016, 3, 28)));
  EXPECT_FALSE(IsPeriodStart(v1::FREQUENCY_WEEK, Day(2016, 3, 27)));
  EXPECT_EQ(PeriodStart(v1::FREQUENCY_WEEK, Day(2016, 4, 3)), Day(2016, 3, 28));
  EXPECT_EQ(PeriodEnd(v1::FREQUENCY_WEEK, Day(2016, 3, 28)), Day(2016, 4, 4));
}

TEST(Periods, MonthsQuartersAndYearsFollowTheCalendar) {
  EXPECT_EQ(PeriodEnd(v1::FREQUENCY_MONTH, Day(2024, 2, 1)), Day(2024, 3, 1));
  EXPECT_EQ(PeriodStart(v1::FREQUENCY_QUARTER, Day(2024, 6, 30)),
            Day(2024, 4, 1));
  EXPECT_EQ(PeriodEnd(v1::FREQUENCY_YEAR, Day(2024, 7, 9)), Day(2025, 1, 1));
  EXPECT_EQ(ShiftPeriods(v1::FREQUENCY_MONTH, Day(2024, 1, 1), -1),
            Day(2023, 12, 1));
  EXPECT_EQ(
      PeriodsBetween(v1::FREQUENCY_MONTH, Day(2024, 1, 1), Day(2025, 3, 1)),
      14);
}

TEST(Periods, TimesBefore1970AreFloored) {
  EXPECT_EQ(PeriodStart(v1::FREQUENCY_DAY, -1), Day(1969, 12, 31));
  EXPECT_EQ(PeriodStart(v1::FREQUENCY_WEEK, Day(1969, 12, 28)),
            Day(1969, 12, 22));
  EXPECT_EQ(MicrosOf(TimestampOf(int64_t{-1})), -1);
}

TEST(Periods, WordsNameTheDayOrTheInstant) {
  EXPECT_EQ(TimeWords(Day(2016, 3, 28)), "2016-03-28");
  EXPECT_EQ(TimeWords(Day(2016, 3, 28) + 3600000000),
            "2016-03-28 01:00:00 UTC");
}

}  // namespace
}  // namespace csi::reporting
