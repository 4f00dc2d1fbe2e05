// Gaps, small numbers, corrections, late figures, and how far behind.
#include "services/reporting/domain/quality.h"

#include "services/reporting/domain/indicator.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

class Quality : public ReportingWorld {
 protected:
  Quality() { MakeBypass(); }
  v1::DataQuality Of(int year, int month, int day) {
    const auto indicator =
        ReadIndicator(runner.state("reporting"), "acme", "bypass");
    EXPECT_TRUE(indicator.has_value());
    return QualityOf(
        runner.state("reporting"), "acme", *indicator, "", {},
        absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone()));
  }
  static std::vector<std::string> Rules(const v1::DataQuality& quality) {
    std::vector<std::string> rules;
    for (const auto& finding : quality.findings()) {
      rules.push_back(finding.rule());
    }
    return rules;
  }
  using Strings = std::vector<std::string>;
};

TEST_F(Quality, SaysThatThereAreNoFigures) {
  EXPECT_EQ(Rules(Of(2025, 6, 1)), Strings{"NO_POINTS"});
}

TEST_F(Quality, FindsNothingInACompleteSeries) {
  Record(Months("bypass", 2025, 1, {60, 58, 55}));
  const v1::DataQuality quality = Of(2025, 4, 1);
  EXPECT_TRUE(Rules(quality).empty());
  EXPECT_EQ(quality.expected_periods(), 3);
  EXPECT_EQ(quality.completeness(), 1);
}

TEST_F(Quality, ListsTheMonthsThatAreMissingInBetweenAndAtTheEnd) {
  Record(Months("bypass", 2025, 1, {60, 58}));
  Record(Months("bypass", 2025, 4, {55}));
  const v1::DataQuality quality = Of(2025, 7, 15);
  EXPECT_EQ(Rules(quality), (Strings{"INCOMPLETE", "BEHIND"}));
  ASSERT_EQ(quality.missing_period_times_size(), 3);
  EXPECT_EQ(MicrosOf(quality.missing_period_times(0)),
            MicrosOf(Day(2025, 3, 1)));
  EXPECT_EQ(MicrosOf(quality.missing_period_times(2)),
            MicrosOf(Day(2025, 6, 1)));
  EXPECT_EQ(quality.periods_behind(), 2);
  EXPECT_EQ(quality.findings(0).message(),
            "3 of 6 months have no figure (50.0 % complete).");
}

TEST_F(Quality, CountsSmallNumbersAndFiguresThatCameLate) {
  v1::RecordPointsRequest small = Months("bypass", 2025, 2, {5});
  small.mutable_points(0)->set_denominator(8);
  Record(small);
  Record(Months("bypass", 2025, 1, {60}));
  const v1::DataQuality quality = Of(2025, 3, 1);
  EXPECT_EQ(quality.below_minimum_n(), 1);
  EXPECT_EQ(quality.late_points(), 1);
  EXPECT_EQ(Rules(quality), (Strings{"SMALL_NUMBERS", "LATE"}));
}

}  // namespace
}  // namespace csi::reporting
