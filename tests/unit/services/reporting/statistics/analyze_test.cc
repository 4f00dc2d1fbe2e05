// The analysis of one series and its JSON text.
#include "services/reporting/statistics/analyze.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>

#include "services/reporting/statistics/json_writer.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(AnalyzeSeries, CallsAFallPositiveWhereLowerIsBetter) {
  const auto lower = AnalyzeSeries(kBypassAfter, {Improvement::kLower});
  ASSERT_TRUE(lower.ok());
  EXPECT_EQ(lower->direction, Direction::kPositive);
  const auto higher = AnalyzeSeries(kBypassAfter, {Improvement::kHigher});
  EXPECT_EQ(higher->direction, Direction::kNegative);
  const auto before = AnalyzeSeries(kBypassBefore, {Improvement::kLower});
  EXPECT_EQ(before->direction, Direction::kNone);
}

TEST(AnalyzeSeries, RefusesNoPointsAndWhatIsNotFinite) {
  EXPECT_FALSE(AnalyzeSeries({}, SeriesContext()).ok());
  for (double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL, 1e101}) {
    const auto result =
        AnalyzeSeries(std::vector<double>{1, bad}, {Improvement::kHigher});
    EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(result.status().message()), HasSubstr("point 1"));
  }
}

TEST(AnalyzeSeries, HandlesValuesAtTheEdgeOfTheRange) {
  const auto huge =
      AnalyzeSeries(std::vector<double>{1e100, -1e100, 1e100, -1e100},
                    {Improvement::kHigher});
  ASSERT_TRUE(huge.ok());
  EXPECT_THAT(ToJson(*huge), Not(HasSubstr("inf")));
  const auto tiny = AnalyzeSeries(
      std::vector<double>{5e-324, 0, -5e-324, 1e-310}, {Improvement::kHigher});
  ASSERT_TRUE(tiny.ok());
  EXPECT_THAT(ToJson(*tiny), Not(HasSubstr("nan")));
}

