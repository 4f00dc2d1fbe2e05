#include "tools/csictl/incident_log/completeness.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::incident_log {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Day DayNamed(std::string_view text) {
  return DayOf(*ParseLogTime(std::string(text) + " 00:00"));
}

// Weeks from Monday 2016-02-29 on, each with 100 opened on a working day and
// 10 on a weekend day; the closed are spread alike.
DailyFlow FlowOfWeeks(int weeks) {
  DailyFlow flow;
  flow.first = DayNamed("2016-02-29");
  for (int day = 0; day < 7 * weeks; ++day) {
    flow.opened.push_back(day % 7 < 5 ? 100 : 10);
    flow.closed.push_back(flow.opened.back());
  }
  return flow;
}

TEST(Completeness, TakesAnEvenLogAsCompleteThroughout) {
  const DailyFlow flow = FlowOfWeeks(8);
  const Completeness completeness = Completeness::From(flow);
  EXPECT_EQ(completeness.begin(), flow.first);
  EXPECT_EQ(completeness.end(), flow.end());
  for (Day day = flow.first; day < flow.end(); ++day) {
    EXPECT_FALSE(completeness.Incomplete(Frequency::kDay, day));
  }
  EXPECT_FALSE(completeness.Incomplete(Frequency::kWeek, flow.first));
  EXPECT_THAT(completeness.bulk_close_weeks(), IsEmpty());
  EXPECT_THAT(completeness.few_closed_weeks(), IsEmpty());
}

TEST(Completeness, LeavesOutALongTailOfSurvivors) {
  DailyFlow flow = FlowOfWeeks(10);
  const Day tail = flow.end();
  // A year of one or two incidents a week would pull a plain median down.
  for (int day = 0; day < 364; ++day) {
    flow.opened.push_back(day % 5 == 0 ? 1 : 0);
    flow.closed.push_back(1);
  }
  const Completeness completeness = Completeness::From(flow);
  EXPECT_EQ(completeness.end(), tail);
  EXPECT_TRUE(completeness.Incomplete(Frequency::kWeek, tail));
  EXPECT_TRUE(completeness.Incomplete(Frequency::kDay, tail + 5));
  EXPECT_FALSE(completeness.Incomplete(Frequency::kWeek, tail - 7));
}

TEST(Completeness, EndsWithTheLastDayOfUsualIntake) {
  DailyFlow flow = FlowOfWeeks(6);
  for (const int64_t opened : {90, 80, 0, 1, 0, 0, 0}) {
    flow.opened.push_back(opened);
    flow.closed.push_back(50);
  }
  const Completeness completeness = Completeness::From(flow);
  EXPECT_EQ(DayText(completeness.end()), "2016-04-13");
  EXPECT_FALSE(completeness.Incomplete(Frequency::kDay, flow.end() - 6));
  EXPECT_TRUE(completeness.Incomplete(Frequency::kDay, flow.end() - 5));
  EXPECT_TRUE(completeness.Incomplete(Frequency::kWeek, flow.end() - 7));
}

TEST(Completeness, BeginsWithTheFirstDayOfUsualIntake) {
  DailyFlow flow = FlowOfWeeks(6);
  // The log begins on the Friday before.
  flow.first -= 3;
  flow.opened.insert(flow.opened.begin(), {100, 10, 10});
  flow.closed.insert(flow.closed.begin(), {0, 0, 0});
  const Completeness completeness = Completeness::From(flow);
  EXPECT_EQ(completeness.begin(), flow.first);
  EXPECT_FALSE(completeness.Incomplete(Frequency::kDay, flow.first));
  EXPECT_TRUE(completeness.Incomplete(Frequency::kWeek, flow.first - 4));
}

TEST(Completeness, MarksPeriodsWithLessThanHalfTheUsualIntake) {
  DailyFlow flow = FlowOfWeeks(8);
  // 520 is usual; 259 in the fourth week.
  for (size_t day = 21; day < 28; ++day) flow.opened[day] = 37;
  flow.opened[30] = 49;  // a Wednesday, just below half
  flow.opened[31] = 50;  // a Thursday, half
  const Completeness completeness = Completeness::From(flow);
  // A short week in the middle takes nothing from those around it.
  EXPECT_EQ(completeness.begin(), flow.first);
  EXPECT_FALSE(completeness.Incomplete(Frequency::kWeek, flow.first + 14));
  EXPECT_TRUE(completeness.Incomplete(Frequency::kWeek, flow.first + 21));
  EXPECT_TRUE(completeness.Incomplete(Frequency::kDay, flow.first + 30));
  EXPECT_FALSE(completeness.Incomplete(Frequency::kDay, flow.first + 31));
}

TEST(Completeness, MarksMonthsThatAreNotWhole) {
  const Completeness completeness = Completeness::From(FlowOfWeeks(10));
  EXPECT_TRUE(
      completeness.Incomplete(Frequency::kMonth, DayNamed("2016-02-01")));
  EXPECT_FALSE(
      completeness.Incomplete(Frequency::kMonth, DayNamed("2016-03-01")));
  EXPECT_FALSE(
      completeness.Incomplete(Frequency::kMonth, DayNamed("2016-04-01")));
  EXPECT_TRUE(
      completeness.Incomplete(Frequency::kMonth, DayNamed("2016-05-01")));
}

TEST(Completeness, FindsABulkCloseAndWeeksOfFewClosings) {
  DailyFlow flow = FlowOfWeeks(8);
  for (size_t day = 0; day < 7; ++day) flow.closed[day] = 30;
  flow.closed[14 + 3] = 1000;
  const Completeness completeness = Completeness::From(flow);
  EXPECT_THAT(completeness.bulk_close_weeks(), ElementsAre(flow.first + 14));
  EXPECT_THAT(completeness.few_closed_weeks(), ElementsAre(flow.first));
  EXPECT_TRUE(completeness.OverlapsBulkClose(Frequency::kDay, flow.first + 14));
  EXPECT_FALSE(
      completeness.OverlapsBulkClose(Frequency::kDay, flow.first + 21));
  EXPECT_TRUE(completeness.OverlapsBulkClose(Frequency::kMonth,
                                             DayNamed("2016-03-01")));
  EXPECT_FALSE(completeness.OverlapsBulkClose(Frequency::kMonth,
                                              DayNamed("2016-04-01")));
  EXPECT_TRUE(completeness.OverlapsFewClosed(Frequency::kWeek, flow.first));
}

TEST(Completeness, TakesManyClosingsForUsualWhenAsManyCameIn) {
  DailyFlow flow = FlowOfWeeks(8);
  for (size_t day = 14; day < 21; ++day) {
    flow.closed[day] *= 3;
    flow.opened[day] *= 3;
  }
  EXPECT_THAT(Completeness::From(flow).bulk_close_weeks(), IsEmpty());
}

TEST(Completeness, JudgesNoWeekAmongFewerThanFour) {
  DailyFlow flow = FlowOfWeeks(3);
  flow.closed[0] = 10000;
  EXPECT_THAT(Completeness::From(flow).bulk_close_weeks(), IsEmpty());
}

TEST(Completeness, FindsNothingCompleteInAnEmptyFlow) {
  const Completeness completeness = Completeness::From(DailyFlow());
  EXPECT_EQ(completeness.begin(), completeness.end());
  EXPECT_TRUE(completeness.Incomplete(Frequency::kDay, 0));
}

}  // namespace
}  // namespace csi::incident_log
