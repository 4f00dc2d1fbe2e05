#include "tools/csictl/point_rows.h"

#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "common/csv/byte_source.h"

namespace csi::tools {
namespace {

reporting::v1::Indicator Percentage() {
  reporting::v1::Indicator indicator;
  indicator.set_name("tenants/t/indicators/i");
  indicator.set_aggregation(reporting::v1::AGGREGATION_PERCENTAGE);
  indicator.add_dimensions("priority");
  return indicator;
}

absl::Status HeaderStatus(const std::string& text) {
  csv::StringSource source(text);
  const reporting::v1::Indicator indicator = Percentage();
  PointRows rows(&source, indicator);
  return rows.ReadHeader();
}

PointRow OnlyRow(const std::string& text,
                 const reporting::v1::Indicator& indicator) {
  csv::StringSource source(text);
  PointRows rows(&source, indicator);
  EXPECT_TRUE(rows.ReadHeader().ok());
  PointRow row;
  EXPECT_TRUE(rows.Next(&row).value());
  return row;
}

TEST(PointRows, CountBecomesTheDenominatorOfAPercentage) {
  const PointRow row =
      OnlyRow("period_start,value,n\n2025-01-01,80,100\n", Percentage());
  EXPECT_EQ(row.line, 2u);
  EXPECT_EQ(row.point.value(), 80);
  EXPECT_EQ(row.point.numerator(), 80);
  EXPECT_EQ(row.point.denominator(), 100);
  EXPECT_FALSE(row.point.has_count());
  EXPECT_EQ(row.point.period_start_time().seconds(), 1735689600);
}

TEST(PointRows, RoundedPercentageGetsNoInventedNumerator) {
  const PointRow row =
      OnlyRow("period_start,value,n\n2025-01-01,63.42,24918\n", Percentage());
  EXPECT_FALSE(row.point.has_numerator());
  EXPECT_EQ(row.point.denominator(), 24918);
}

TEST(PointRows, CountStaysACountForOtherFigures) {
  reporting::v1::Indicator indicator = Percentage();
  indicator.set_aggregation(reporting::v1::AGGREGATION_MEAN);
  const PointRow row =
      OnlyRow("period_start,value,count\n2025-01-01,1.5,20\n", indicator);
  EXPECT_EQ(row.point.count(), 20);
  EXPECT_FALSE(row.point.has_denominator());
}

TEST(PointRows, DimensionColumnIsTakenAndAnEmptyOneIsTheTotal) {
  const std::string head = "period_start,value,priority\n";
  const PointRow one = OnlyRow(head + "2025-01-01,1,p1\n", Percentage());
  ASSERT_EQ(one.point.dimensions_size(), 1);
  EXPECT_EQ(one.point.dimensions(0).value(), "p1");
  EXPECT_EQ(
      OnlyRow(head + "2025-01-01,1,\n", Percentage()).point.dimensions_size(),
      0);
}

TEST(PointRows, RowThatCannotBeUsedSaysWhy) {
  const std::string head = "period_start,value\n";
  for (const char* bad : {"2025-06-31", "31.1.2025", "2025", "", "20250101"}) {
    const PointRow row = OnlyRow(StrCat(head, bad, ",1\n"), Percentage());
    EXPECT_EQ(row.reason, "BAD_PERIOD") << bad;
    EXPECT_NE(row.message.find("2025-01-31"), std::string::npos);
  }
  for (const char* bad : {"nan", "inf", "80 %", "\"80,5\"", "1e999"}) {
    const PointRow row =
        OnlyRow(StrCat(head, "2025-01-01,", bad, "\n"), Percentage());
    EXPECT_EQ(row.reason, "BAD_VALUE") << bad;
    EXPECT_NE(row.message.find("decimal point"), std::string::npos);
  }
}

TEST(PointRows, HeaderThatDoesNotFitIsRefusedWithItsNames) {
  for (const auto& [text, word] :
       {std::pair("", "empty"), std::pair("value\n", "period_start"),
        std::pair("period_start\n", "value"),
        std::pair("period_start,value,colour\n", "colour"),
        std::pair("period_start,value,n,count\n", "n and count")}) {
    const absl::Status status = HeaderStatus(text);
    EXPECT_FALSE(status.ok()) << text;
    EXPECT_NE(StdView(status.message()).find(word), std::string_view::npos)
        << text;
  }
  EXPECT_TRUE(HeaderStatus("period_start,numerator,denominator\n").ok());
}

TEST(ParsePeriod, TakesDatesMonthsAndTimes) {
  EXPECT_EQ(ParsePeriod("2025-01")->seconds(), 1735689600);
  EXPECT_EQ(ParsePeriod("2025-01-01")->seconds(), 1735689600);
  EXPECT_EQ(ParsePeriod("2025-01-01T01:00:00+01:00")->seconds(), 1735689600);
  EXPECT_FALSE(ParsePeriod("2025-13-01").has_value());
  EXPECT_FALSE(ParsePeriod("infinite-future").has_value());
}

}  // namespace
}  // namespace csi::tools