TEST(AnalyzeJson, BeginsWithTheFirstFieldsOfTheContractInOrder) {
  const auto analysis = AnalyzeSeries(kBypassAfter, {Improvement::kLower});
  EXPECT_THAT(ToJson(*analysis), StartsWith(R"({
  "n": 8,
  "xmr": {
    "centre": 51.375,
    "lower": 45.298015368323945,
    "upper": 57.451984631676055,
    "mr_bar": 2.2857142857142856,
    "sigma": 2.0256615438920185,
    "signals": [
      {
        "rule": "beyond_limit",
        "points": [0, 1, 6, 7]
      },
      {
        "rule": "trend_6",
        "points": [5, 6, 7]
      },
      {
        "rule": "two_of_three",
        "points": [1, 6, 7]
      }
    ]
  },
  "mann_kendall": {
    "s": -28,
    "var_s": 65.33333333333333,
    "z": -3.340383700311406,
    "p": 0.0008366271311193047,
    "p_exact": 4.96031746031746e-05,
    "tau": -1,
    "trend": "decreasing"
  },
  "theil_sen": {
    "slope": -2.5,
    "intercept": 59.75,
    "ci95_low": -2.6666666666666665,
    "ci95_high": -2
  },
  "autocorrelation": {
    "r1": 0.6595436207766011,
    "bound": 0.6929646455628166,
    "flag": null,
    "reason": "cannot be judged from 8 points: it takes at least 10"
  },
  "direction": "positive",
)"));
}

TEST(AnalyzeJson, GoesOnWithTheFurtherMethods) {
  const std::vector<absl::Time> starts = {
      Day(2025, 1, 1), Day(2025, 2, 1), Day(2025, 3, 1), Day(2025, 4, 1),
      Day(2025, 5, 1), Day(2025, 6, 1), Day(2025, 7, 1), Day(2025, 8, 1)};
  const auto analysis =
      AnalyzeSeries(kBypassAfter, {Improvement::kLower, starts, 2});
  const std::string json = ToJson(*analysis);
  EXPECT_THAT(json, HasSubstr(R"(
  "hamed_rao": {
    "p": 0.0008366271311193047,
    "z": -3.340383700311406,
    "var_s": 65.33333333333333,
    "trend": "decreasing"
  },
  "seasonal_mann_kendall": {
    "period": 2,
    "s": -12,
    "var_s": 17.333333333333332,)"));
  EXPECT_THAT(json, HasSubstr(R"(
  "pettitt": {
    "K": 16,
    "p": 0.13896690244560309,
    "change_after": 3,
    "direction": "down"
  },
  "pelt": {
    "pen": 17.065164462787408,
    "breakpoints": [2, 5],
    "method": "PELT"
  },
  "ols": {
    "slope": -2.41666666666666)"));
  const auto by_month =
      AnalyzeSeries(kBypassAfter, {Improvement::kLower, starts});
  EXPECT_EQ(by_month->seasonal_mann_kendall.period, 12u);
  EXPECT_THAT(by_month->seasonal_mann_kendall.reason,
              HasSubstr("two cycles of 12 periods; there are 8"));
}

TEST(AnalyzeJson, PutsAReasonBesideEachNull) {
  const auto one =
      AnalyzeSeries(std::vector<double>{5}, {Improvement::kHigher});
  const std::string json = ToJson(*one);
  EXPECT_THAT(json, HasSubstr("\"centre\": 5,\n    \"lower\": null"));
  EXPECT_THAT(json, HasSubstr("\"reason\": \"limits take at least 2 points"));
  EXPECT_THAT(json, HasSubstr("\"p\": null"));
  EXPECT_THAT(json, HasSubstr("\"reason\": \"a trend test takes at least 4"));
  EXPECT_THAT(json, HasSubstr("\"slope\": null"));
  EXPECT_THAT(json, HasSubstr("\"reason\": \"a slope takes at least 2"));
  EXPECT_THAT(json, HasSubstr("\"direction\": \"none\""));
  EXPECT_THAT(json, HasSubstr("follow no rhythm that tells a season"));
  EXPECT_THAT(json, HasSubstr("\"K\": null"));
  EXPECT_THAT(json, HasSubstr("\"pen\": null,\n    \"breakpoints\": []"));
  EXPECT_THAT(json, HasSubstr("\"ci95\": null"));
  EXPECT_THAT(json, HasSubstr("\"signals\": []"));
}

TEST(AnalyzeJson, ForecastsByNameAndSaysWhichIsBest) {
  const auto analysis = AnalyzeSeries(
      kBypassBefore, {.improvement = Improvement::kLower, .horizon = 2});
  const std::string json = ToJson(*analysis);
  EXPECT_THAT(json, HasSubstr("\"forecast\": {\n    \"naive\": {\n"
                              "      \"mean\": [78, 78],\n"
                              "      \"pi95_low\": [72.58384117210"));
  EXPECT_THAT(json, HasSubstr("\"holt_winters_alpha0.3_beta0.1_gamma0.1_"
                              "additive\": {\n      \"mean\": null"));
  EXPECT_THAT(json, HasSubstr("\"forecast_choice\": {\n    \"method\": "));
  EXPECT_THAT(json, HasSubstr("\"hold_out\": 2"));
}

TEST(AnalyzeJson, LetsNoSeasonSlipOverMissingPeriods) {
  std::vector<absl::Time> starts;
  std::vector<double> values;
  for (int i = 0; i < 30; ++i) {
    if (i == 17) continue;
    starts.push_back(Day(2024, 1, 1) + absl::Hours(24) * i);
    values.push_back(i % 7);
  }
  const auto analysis = AnalyzeSeries(values, {Improvement::kHigher, starts});
  EXPECT_EQ(analysis->seasonal_mann_kendall.period, 7u);
  EXPECT_EQ(*analysis->seasonal_mann_kendall.s, 0);
  EXPECT_THAT(ToJson(*analysis), HasSubstr("periods are missing"));
}

TEST(AnalyzeSeries, RefusesAHorizonOutOfBounds) {
  for (size_t horizon : {size_t{0}, kForecastHorizonMax + 1}) {
    const auto result = AnalyzeSeries(kBypassBefore, {.horizon = horizon});
    EXPECT_THAT(std::string(result.status().message()),
                HasSubstr("at least 1 and at most 120"));
  }
}

TEST(AnalyzeText, SaysInWordsWhatTheFiguresSay) {
  const auto analysis = AnalyzeSeries(kBypassBefore, {Improvement::kLower});
  const std::string text = ToText(*analysis);
  EXPECT_THAT(text, HasSubstr("Centre 80.25, limits 73.4824 to 87.0176"));
  EXPECT_THAT(text, HasSubstr("Signals: none"));
  EXPECT_THAT(text, HasSubstr("the limits are too wide"));
  EXPECT_THAT(text, HasSubstr("where lower is better: none"));
}

TEST(RunAnalyze, ReadsAFileAndPassesOnRefusals) {
  const std::string path = ::testing::TempDir() + "/run_analyze_test.csv";
  std::ofstream(path) << "period_start,value\n2016-01-01,1\n2016-01-02,2\n";
  const auto json = RunAnalyze({path, Improvement::kHigher, true});
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_THAT(*json, HasSubstr("\"n\": 2"));
  const auto text = RunAnalyze({path, Improvement::kHigher, false});
  EXPECT_THAT(*text, HasSubstr("Points: 2"));
  std::ofstream(path) << "period_start,value\n2016-01-01,x\n";
  EXPECT_THAT(std::string(RunAnalyze({path}).status().message()),
              HasSubstr("line 2, column value"));
  std::remove(path.c_str());
}

TEST(JsonWriter, DoublesReadBackToTheSameBits) {
  constexpr uint64_t kSeed = 8;
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 10000; ++i) {
    const uint64_t bits = random();
    double value;
    static_assert(sizeof(value) == sizeof(bits));
    std::memcpy(&value, &bits, sizeof(value));
    if (!std::isfinite(value)) continue;
    EXPECT_EQ(std::strtod(ShortestDouble(value).c_str(), nullptr), value);
  }
}

TEST(JsonWriter, EscapesTextAndWritesNullForWhatIsNotFinite) {
  JsonWriter json;
  json.OpenObject();
  json.String("a\"b", "line\nend\\\x01");
  json.Number("x", std::nan(""));
  json.Boolean("flag", std::nullopt);
  json.OpenArray("empty");
  json.CloseArray();
  json.CloseObject();
  EXPECT_EQ(json.Take(),
            "{\n  \"a\\\"b\": \"line\\u000aend\\\\\\u0001\",\n"
            "  \"x\": null,\n  \"flag\": null,\n  \"empty\": []\n}\n");
}

TEST(Improvement, ParsesItsTwoWordsOnly) {
  EXPECT_EQ(ParseImprovement("higher"), Improvement::kHigher);
  EXPECT_EQ(ParseImprovement("lower"), Improvement::kLower);
  EXPECT_FALSE(ParseImprovement("Higher").has_value());
}

}  // namespace
}  // namespace csi::statistics
