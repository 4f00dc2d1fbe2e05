// Which periods are before, left out and after, at every boundary.
#include "services/reporting/statistics/periods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using R = PeriodRole;

// n months from 2024-01 on, a change at the start of month `change` (from 0).
struct Scene {
  std::vector<Period> periods;
  WindowPlan plan;
};

Scene MonthsWithChangeAt(size_t n, int change) {
  Scene scene;
  scene.periods = Months(std::vector<double>(n, 1));
  scene.plan.changes = {{Day(2024, change + 1, 1), Day(2024, change + 1, 1)}};
  return scene;
}

WindowSelection Select(const Scene& scene) {
  const auto selection = SelectWindows(scene.periods, scene.plan);
  EXPECT_TRUE(selection.ok()) << selection.status();
  return *selection;
}

TEST(SelectWindows, TakesTheLastTwelveBeforeAndTheFirstEightAfter) {
  const WindowSelection s = Select(MonthsWithChangeAt(30, 15));
  EXPECT_EQ(s.baseline.front(), 3u);
  EXPECT_EQ(s.baseline.back(), 14u);
  EXPECT_EQ(s.after.front(), 15u);
  EXPECT_EQ(s.after.back(), 22u);
  EXPECT_EQ(s.roles[2], R::kEarlier);
  EXPECT_EQ(s.roles[23], R::kLater);
}

TEST(SelectWindows, AnInstantOnABoundaryOverlapsNoPeriod) {
  Scene scene = MonthsWithChangeAt(24, 12);
  EXPECT_THAT(Select(scene).roles,
              ::testing::Not(::testing::Contains(R::kLeftOut)));
  // A second later it lies inside the month.
  scene.plan.changes = {
      {Day(2025, 1, 1) + absl::Seconds(1), Day(2025, 1, 1) + absl::Seconds(1)}};
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.roles[11], R::kBaseline);
  EXPECT_EQ(s.roles[12], R::kLeftOut);
  EXPECT_EQ(s.roles[13], R::kAfter);
}

TEST(SelectWindows, LeavesOutFromFirstStartToLastEndAndWashIn) {
  Scene scene = MonthsWithChangeAt(24, 12);
  scene.plan.changes = {{Day(2025, 2, 10), Day(2025, 2, 11)},
                        {Day(2024, 12, 20), Day(2024, 12, 21)}};
  WindowSelection s = Select(scene);
  EXPECT_EQ(s.roles[10], R::kBaseline);
  EXPECT_EQ(s.roles[11], R::kLeftOut);
  EXPECT_EQ(s.roles[12], R::kLeftOut);
  EXPECT_EQ(s.roles[13], R::kLeftOut);
  EXPECT_EQ(s.roles[14], R::kAfter);
  scene.plan.wash_in = absl::Hours(24 * 30);
  s = Select(scene);
  EXPECT_EQ(s.roles[14], R::kLeftOut);
  EXPECT_EQ(s.roles[15], R::kAfter);
  scene.plan.wash_in_periods = 2;
  s = Select(scene);
  EXPECT_EQ(s.roles[16], R::kLeftOut);
  EXPECT_EQ(s.roles[17], R::kAfter);
}

TEST(SelectWindows, AWindowThatEndsOnABoundaryLeavesTheNextPeriodIn) {
  Scene scene = MonthsWithChangeAt(24, 12);
  scene.plan.changes = {{Day(2024, 12, 1), Day(2025, 1, 1)}};
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.roles[10], R::kBaseline);
  EXPECT_EQ(s.roles[11], R::kLeftOut);
  EXPECT_EQ(s.roles[12], R::kAfter);
}

TEST(SelectWindows, TakesWholeSeasons) {
  Scene scene = MonthsWithChangeAt(40, 30);
  scene.plan.season_periods = 7;
  EXPECT_EQ(Select(scene).baseline.size(), 14u);
  scene.plan.season_periods = 4;
  EXPECT_EQ(Select(scene).baseline.size(), 12u);
}

TEST(SelectWindows, AFrozenWindowDecidesAndTheRestIsAGap) {
  Scene scene = MonthsWithChangeAt(30, 20);
  scene.plan.frozen_baseline = TimeWindow{Day(2024, 3, 1), Day(2025, 3, 1)};
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.baseline.front(), 2u);
  EXPECT_EQ(s.baseline.back(), 13u);
  EXPECT_EQ(s.roles[1], R::kEarlier);
  for (size_t i = 14; i < 20; ++i) EXPECT_EQ(s.roles[i], R::kGap);
  EXPECT_EQ(s.roles[20], R::kAfter);
}

TEST(SelectWindows, PartPeriodsOfAFrozenWindowAreNotUsed) {
  Scene scene = MonthsWithChangeAt(30, 20);
  scene.plan.frozen_baseline = TimeWindow{Day(2024, 3, 2), Day(2025, 2, 27)};
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.baseline.front(), 3u);
  EXPECT_EQ(s.baseline.back(), 12u);
}

TEST(SelectWindows, TheTriggerAndAllAfterItAreNoBaseline) {
  Scene scene = MonthsWithChangeAt(30, 20);
  scene.plan.trigger = Day(2025, 5, 10);  // in period 16
  WindowSelection s = Select(scene);
  EXPECT_EQ(s.baseline.front(), 4u);
  EXPECT_EQ(s.baseline.back(), 15u);
  for (size_t i = 16; i < 20; ++i) EXPECT_EQ(s.roles[i], R::kTriggered);
  // Twelve of the window's periods ahead of it: it may stay.
  scene.plan.baseline_periods = 18;
  s = Select(scene);
  EXPECT_EQ(s.baseline.size(), 18u);
  EXPECT_EQ(s.baseline.back(), 19u);
}

