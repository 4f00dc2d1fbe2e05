#include "tools/csictl/incident_log/derived_table.h"

#include "gtest/gtest.h"

namespace csi::incident_log {
namespace {

Series MadeSla(Frequency frequency, std::string priority) {
  Series series;
  series.kpi = Kpi::kMadeSlaPct;
  series.frequency = frequency;
  series.priority = std::move(priority);
  Point point;
  point.period_start = absl::CivilDay(2016, 3, 21);
  point.value = 100.0 * 1068 / 4007;
  point.count = 4007;
  point.numerator = 1068;
  series.points.push_back(point);
  return series;
}

TEST(MadeSlaTable, HoldsDaysAndWeeksOfAllIncidents) {
  std::vector<Series> series = {
      MadeSla(Frequency::kDay, "all"), MadeSla(Frequency::kWeek, "all"),
      MadeSla(Frequency::kWeek, "p1"), MadeSla(Frequency::kMonth, "all")};
  series.push_back(MadeSla(Frequency::kDay, "all"));
  series.back().kpi = Kpi::kReopenPct;
  series[0].points[0].incomplete = true;
  series[0].points[0].few_closed = true;
  series[1].points[0].bulk_close = true;
  EXPECT_EQ(MadeSlaTable(series),
            "frequency,period_start,value,n,made_sla,flags\n"
            "day,2016-03-21,26.653356625904667,4007,1068,"
            "INCOMPLETE+FEW_CLOSED\n"
            "week,2016-03-21,26.653356625904667,4007,1068,BULK_CLOSE\n");
}

}  // namespace
}  // namespace csi::incident_log
