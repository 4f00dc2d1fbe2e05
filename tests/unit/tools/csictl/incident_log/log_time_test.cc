#include "tools/csictl/incident_log/log_time.h"

#include "gtest/gtest.h"

namespace csi::incident_log {
namespace {

std::string RoundTrip(std::string_view text) {
  const std::optional<Minutes> minutes = ParseLogTime(text);
  if (!minutes.has_value()) return "none";
  return DayText(DayOf(*minutes)) + " " + std::to_string(*minutes % (24 * 60));
}

TEST(LogTime, ReadsDayMonthYear) {
  EXPECT_EQ(RoundTrip("29/2/2016 01:16"), "2016-02-29 76");
  EXPECT_EQ(RoundTrip("5/3/2016 9:05"), "2016-03-05 545");
  EXPECT_EQ(RoundTrip("05/03/2016 23:59"), "2016-03-05 1439");
  EXPECT_EQ(ParseLogTime("1/1/1990 00:00"), 20 * 365 * 1440 + 5 * 1440);
}

TEST(LogTime, ReadsIsoTimesAndDropsSeconds) {
  EXPECT_EQ(RoundTrip("2016-02-29 01:16:59"), "2016-02-29 76");
  EXPECT_EQ(RoundTrip("2016-02-29T01:16"), "2016-02-29 76");
  EXPECT_EQ(RoundTrip("29/2/2016 01:16:00"), "2016-02-29 76");
}

TEST(LogTime, RefusesWhatIsNoTime) {
  for (const std::string_view text : {"",
                                      "?",
                                      "NaN",
                                      "29/2/2016",
                                      "29/2/2016 ",
                                      "31/2/2016 01:00",
                                      "29/2/2015 01:00",
                                      "2/29/2016 01:00",
                                      "0/1/2016 01:00",
                                      "1/0/2016 01:00",
                                      "1/1/16 01:00",
                                      "1/1/1989 01:00",
                                      "1/1/2100 01:00",
                                      "1/1/2016 24:00",
                                      "1/1/2016 01:60",
                                      "1/1/2016 1:5",
                                      "1/1/2016 01:00x",
                                      "1/1/2016 01:00:60",
                                      "1/1/2016 01:00:",
                                      "2016-13-01 01:00",
                                      "-1/1/2016 01:00",
                                      "1.1.2016 01:00",
                                      "1/1/20160 01:00",
                                      "1/1/2016 01:00 PM"}) {
    EXPECT_EQ(ParseLogTime(text), std::nullopt) << text;
  }
}

TEST(LogTime, BeginsWeeksOnMondayAndMonthsOnTheFirst) {
  const Day sunday = DayOf(*ParseLogTime("6/3/2016 00:00"));
  EXPECT_EQ(WeekdayOf(sunday), 6);
  EXPECT_EQ(DayText(PeriodStart(Frequency::kWeek, sunday)), "2016-02-29");
  EXPECT_EQ(PeriodStart(Frequency::kWeek, sunday + 1), sunday + 1);
  EXPECT_EQ(DayText(PeriodEnd(Frequency::kWeek, sunday - 6)), "2016-03-07");
  EXPECT_EQ(DayText(PeriodStart(Frequency::kMonth, sunday)), "2016-03-01");
  EXPECT_EQ(DayText(PeriodEnd(Frequency::kMonth,
                              PeriodStart(Frequency::kMonth, sunday))),
            "2016-04-01");
  EXPECT_EQ(PeriodEnd(Frequency::kDay, sunday), sunday + 1);
}

TEST(LogTime, CutsEveryDayOfACenturyIntoPeriodsThatHoldIt) {
  const Day first = DayOf(*ParseLogTime("1/1/1990 00:00"));
  const Day last = DayOf(*ParseLogTime("31/12/2099 00:00"));
  for (Day day = first; day <= last; ++day) {
    for (const Frequency frequency : kFrequencies) {
      const Day start = PeriodStart(frequency, day);
      ASSERT_LE(start, day);
      ASSERT_LT(day, PeriodEnd(frequency, start));
      ASSERT_EQ(PeriodStart(frequency, PeriodEnd(frequency, start)),
                PeriodEnd(frequency, start));
    }
  }
}

}  // namespace
}  // namespace csi::incident_log
