#include "services/reporting/render/chart_svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/demo_model.h"
#include "services/reporting/render/render_limits.h"
#include "tests/unit/services/reporting/render/markup_check.h"

namespace csi::reporting::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ChartModel Series(size_t n) {
  ChartModel chart;
  chart.title = "Series";
  chart.granularity = Granularity::kDay;
  const absl::CivilDay first(2020, 1, 1);
  for (size_t i = 0; i < n; ++i) {
    chart.points.push_back(
        {.start =
             absl::FromCivil(first + static_cast<int>(i), absl::UTCTimeZone()),
         .value = static_cast<double>((i * 37) % 11)});
  }
  return chart;
}

CheckedMarkup Rendered(const ChartModel& chart) {
  const std::string svg = RenderChartSvg(chart);
  EXPECT_THAT(svg, Not(HasSubstr("nan"))) << "a coordinate is no number";
  EXPECT_THAT(svg, Not(HasSubstr("inf,")));
  CheckedMarkup checked = CheckMarkup(svg);
  EXPECT_EQ(checked.error, "");
  return checked;
}

TEST(ChartSvg, IsAFileOfItsOwnWithTextForThoseWhoDoNotSeeIt) {
  const CheckedMarkup svg = Rendered(*DemoBypass().chart);
  const Element& root = svg.elements.front();
  EXPECT_EQ(root.tag, "svg");
  EXPECT_EQ(root.attributes.at("xmlns"), "http://www.w3.org/2000/svg");
  EXPECT_EQ(root.attributes.at("role"), "img");
  EXPECT_EQ(root.attributes.at("aria-labelledby"), "chart-title chart-desc");
  EXPECT_EQ(svg.Count("style"), 1);
  EXPECT_EQ(svg.Count("desc"), 1);
  EXPECT_EQ(svg.Count("script"), 0);
  EXPECT_EQ(svg.Count("image"), 0);
}

TEST(ChartSvg, ShowsEveryPointOnceAndSignalsByShape) {
  const CheckedMarkup svg = Rendered(*DemoBypass().chart);
  EXPECT_EQ(svg.CountClass("c-point"), 12 + 1) << "baseline and legend";
  EXPECT_EQ(svg.CountClass("c-mark"), 8 + 1) << "after and legend";
  EXPECT_EQ(svg.CountClass("c-good"), 8 + 1);
  EXPECT_EQ(svg.CountClass("c-bad"), 0);
}

TEST(ChartSvg, DrawsLimitsOfBothSegmentsAndCarriesTheOldOnesOn) {
  const CheckedMarkup svg = Rendered(*DemoBypass().chart);
  EXPECT_EQ(svg.CountClass("c-centre"), 2 + 1);
  EXPECT_EQ(svg.CountClass("c-limit"), 4 + 1);
  EXPECT_EQ(svg.CountClass("c-extended"), 3 + 1);
  EXPECT_EQ(svg.CountClass("c-inside"), 2);
  EXPECT_EQ(svg.CountClass("c-target"), 1 + 1);
  const std::string text = svg.AllText();
  EXPECT_THAT(text, HasSubstr("Before \u00B7 12 months"));
  EXPECT_THAT(text, HasSubstr("mean 80.25, limits 73.48 to 87.02"));
  EXPECT_THAT(text, HasSubstr("upper 57.45"));
  EXPECT_THAT(text, HasSubstr("target 40"));
  EXPECT_THAT(text, HasSubstr("RFC-501"));
}

TEST(ChartSvg, ShowsWhatIsNotUsedHollow) {
  const CheckedMarkup svg = Rendered(*DemoSla().chart);
  EXPECT_EQ(svg.CountClass("c-hollow"), 3 + 2) << "three weeks, two reasons";
  EXPECT_EQ(svg.CountClass("c-point"), 8 + 1);
  EXPECT_THAT(svg.AllText(), HasSubstr("bulk close of old incidents"));
}

