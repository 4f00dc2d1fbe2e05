// Charts of counted events and of shares from a file, and the rule sets beside
// the default one. Limits were worked out from the formulas by hand-written
// Python.
#include "services/reporting/statistics/attribute_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "services/reporting/statistics/count_chart.h"
#include "services/reporting/statistics/rule_presets.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<EventCount> Counts(const std::vector<double>& events) {
  std::vector<EventCount> counts;
  for (double count : events) counts.push_back({count, 1});
  return counts;
}

TEST(CountChart, FollowsEachPeriodsExposure) {
  const CountChart chart =
      ComputeCountChart(std::vector<EventCount>{{12, 100},
                                                {9, 90},
                                                {15, 120},
                                                {11, 100},
                                                {8, 80},
                                                {13, 110},
                                                {10, 95},
                                                {13, 105}});
  EXPECT_FALSE(chart.laney);
  EXPECT_NEAR(*chart.centre, 91.0 / 800, 1e-15);
  const double width = 3 * std::sqrt(91.0 / 800 / 120);
  EXPECT_NEAR(chart.points[2].limits->high, 91.0 / 800 + width, 1e-15);
  EXPECT_NEAR(chart.points[2].limits->low, 91.0 / 800 - width, 1e-15);
  EXPECT_NEAR(chart.points[4].limits->low,
              91.0 / 800 - 3 * std::sqrt(91.0 / 800 / 80), 1e-15);
  for (const CountPoint& point : chart.points) EXPECT_FALSE(point.beyond);
}

TEST(CountChart, FlagsACountThatPlainChanceDoesNotExplain) {
  const CountChart chart = ComputeCountChart(
      Counts({25, 27, 24, 26, 25, 27, 26, 25, 24, 26, 25, 60}));
  EXPECT_LE(*chart.sigma_z, 1.2);
  EXPECT_FALSE(chart.laney);
  EXPECT_TRUE(chart.points.back().beyond);
  EXPECT_FALSE(chart.points.front().beyond);
}

TEST(CountChart, TakesTheSpreadBetweenPeriodsWhereItIsWider) {
  const CountChart chart =
      ComputeCountChart(Counts({100, 160, 90, 150, 110, 170, 95, 155}));
  const double centre = 1030.0 / 8;
  double ranges = 0;
  const double counts[] = {100, 160, 90, 150, 110, 170, 95, 155};
  for (int i = 1; i < 8; ++i) ranges += std::fabs(counts[i] - counts[i - 1]);
  const double sigma = ranges / 7 / std::sqrt(centre) * std::sqrt(M_PI) / 2;
  EXPECT_TRUE(chart.laney);
  EXPECT_NEAR(*chart.sigma_z, sigma, 1e-12);
  EXPECT_NEAR(chart.points[0].limits->high,
              centre + 3 * sigma * std::sqrt(centre), 1e-10);
  EXPECT_EQ(chart.points[0].limits->low, 0);
  for (const CountPoint& point : chart.points) EXPECT_FALSE(point.beyond);
}

TEST(CountChart, SigmaZIsAboutOneForPlainChance) {
  constexpr uint64_t kSeed = 61;
  std::mt19937_64 random(kSeed);
  std::poisson_distribution<int> events(30);
  std::vector<EventCount> counts;
  for (int i = 0; i < 2000; ++i) {
    counts.push_back({static_cast<double>(events(random)), 1});
  }
  EXPECT_NEAR(*ComputeCountChart(counts).sigma_z, 1, 0.05) << "seed " << kSeed;
}

TEST(CountChart, SaysWhyThereAreNoLimits) {
  EXPECT_THAT(ComputeCountChart({}).reason, HasSubstr("longer periods"));
  EXPECT_THAT(ComputeCountChart(Counts({0, 0, 0})).reason,
              HasSubstr("5 events expected"));
  EXPECT_THAT(ComputeCountChart(Counts({9})).reason,
              HasSubstr("at least 2 of them"));
  const CountChart hollow = ComputeCountChart(
      std::vector<EventCount>{{10, 100}, {11, 100}, {0, 0}, {1, 5}, {9, 100}});
  EXPECT_TRUE(hollow.points[2].hollow);
  EXPECT_TRUE(hollow.points[3].hollow);
  EXPECT_FALSE(hollow.points[3].limits.has_value());
  EXPECT_NEAR(*hollow.centre, 0.1, 1e-15);
}

Series Given(std::vector<double> values, std::vector<int64_t> counts) {
  return {{}, std::move(values), std::move(counts)};
}

std::string Refused(const Series& series, ChartKind kind) {
  return std::string(
      MakeAttributeChart(series, kind, std::nullopt).status().message());
}