TEST(SelectWindows, TheTriggerCutsAFrozenWindow) {
  Scene scene = MonthsWithChangeAt(30, 20);
  scene.plan.frozen_baseline = TimeWindow{Day(2024, 3, 1), Day(2025, 3, 1)};
  scene.plan.trigger = Day(2024, 12, 15);  // in period 11
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.baseline.front(), 2u);
  EXPECT_EQ(s.baseline.back(), 10u);
  EXPECT_EQ(s.roles[11], R::kTriggered);
}

TEST(SelectWindows, HollowAndIncompletePeriodsAreShownNotUsed) {
  Scene scene = MonthsWithChangeAt(24, 12);
  scene.plan.count_min = 20;
  for (Period& period : scene.periods) period.count = 20;
  scene.periods[5].count = 19;
  scene.periods[14].complete = false;
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.roles[5], R::kHollow);
  EXPECT_EQ(s.roles[14], R::kIncomplete);
  EXPECT_EQ(s.baseline.size(), 11u);
  EXPECT_EQ(s.after.size(), 7u);
}

TEST(SelectWindows, SharesAlsoNeedFiveExpectedCases) {
  Scene scene = MonthsWithChangeAt(24, 12);
  scene.plan.count_min = 20;
  scene.plan.share_scale = 100;
  for (Period& period : scene.periods) {
    period.value = 90;
    period.count = 60;
  }
  scene.periods[3].count = 49;  // 4.9 expected misses
  scene.periods[4].count = 52;
  const WindowSelection s = Select(scene);
  EXPECT_EQ(s.roles[3], R::kHollow);
  EXPECT_EQ(s.roles[4], R::kBaseline);
}

TEST(SelectWindows, WhatIsNotOverYetIsNotAfter) {
  Scene scene = MonthsWithChangeAt(24, 12);
  scene.plan.as_of = Day(2025, 4, 15);
  const WindowSelection s = Select(scene);
  EXPECT_THAT(s.after, ElementsAre(12, 13, 14));
  EXPECT_EQ(s.roles[15], R::kIncomplete);
}

TEST(SelectWindows, TakesWhatThereIsWhenThereIsLess) {
  EXPECT_EQ(Select(MonthsWithChangeAt(5, 3)).baseline.size(), 3u);
  EXPECT_EQ(Select(MonthsWithChangeAt(5, 3)).after.size(), 2u);
  EXPECT_THAT(Select(MonthsWithChangeAt(5, 0)).baseline, IsEmpty());
  EXPECT_THAT(Select(MonthsWithChangeAt(5, 9)).after, IsEmpty());
  EXPECT_THAT(Select(MonthsWithChangeAt(0, 3)).roles, IsEmpty());
}

TEST(SelectWindows, RefusesBrokenInput) {
  Scene scene = MonthsWithChangeAt(5, 3);
  const auto refusal = [](const Scene& broken) {
    const auto s = SelectWindows(broken.periods, broken.plan);
    EXPECT_EQ(s.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(s.status().message());
  };
  Scene broken = scene;
  broken.plan.changes.clear();
  EXPECT_THAT(refusal(broken), HasSubstr("no change is given"));
  broken = scene;
  broken.plan.changes[0].end = Day(2020, 1, 1);
  EXPECT_THAT(refusal(broken), HasSubstr("before its start"));
  broken = scene;
  broken.plan.wash_in = absl::Seconds(-1);
  EXPECT_THAT(refusal(broken), HasSubstr("wash-in"));
  broken = scene;
  std::swap(broken.periods[0], broken.periods[1]);
  EXPECT_THAT(refusal(broken), HasSubstr("period 1"));
  broken = scene;
  broken.periods[2].end = broken.periods[2].start;
  EXPECT_THAT(refusal(broken), HasSubstr("period 2"));
  broken = scene;
  broken.periods[4].value = std::nan("");
  EXPECT_THAT(refusal(broken), HasSubstr("point 4"));
}

TEST(SelectShiftedWindows, MovesOneEdgeAndSaysWhereItCannot) {
  const Scene scene = MonthsWithChangeAt(30, 15);
  const auto moved = [&](const WindowShift& shift) {
    return SelectShiftedWindows(scene.periods, scene.plan, shift);
  };
  EXPECT_EQ(moved({.baseline_start = -3})->baseline.front(), 0u);
  EXPECT_EQ(moved({.baseline_end = -2})->baseline.back(), 12u);
  EXPECT_EQ(moved({.after_start = 2})->after.front(), 17u);
  EXPECT_EQ(moved({.after_end = 3})->after.back(), 25u);
  for (const WindowShift& shift :
       {WindowShift{.baseline_start = -4}, WindowShift{.baseline_end = 1},
        WindowShift{.after_start = -1}, WindowShift{.after_end = 8}}) {
    EXPECT_EQ(moved(shift).status().code(), absl::StatusCode::kOutOfRange);
  }
}

TEST(PeriodPositions, CountAMissingPeriod) {
  std::vector<Period> periods = Months(std::vector<double>(36, 1));
  EXPECT_EQ(PeriodPositions(periods).back(), 35);
  periods.erase(periods.begin() + 4, periods.begin() + 6);
  const std::vector<double> positions = PeriodPositions(periods);
  EXPECT_EQ(positions[3], 3);
  EXPECT_EQ(positions[4], 6);
  EXPECT_EQ(positions.back(), 35);
}

}  // namespace
}  // namespace csi::statistics