TEST(ChartSvg, TellsTheSideOfASignalWithoutColour) {
  ChartModel chart = Series(3);
  chart.points[0].signals = {{"run_8", SignalSide::kBad}};
  chart.points[1].signals = {{"run_8", SignalSide::kGood}};
  const CheckedMarkup svg = Rendered(chart);
  EXPECT_EQ(svg.CountClass("c-hole"), 1 + 1) << "a hole marks a concern";
  EXPECT_THAT(svg.AllText(), HasSubstr("8 in a row on one side (improvement)"));
  EXPECT_THAT(svg.AllText(), HasSubstr("8 in a row on one side (concern)"));
}

TEST(ChartSvg, GivesEachRuleAnotherShape) {
  std::vector<std::string> shapes;
  for (const char* rule :
       {"beyond_limit", "run_8", "trend_6", "two_of_three", "within_15"}) {
    ChartModel chart = Series(1);
    chart.points[0].signals = {{rule, SignalSide::kNeutral}};
    for (const Element& element : Rendered(chart).elements) {
      if (element.tag != "path") continue;
      shapes.push_back(element.attributes.at("d"));
      break;
    }
  }
  EXPECT_EQ(std::set<std::string>(shapes.begin(), shapes.end()).size(), 5u);
}

TEST(ChartSvg, NamesEveryRuleOfTheStatistics) {
  for (const char* rule : {"beyond_limit", "run_7", "run_8", "run_9", "trend_6",
                           "trend_7", "two_of_three", "four_of_five",
                           "alternating_14", "within_15", "outside_8"}) {
    EXPECT_NE(RuleWords(rule), rule);
  }
  EXPECT_EQ(RuleWords("own_rule"), "own_rule");
}

TEST(ChartSvg, DrawsAChangeWithDurationAndWashInAsBands) {
  ChartModel chart = Series(20);
  chart.changes.push_back({.label = "RFC-7",
                           .start = DemoTime("2020-01-08 00:00"),
                           .end = DemoTime("2020-01-10 12:00"),
                           .wash_in_end = DemoTime("2020-01-12 00:00")});
  const CheckedMarkup svg = Rendered(chart);
  EXPECT_EQ(svg.CountClass("c-change-band"), 1);
  EXPECT_EQ(svg.CountClass("c-wash-in"), 1);
  EXPECT_THAT(svg.AllText(),
              HasSubstr("RFC-7: 2020-01-08 00:00 to 2020-01-10 12:00 UTC, "
                        "wash-in to 2020-01-12 00:00"));
}

TEST(ChartSvg, MarksLimitsOutsideThePlotAtTheEdge) {
  ChartModel chart = Series(10);
  chart.segments.push_back({.label = "All",
                            .first = 0,
                            .last = 9,
                            .centre = 5,
                            .lower = -1e9,
                            .upper = 1e9});
  const CheckedMarkup svg = Rendered(chart);
  EXPECT_EQ(svg.CountClass("c-arrow"), 2);
  EXPECT_THAT(svg.AllText(), HasSubstr("upper 1,000,000,000 \u2191"));
  EXPECT_THAT(svg.AllText(), HasSubstr("lower \u22121,000,000,000 \u2193"));
}

TEST(ChartSvg, SaysThatThereAreNoPoints) {
  const CheckedMarkup svg = Rendered(ChartModel());
  EXPECT_THAT(svg.AllText(), HasSubstr("No points yet"));
}

TEST(ChartSvg, RendersAnyValues) {
  const double max = std::numeric_limits<double>::max();
  for (const std::vector<double>& values : {std::vector<double>{5},
                                            {7, 7, 7},
                                            {-1, -5},
                                            {max, -max, 0},
                                            {std::nan(""), 1},
                                            {1e-300, 2e-300},
                                            {1e15, 1e15 + 1}}) {
    ChartModel chart = Series(values.size());
    for (size_t i = 0; i < values.size(); ++i) {
      chart.points[i].value = values[i];
    }
    chart.segments.push_back({.label = "All",
                              .first = 0,
                              .last = values.size() - 1,
                              .centre = values.back(),
                              .lower = values.back(),
                              .upper = values.back()});
    Rendered(chart);
  }
}