TEST(AttributeChart, IsInTheUnitOfTheValues) {
  Series series;
  for (const auto& [made, closed] : kMadeSlaWeeks) {
    series.values.push_back(100.0 * static_cast<double>(made) / closed);
    series.counts.push_back(closed);
  }
  const auto chart = MakeAttributeChart(series, ChartKind::kP, std::nullopt);
  ASSERT_TRUE(chart.ok()) << chart.status();
  EXPECT_EQ(chart->method, "p'");
  EXPECT_NEAR(*chart->centre, 100.0 * 11359 / 15412, 1e-9);
  EXPECT_NEAR(*chart->sigma_z, 4.6, 0.05);
  EXPECT_EQ(chart->lower.size(), 8u);
  EXPECT_LE(chart->upper[0], 100);
  JsonWriter json;
  json.OpenObject();
  WriteAttributeChart(*chart, json);
  json.CloseObject();
  EXPECT_THAT(json.Take(), HasSubstr("\"p_chart\": {\n    \"method\": \"p'\""));
}

TEST(AttributeChart, MakesEventsOfRatesAndOfCounts) {
  const auto rates =
      MakeAttributeChart(Given({0.12, 0.1, 0.125, 0.4}, {100, 90, 120, 0}),
                         ChartKind::kU, std::nullopt);
  EXPECT_EQ(rates->method, "u");
  EXPECT_NEAR(*rates->centre, 36.0 / 310, 1e-15);
  EXPECT_THAT(rates->hollow, ElementsAre(3));
  EXPECT_TRUE(std::isnan(rates->lower[3]));
  const auto counts =
      MakeAttributeChart(Given({25, 27, 24, 26, 25, 27, 26, 25, 24, 60}, {}),
                         ChartKind::kC, std::nullopt);
  EXPECT_THAT(counts->beyond, ElementsAre(9));
}

TEST(AttributeChart, RefusesValuesOfAnotherKind) {
  EXPECT_THAT(Refused(Given({1, 2}, {}), ChartKind::kP), HasSubstr("column n"));
  EXPECT_THAT(Refused(Given({1, 200}, {5, 5}), ChartKind::kP),
              HasSubstr("is no share"));
  EXPECT_THAT(Refused(Given({70.6}, {1877}), ChartKind::kP),
              HasSubstr("rounded"));
  EXPECT_THAT(Refused(Given({1, 2}, {}), ChartKind::kU), HasSubstr("exposure"));
  EXPECT_THAT(Refused(Given({1, -2}, {}), ChartKind::kC), HasSubstr("below 0"));
  EXPECT_EQ(ParseChartKind("u"), ChartKind::kU);
  EXPECT_FALSE(ParseChartKind("x").has_value());
}

TEST(RulePresets, NumberTheRulesAsTheirAuthorsDid) {
  EXPECT_EQ(RuleNumber(Rule::kBeyondLimit, RuleSet::kNelson), "1");
  EXPECT_EQ(RuleNumber(Rule::kRun9, RuleSet::kNelson), "2");
  EXPECT_EQ(RuleNumber(Rule::kOutside8, RuleSet::kNelson), "8");
  EXPECT_EQ(RuleNumber(Rule::kRun8, RuleSet::kWesternElectric), "4");
  EXPECT_EQ(RuleNumber(Rule::kRun7, RuleSet::kNelson), "");
}

TEST(RulePresets, WriteThePointsByNumber) {
  std::vector<double> values = kBypassBefore;
  values.push_back(60);
  const RulePresets presets = ComputeRulePresets(values, ComputeXmr(values));
  JsonWriter json;
  json.OpenObject();
  WriteRulePresets(presets, json);
  json.CloseObject();
  const std::string text = json.Take();
  EXPECT_THAT(text, HasSubstr("\"nelson_signal_points\": {\n    \"1\": [12]"));
  EXPECT_THAT(text, HasSubstr("\"western_electric_signal_points\": {\n    "
                              "\"1\": [12]"));
  EXPECT_THAT(text, HasSubstr("\"nhs_screened\": {\n    \"mean\": 78.69"));
  EXPECT_THAT(text, HasSubstr("\"beyond_limit\": [12]"));
}

TEST(RulePresets, AreEmptyWithoutLimits) {
  const std::vector<double> one = {5};
  const RulePresets presets = ComputeRulePresets(one, ComputeXmr(one));
  EXPECT_THAT(presets.nelson, IsEmpty());
  EXPECT_THAT(presets.nhs.signals, IsEmpty());
  JsonWriter json;
  json.OpenObject();
  WriteRulePresets(presets, json);
  json.CloseObject();
  EXPECT_THAT(json.Take(), HasSubstr("\"lpl\": null"));
}

}  // namespace
}  // namespace csi::statistics
