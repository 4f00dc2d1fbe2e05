#include "services/reporting/render/chart_scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

constexpr PlotArea kArea = {
    .left = 100, .top = 50, .right = 900, .bottom = 350};

ChartModel Series(const std::vector<double>& values) {
  ChartModel chart;
  absl::CivilMonth month(2025, 1);
  for (const double value : values) {
    chart.points.push_back(
        {.start = absl::FromCivil(month++, absl::UTCTimeZone()),
         .value = value});
  }
  return chart;
}

void ExpectUsable(const ChartModel& chart) {
  const ValueRange range = RangeOf(chart);
  EXPECT_TRUE(std::isfinite(range.low)) << range.low;
  EXPECT_TRUE(std::isfinite(range.high)) << range.high;
  EXPECT_LT(range.low, range.high);
  const ChartScale scale(chart, range, kArea);
  for (size_t i = 0; i < chart.points.size(); ++i) {
    if (!std::isfinite(chart.points[i].value)) continue;
    EXPECT_GT(scale.X(i), kArea.left);
    EXPECT_LT(scale.X(i), kArea.right);
    EXPECT_GE(scale.Y(chart.points[i].value), kArea.top);
    EXPECT_LE(scale.Y(chart.points[i].value), kArea.bottom);
  }
  const std::vector<ValueTick> ticks = TicksOf(range);
  EXPECT_GE(ticks.size(), 2u);
  EXPECT_LE(ticks.size(), 13u);
  for (const ValueTick& tick : ticks) {
    EXPECT_TRUE(scale.Contains(tick.value)) << tick.label;
  }
}

TEST(RangeOf, CoversPointsLimitsAndTarget) {
  const ChartModel chart = *DemoBypass().chart;
  const ValueRange range = RangeOf(chart);
  EXPECT_LT(range.low, 40) << "target";
  EXPECT_GT(range.high, 87.02) << "upper limit of the baseline";
}

TEST(RangeOf, IsUsableForAnyValues) {
  const double max = std::numeric_limits<double>::max();
  const double tiny = std::numeric_limits<double>::denorm_min();
  ExpectUsable(Series({}));
  ExpectUsable(Series({5}));
  ExpectUsable(Series({0}));
  ExpectUsable(Series({-3}));
  ExpectUsable(Series({7, 7, 7, 7}));
  ExpectUsable(Series({-5, -90, -20}));
  ExpectUsable(Series({max, -max}));
  ExpectUsable(Series({max, max}));
  ExpectUsable(Series({tiny, -tiny, 0}));
  ExpectUsable(Series({1e15, 1e15 + 1}));
  ExpectUsable(Series({1e-9, 3e-9}));
  ExpectUsable(Series({std::nan(""), std::nan("")}));
  ExpectUsable(Series({1, std::nan(""), 2}));
  ExpectUsable(Series({1, std::numeric_limits<double>::infinity()}));
}

TEST(RangeOf, LeavesOutLimitsThatWouldFlattenThePoints) {
  ChartModel chart = Series({50, 51, 49, 50});
  chart.segments.push_back({.label = "All",
                            .first = 0,
                            .last = 3,
                            .centre = 50,
                            .lower = -1e6,
                            .upper = 53});
  const ValueRange range = RangeOf(chart);
  EXPECT_GT(range.low, 40);
  EXPECT_GT(range.high, 53);
  const ChartScale scale(chart, range, kArea);
  EXPECT_FALSE(scale.Contains(-1e6));
  EXPECT_TRUE(scale.Contains(53));
}

TEST(RangeOf, ShowsTheTargetWhereThereAreNoPoints) {
  ChartModel chart;
  chart.target = TargetLine{.value = 95};
  const ValueRange range = RangeOf(chart);
  EXPECT_LT(range.low, 95);
  EXPECT_GT(range.high, 95);
}

TEST(TicksOf, FallOnRoundNumbersWithTheSameDecimals) {
  std::vector<std::string> labels;
  for (const ValueTick& tick : TicksOf({36, 90})) labels.push_back(tick.label);
  EXPECT_EQ(labels,
            (std::vector<std::string>{"40", "50", "60", "70", "80", "90"}));
  labels.clear();
  for (const ValueTick& tick : TicksOf({0.1, 1.0})) {
    labels.push_back(tick.label);
  }
  EXPECT_EQ(labels,
            (std::vector<std::string>{"0.2", "0.4", "0.6", "0.8", "1.0"}));
}

TEST(TicksOf, AreToldApartHoweverLargeOrSmall) {
  for (const ValueRange& range : {ValueRange{-4.6e16, 5e16},
                                  {1e15, 1e15 + 9e13},
                                  {1e-9, 3e-9},
                                  {2.5e8, 2.6e8},
                                  {-1e300, 1e300},
                                  {0.99991, 0.99999}}) {
    std::string last;
    for (const ValueTick& tick : TicksOf(range)) {
      EXPECT_NE(tick.label, last);
      EXPECT_EQ(tick.label.find(".0000"), std::string::npos) << tick.label;
      last = tick.label;
    }
  }
}

TEST(ChartScale, SpacesPeriodsEvenly) {
  const ChartModel chart = Series({1, 2, 3, 4});
  const ChartScale scale(chart, RangeOf(chart), kArea);
  EXPECT_DOUBLE_EQ(scale.slot_width(), 200);
  EXPECT_DOUBLE_EQ(scale.X(0), 200);
  EXPECT_DOUBLE_EQ(scale.X(3), 800);
}

TEST(ChartScale, PutsAMomentInsideItsPeriod) {
  const ChartModel chart = Series({1, 2, 3, 4});  // 2025-01 to 2025-04
  const ChartScale scale(chart, RangeOf(chart), kArea);
  EXPECT_DOUBLE_EQ(scale.XOf(DemoTime("2025-02-01 00:00")), 300)
      << "a boundary lies between two points";
  EXPECT_DOUBLE_EQ(scale.XOf(DemoTime("2025-02-15 00:00")), 400);
  EXPECT_DOUBLE_EQ(scale.XOf(DemoTime("2020-01-01 00:00")), kArea.left);
  EXPECT_DOUBLE_EQ(scale.XOf(DemoTime("2030-01-01 00:00")), kArea.right);
}

TEST(ChartScale, SurvivesPointsAtTheSameTime) {
  ChartModel chart = Series({1, 2});
  chart.points[1].start = chart.points[0].start;
  const ChartScale scale(chart, RangeOf(chart), kArea);
  EXPECT_GE(scale.XOf(chart.points[0].start), kArea.left);
  EXPECT_LE(scale.XOf(chart.points[0].start), kArea.right);
}

TEST(Coordinate, HasAtMostTwoDecimals) {
  EXPECT_EQ(Coordinate(1.0 / 3), "0.33");
  EXPECT_EQ(Coordinate(12), "12");
  EXPECT_EQ(Coordinate(0), "0");
  EXPECT_EQ(Coordinate(-0.001), "0");
  EXPECT_EQ(Coordinate(-7.5), "-7.5");
}

TEST(EstimateWidth, GivesWideScriptsTheirRoom) {
  EXPECT_GT(EstimateWidth("変更", 10), EstimateWidth("ab", 10));
  EXPECT_EQ(EstimateWidth("", 10), 0);
}

}  // namespace
}  // namespace csi::reporting::render