TEST(ChartSvg, LeavesAGapWhereAPeriodHasNoValue) {
  ChartModel chart = Series(5);
  chart.points[2].value = std::nan("");
  const CheckedMarkup svg = Rendered(chart);
  EXPECT_EQ(svg.CountClass("c-line"), 2);
  EXPECT_EQ(svg.CountClass("c-point"), 4 + 1);
}

TEST(ChartSvg, IgnoresSegmentsThatDoNotFitThePoints) {
  ChartModel chart = Series(3);
  chart.segments.push_back({.label = "Wrong", .first = 2, .last = 9});
  chart.segments.push_back({.label = "Turned", .first = 2, .last = 1});
  EXPECT_EQ(Rendered(chart).CountClass("c-inside"), 0);
}

TEST(ChartSvg, MarksFiveHundredPoints) {
  const CheckedMarkup svg = Rendered(Series(500));
  EXPECT_EQ(svg.CountClass("c-point"), 500 + 1);
  EXPECT_LT(svg.CountClass("c-tick"), 40) << "labels are thinned out";
}

TEST(ChartSvg, KeepsSignalsAndSizeInBoundsForManyPoints) {
  ChartModel chart = Series(200000);
  chart.points[77].signals = {{"beyond_limit", SignalSide::kBad}};
  const std::string svg = RenderChartSvg(chart);
  EXPECT_LT(svg.size(), 120000u);
  const CheckedMarkup checked = CheckMarkup(svg);
  EXPECT_EQ(checked.error, "");
  EXPECT_EQ(checked.CountClass("c-mark"), 1 + 1);
}

TEST(ChartSvg, BoundsTheSignalsItMarks) {
  ChartModel chart = Series(10000);
  for (ChartPoint& point : chart.points) {
    point.signals = {{"run_8", SignalSide::kGood}};
  }
  EXPECT_EQ(Rendered(chart).CountClass("c-mark"),
            static_cast<int>(kMarkedSignalsMax) + 1);
}

TEST(ChartMarkup, UsesItsIdSoThatSeveralChartsFitOnePage) {
  const CheckedMarkup svg =
      CheckMarkup(ChartMarkup(*DemoSla().chart, "i2-chart").Take());
  EXPECT_EQ(svg.error, "");
  EXPECT_EQ(svg.elements.front().attributes.at("aria-labelledby"),
            "i2-chart-title i2-chart-desc");
  EXPECT_EQ(svg.elements.front().attributes.count("xmlns"), 0u);
  EXPECT_EQ(svg.Count("style"), 0);
}

TEST(ChartDescription, TellsAllThatThePictureShows) {
  const std::string text = ChartDescription(*DemoBypass().chart);
  EXPECT_THAT(text, HasSubstr("20 monthly values, 2024-01 to 2025-08, in %."));
  EXPECT_THAT(text, HasSubstr("Before: mean 80.25, limits 73.48 to 87.02."));
  EXPECT_THAT(text, HasSubstr("After: mean 51.38, limits 45.30 to 57.45."));
  EXPECT_THAT(text, HasSubstr("RFC-501: 2025-01-01 00:00 UTC."));
  EXPECT_THAT(text, HasSubstr("Target 40\u00A0%."));
  EXPECT_THAT(text, HasSubstr("2025-01 beyond a limit (improvement)"));
}

TEST(SegmentWords, SaysThatALimitIsClipped) {
  EXPECT_THAT(SegmentWords({}, {.label = "x",
                                .centre = 98,
                                .lower = 90,
                                .upper = 100,
                                .upper_clipped = true}),
              HasSubstr("clipped to the indicator's bounds"));
}

}  // namespace
}  // namespace csi::reporting::render
