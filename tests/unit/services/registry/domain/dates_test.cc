#include "services/registry/domain/dates.h"

#include "gtest/gtest.h"

namespace csi::registry {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(Dates, OnlyDaysOfTheCalendarAreDays) {
  EXPECT_TRUE(IsDay(Date(2024, 2, 29)));
  EXPECT_FALSE(IsDay(Date(2026, 2, 29)));
  EXPECT_FALSE(IsDay(Date(2026, 0, 1)));
  EXPECT_FALSE(IsDay(Date(2026, 13, 1)));
  EXPECT_FALSE(IsDay(Date(2026, 4, 31)));
  EXPECT_FALSE(IsDay(Date(1899, 12, 31)));
  EXPECT_FALSE(IsDay(Date(10000, 1, 1)));
}

TEST(Dates, ADayBeginsAtMidnightUtc) {
  EXPECT_EQ(absl::ToUnixSeconds(StartOf(Date(2026, 1, 1))), 1767225600);
  EXPECT_EQ(DayText(DayOf(absl::FromUnixSeconds(1767225599))), "2025-12-31");
  EXPECT_EQ(DayText(DayOf(absl::FromUnixSeconds(1767225600))), "2026-01-01");
}

TEST(Dates, TimestampsKeepMicrosecondsBeforeAndAfterTheEpoch) {
  for (int64_t micros : {int64_t{0}, int64_t{1}, int64_t{-1},
                         int64_t{1767225600123456}, int64_t{-1500000}}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(FromTimestamp(ToTimestamp(time)), time);
    EXPECT_GE(ToTimestamp(time).nanos(), 0);
  }
}

}  // namespace
}  // namespace csi::registry
