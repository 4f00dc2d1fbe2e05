#include "services/reporting/render/time_format.h"

#include <gtest/gtest.h>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

TEST(FormatPeriod, NamesThePeriodThatStartsThen) {
  const absl::Time time = DemoTime("2021-01-04 13:00");
  EXPECT_EQ(FormatPeriod(time, Granularity::kHour), "2021-01-04 13:00");
  EXPECT_EQ(FormatPeriod(time, Granularity::kDay), "2021-01-04");
  EXPECT_EQ(FormatPeriod(time, Granularity::kWeek), "2021-W01");
  EXPECT_EQ(FormatPeriod(time, Granularity::kMonth), "2021-01");
  EXPECT_EQ(FormatPeriod(time, Granularity::kQuarter), "2021-Q1");
  EXPECT_EQ(FormatPeriod(time, Granularity::kYear), "2021");
}

TEST(FormatPeriod, UsesTheIsoYearOfAWeek) {
  EXPECT_EQ(FormatPeriod(DemoTime("2021-01-03 00:00"), Granularity::kWeek),
            "2020-W53");
}

TEST(FormatTimes, AreIsoAndUtc) {
  const absl::Time time = DemoTime("2016-02-29 08:05") + absl::Seconds(9);
  EXPECT_EQ(FormatMinute(time), "2016-02-29 08:05");
  EXPECT_EQ(FormatIso(time), "2016-02-29T08:05:09Z");
  EXPECT_EQ(FormatDay(time), "2016-02-29");
  EXPECT_EQ(FormatDay(absl::CivilDay(2025, 9, 30)), "2025-09-30");
}

}  // namespace
}  // namespace csi::reporting::render
