// A log of five incidents whose figures were computed by hand.
#include "tools/csictl/incident_log/kpi_builder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"

namespace csi::incident_log {
namespace {

using ::testing::ElementsAre;

// Week of Monday 2016-02-29 and the one after:
//   A  p1  opened Mon 08:00, resolved 10:00 ( 2 h), closed Tue 1/3, met
//   B  p3  opened Mon 09:00, resolved Tue 09:00 (24 h), closed Tue 1/3,
//          missed, 3 reassignments, reopened once
//   C  p3  opened Tue 1/3 00:00, resolved 00:30 (0.5 h), closed Tue 8/3, met
//   D  p3  opened Wed 2/3, no resolved_at, closed Tue 8/3, SLA unknown
//   E  p1  opened Mon 7/3, still open
std::string FiveIncidents() {
  RowText a;
  a.number = "A";
  a.priority = "1 - Critical";
  RowText b;
  b.number = "B";
  b.opened = "29/2/2016 09:00";
  b.resolved = "1/3/2016 09:00";
  b.made_sla = "false";
  b.reassignments = "3";
  b.reopenings = "1";
  RowText c;
  c.number = "C";
  c.opened = "1/3/2016 00:00";
  c.resolved = "1/3/2016 00:30";
  c.closed = "8/3/2016 10:00";
  c.reassignments = "1";
  RowText d = c;
  d.number = "D";
  d.opened = "2/3/2016 00:00";
  d.resolved = "?";
  d.made_sla = "?";
  RowText e;
  e.number = "E";
  e.priority = "1 - Critical";
  e.opened = "7/3/2016 10:00";
  e.resolved = "?";
  e.closed = "?";
  e.updated = "13/3/2016 10:00";
  return std::string(kHeader) + a.Text() + b.Text() + c.Text() + d.Text() +
         e.Text();
}

IncidentLog ReadFive() {
  absl::StatusOr<IncidentLog> log = ReadText(FiveIncidents());
  EXPECT_TRUE(log.ok()) << log.status();
  return *std::move(log);
}

void ExpectPoint(const IncidentLog& log, std::string_view id,
                 std::string_view day, double value, int64_t count,
                 std::optional<int64_t> numerator) {
  const Point* const point = FindPoint(log, id, day);
  ASSERT_NE(point, nullptr) << id << " " << day;
  EXPECT_DOUBLE_EQ(point->value, value) << id << " " << day;
  EXPECT_EQ(point->count, count) << id << " " << day;
  EXPECT_EQ(point->numerator, numerator) << id << " " << day;
}

TEST(KpiBuilder, ComputesMadeSlaOfTheClosedWhoseSlaIsKnown) {
  const IncidentLog log = ReadFive();
  ExpectPoint(log, "made-sla-pct.week.all", "2016-02-29", 50.0, 2, 1);
  ExpectPoint(log, "made-sla-pct.week.all", "2016-03-07", 100.0, 1, 1);
  ExpectPoint(log, "made-sla-pct.week.p1", "2016-02-29", 100.0, 1, 1);
  ExpectPoint(log, "made-sla-pct.week.p3", "2016-02-29", 0.0, 1, 0);
  ExpectPoint(log, "made-sla-pct.day.all", "2016-03-01", 50.0, 2, 1);
  ExpectPoint(log, "made-sla-pct.month.all", "2016-03-01", 100.0 * 2 / 3, 3, 2);
  EXPECT_EQ(FindPoint(log, "made-sla-pct.day.all", "2016-03-02"), nullptr);
}

TEST(KpiBuilder, ComputesTheTimeToResolveOfThoseWithResolvedAt) {
  const IncidentLog log = ReadFive();
  ExpectPoint(log, "ttr-hours-mean.week.all", "2016-02-29", 13.0, 2, {});
  ExpectPoint(log, "ttr-hours-median.week.all", "2016-02-29", 13.0, 2, {});
  ExpectPoint(log, "ttr-hours-mean.week.all", "2016-03-07", 0.5, 1, {});
  ExpectPoint(log, "ttr-hours-mean.month.all", "2016-03-01", 26.5 / 3, 3, {});
  ExpectPoint(log, "ttr-hours-median.month.all", "2016-03-01", 2.0, 3, {});
}

TEST(KpiBuilder, ComputesReopeningsAndReassignmentsOfTheClosed) {
  const IncidentLog log = ReadFive();
  ExpectPoint(log, "reopen-pct.week.all", "2016-02-29", 50.0, 2, 1);
  ExpectPoint(log, "reopen-pct.week.all", "2016-03-07", 0.0, 2, 0);
  ExpectPoint(log, "reassignments-mean.week.all", "2016-02-29", 1.5, 2, 3);
  ExpectPoint(log, "reassignments-mean.month.all", "2016-03-01", 1.25, 4, 5);
}

TEST(KpiBuilder, CountsOpenedByOpeningAndClosedByClosing) {
  const IncidentLog log = ReadFive();
  ExpectPoint(log, "opened.week.all", "2016-02-29", 4, 4, {});
  ExpectPoint(log, "opened.week.all", "2016-03-07", 1, 1, {});
  ExpectPoint(log, "closed.week.all", "2016-02-29", 2, 2, {});
  ExpectPoint(log, "closed.day.all", "2016-03-08", 2, 2, {});
  ExpectPoint(log, "opened.day.all", "2016-03-03", 0, 0, {});
  ExpectPoint(log, "opened.month.all", "2016-02-01", 2, 2, {});
}

TEST(KpiBuilder, CarriesTheBacklogToTheEndOfEachPeriod) {
  const IncidentLog log = ReadFive();
  ExpectPoint(log, "backlog.day.all", "2016-02-29", 2, 2, {});
  ExpectPoint(log, "backlog.day.all", "2016-03-01", 1, 1, {});
  ExpectPoint(log, "backlog.day.all", "2016-03-02", 2, 2, {});
  ExpectPoint(log, "backlog.day.all", "2016-03-05", 2, 2, {});
  ExpectPoint(log, "backlog.week.all", "2016-02-29", 2, 2, {});
  ExpectPoint(log, "backlog.week.all", "2016-03-07", 1, 1, {});
  ExpectPoint(log, "backlog.week.p1", "2016-03-07", 1, 1, {});
  ExpectPoint(log, "backlog.week.p3", "2016-03-07", 0, 0, {});
  EXPECT_EQ(FindSeries(log, "backlog.day.all")->points.size(), 14u);
}

TEST(KpiBuilder, NamesSeriesWithUnitDirectionAndPriority) {
  const IncidentLog log = ReadFive();
  // Eight KPIs, three frequencies, all and two priorities.
  EXPECT_EQ(log.series.size(), 72u);
  const Series* const series = FindSeries(log, "ttr-hours-median.month.p1");
  ASSERT_NE(series, nullptr);
  EXPECT_EQ(series->unit, "h");
  EXPECT_EQ(series->direction, Direction::kLower);
  EXPECT_EQ(series->frequency, Frequency::kMonth);
  EXPECT_EQ(series->priority, "p1");
  EXPECT_EQ(series->priority_label, "1 - Critical");
  EXPECT_EQ(FindSeries(log, "made-sla-pct.day.all")->direction,
            Direction::kHigher);
  EXPECT_EQ(FindSeries(log, "opened.day.all")->direction, Direction::kNone);
}

TEST(KpiBuilder, MakesIdsOfPriorities) {
  EXPECT_THAT(
      PriorityIds(
          {"2 - High", "1 - Critical", "High!", "high", "all", "--", "10"}),
      ElementsAre("p2", "p1", "high", "high-2", "other", "other-2", "p10"));
}

TEST(KpiBuilder, RefusesALogOfCenturies) {
  RowText early;
  early.number = "OLD";
  early.opened = "29/2/1992 08:00";
  const absl::StatusOr<IncidentLog> log =
      ReadText(std::string(kHeader) + RowText().Text() + early.Text());
  EXPECT_EQ(log.status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(std::string(log.status().message()),
              ::testing::HasSubstr("1992-02-29 to 2016-03-01"));
}

}  // namespace
}  // namespace csi::incident_log
