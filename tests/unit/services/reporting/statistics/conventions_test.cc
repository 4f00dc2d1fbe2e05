// The worked examples of the shared reference data, read from its JSON file:
// $CSI_SHARED or the folder `shared` beside the source root. Skipped without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "services/reporting/statistics/change_points.h"
#include "services/reporting/statistics/forecast.h"
#include "services/reporting/statistics/hamed_rao.h"
#include "services/reporting/statistics/mann_kendall.h"
#include "services/reporting/statistics/ols.h"
#include "services/reporting/statistics/proportions.h"
#include "services/reporting/statistics/theil_sen.h"
#include "services/reporting/statistics/xmr.h"

namespace csi::statistics {
namespace {

using nlohmann::json;

void ExpectClose(double actual, const json& expected) {
  const double value = expected.get<double>();
  EXPECT_NEAR(actual, value, 1e-10 * std::max(1.0, std::fabs(value)));
}

class Conventions : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* shared = std::getenv("CSI_SHARED");
    const std::string folder = shared != nullptr ? shared : "../shared";
    std::ifstream file(folder + "/data/reference/conventions.json");
    if (!file) {
      GTEST_SKIP() << "no reference data: set CSI_SHARED to the shared folder";
    }
    data_ = json::parse(file);
    ASSERT_GE(data_["examples"].size(), 2u);
  }

  // Calls test(example, values) for each example.
  template <typename Test>
  void ForExamples(Test test) {
    for (const auto& [name, example] : data_["examples"].items()) {
      SCOPED_TRACE(name);
      const std::vector<double> values = example["values"];
      test(example, values);
    }
  }

  json data_;
};

std::vector<size_t> Points(const std::vector<Signal>& signals, Rule rule) {
  for (const Signal& signal : signals) {
    if (signal.rule == rule) return signal.points;
  }
  return {};
}

void ExpectPoints(const std::vector<Signal>& signals, Rule rule,
                  const json& expected, const char* number) {
  std::vector<size_t> points;
  if (expected.contains(number)) {
    points = expected[number].get<std::vector<size_t>>();
  }
  EXPECT_EQ(Points(signals, rule), points) << RuleName(rule);
}

TEST_F(Conventions, MannKendallAgrees) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    const MannKendall test = ComputeMannKendall(values);
    const json& expected = example["mk"];
    ExpectClose(static_cast<double>(test.s), expected["s"]);
    ExpectClose(test.var_s, expected["var_s"]);
    ExpectClose(*test.z, expected["z"]);
    ExpectClose(*test.p, expected["p"]);
    ExpectClose(*test.tau, expected["Tau"]);
    EXPECT_EQ(TrendName(*test.trend), expected["trend"]);
  });
}

TEST_F(Conventions, TheilSenAgrees) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    const TheilSenLine line = *ComputeTheilSen(values).line;
    const json& expected = example["theil_sen"];
    ExpectClose(line.slope, expected["slope"]);
    ExpectClose(line.intercept, expected["intercept"]);
    ExpectClose(line.ci95_low, expected["ci95_low"]);
    ExpectClose(line.ci95_high, expected["ci95_high"]);
  });
}

TEST_F(Conventions, HamedRaoAgrees) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    const HamedRao test = ComputeHamedRao(values, ComputeMannKendall(values),
                                          ComputeTheilSen(values).line->slope);
    const json& expected = example["hamed_rao"];
    ExpectClose(*test.p, expected["p"]);
    ExpectClose(*test.z, expected["z"]);
    ExpectClose(*test.var_s, expected["var_s"]);
    EXPECT_EQ(TrendName(*test.trend), expected["trend"]);
  });
}

TEST_F(Conventions, OlsAgrees) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    const Ols fit = ComputeOls(values);
    const json& expected = example["ols"];
    ExpectClose(*fit.slope, expected["slope"]);
    ExpectClose(*fit.intercept, expected["intercept"]);
    ExpectClose(*fit.r, expected["r"]);
    EXPECT_NEAR(*fit.p / expected["p"].get<double>(), 1, 1e-9);
    ExpectClose(*fit.stderr_slope, expected["stderr"]);
    ExpectClose(*fit.ci95_low, expected["ci95"][0]);
    ExpectClose(*fit.ci95_high, expected["ci95"][1]);
  });
}

// The file has one number for the flat ones and a plain list for a line.
void ExpectForecast(const Forecast& forecast, const json& expected) {
  for (size_t i = 0; i < forecast.mean.size(); ++i) {
    const json& mean = expected.is_object() ? expected["mean"] : expected;
    ExpectClose(forecast.mean[i], mean.is_array() ? mean[i] : mean);
    if (!expected.is_object()) continue;
    ExpectClose(forecast.pi95_low[i], expected["pi95_low"][i]);
    ExpectClose(forecast.pi95_high[i], expected["pi95_high"][i]);
  }
}

TEST_F(Conventions, ForecastsAgree) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    size_t compared = 0;
    for (const Forecast& forecast : ComputeForecasts(values, {}).methods) {
      const std::string name(ForecastMethodName(forecast.method));
      if (!example["forecast"].contains(name)) continue;
      SCOPED_TRACE(name);
      ASSERT_EQ(forecast.mean.size(), 4u);
      ExpectForecast(forecast, example["forecast"][name]);
      ++compared;
    }
    EXPECT_EQ(compared, example["forecast"].size());
  });
}

TEST_F(Conventions, XmrLimitsAndRuleSetsAgree) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    const json& expected = example["xmr"];
    const XmrChart chart = ComputeXmr(values);
    ExpectClose(*chart.centre, expected["centre"]);
    ExpectClose(chart.limits->lower, expected["lnpl"]);
    ExpectClose(chart.limits->upper, expected["unpl"]);
    ExpectClose(*chart.sigma, expected["sigma"]);
    ExpectClose(*chart.mr_bar, expected["mr_bar"]);
    ExpectClose(*chart.range_upper, expected["mr_ucl"]);
    const auto nelson = DetectSignals(values, *chart.limits, RuleSet::kNelson);
    const json& n = expected["nelson_signal_points"];
    ExpectPoints(nelson, Rule::kBeyondLimit, n, "1");
    ExpectPoints(nelson, Rule::kRun9, n, "2");
    ExpectPoints(nelson, Rule::kTrend6, n, "3");
    ExpectPoints(nelson, Rule::kAlternating14, n, "4");
    ExpectPoints(nelson, Rule::kTwoOfThree, n, "5");
    ExpectPoints(nelson, Rule::kFourOfFive, n, "6");
    ExpectPoints(nelson, Rule::kWithin15, n, "7");
    ExpectPoints(nelson, Rule::kOutside8, n, "8");
    const auto western =
        DetectSignals(values, *chart.limits, RuleSet::kWesternElectric);
    const json& w = expected["western_electric_signal_points"];
    ExpectPoints(western, Rule::kBeyondLimit, w, "1");
    ExpectPoints(western, Rule::kTwoOfThree, w, "2");
    ExpectPoints(western, Rule::kFourOfFive, w, "3");
    ExpectPoints(western, Rule::kRun8, w, "4");
  });
}

// Every labelled point is a member of a pattern and the other way round.
void ExpectNhs(const json& expected, const std::vector<double>& values,
               bool screen) {
  XmrOptions options;
  options.preset = XmrPreset::kNhs;
  options.screen_outliers = screen;
  options.rules = RuleSet::kMakingDataCount;
  const XmrChart chart = ComputeXmr(values, options);
  ExpectClose(*chart.centre, expected["mean"]);
  ExpectClose(chart.limits->lower, expected["lpl"]);
  ExpectClose(chart.limits->upper, expected["upl"]);
  std::set<size_t> members, labelled;
  for (const Signal& signal : chart.signals) {
    members.insert(signal.members.begin(), signal.members.end());
  }
  for (const auto& [point, label] : expected["special"].items()) {
    labelled.insert(std::stoul(point));
  }
  EXPECT_EQ(members, labelled);
}

TEST_F(Conventions, MakingDataCountAgrees) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    ExpectNhs(example["nhs"], values, false);
    ExpectNhs(example["nhs_screened"], values, true);
  });
}

TEST_F(Conventions, ChangePointsAgree) {
  ForExamples([](const json& example, const std::vector<double>& values) {
    const Pettitt pettitt = *ComputePettitt(values);
    ExpectClose(pettitt.k, example["pettitt"]["K"]);
    ExpectClose(pettitt.p, example["pettitt"]["p"]);
    EXPECT_EQ(pettitt.change_after, example["pettitt"]["change_after"]);
    EXPECT_EQ(pettitt.up ? "up" : "down", example["pettitt"]["direction"]);
    ExpectClose(*FindChangePoints(values).penalty, example["pelt"]["pen"]);
    EXPECT_EQ(FindChangePoints(values).breaks,
              std::vector<size_t>(example["pelt"]["breakpoints"]));
  });
}

TEST_F(Conventions, ComparisonsOfSharesAgree) {
  for (const auto& [name, comparison] : data_["comparison"].items()) {
    for (const char* metric : {"made_sla", "reopened"}) {
      SCOPED_TRACE(name + " " + metric);
      const json& expected = comparison[metric];
      const Share before{expected["baseline"][0], expected["baseline"][1]};
      const Share after{expected["after"][0], expected["after"][1]};
      const ShareDifference result = CompareShares(before, after);
      ExpectClose(result.difference * 100, expected["diff_pp"]);
      ExpectClose(result.z, expected["z_pooled"]);
      EXPECT_NEAR(result.p / expected["p"].get<double>(), 1, 1e-9);
      ExpectClose(result.newcombe95.low * 100, expected["newcombe_ci95_pp"][0]);
      ExpectClose(result.newcombe95.high * 100,
                  expected["newcombe_ci95_pp"][1]);
      ExpectClose(WilsonInterval(after).low, expected["wilson95_after"][0]);
      ExpectClose(WilsonInterval(before).high,
                  expected["wilson95_baseline"][1]);
    }
  }
}

}  // namespace
}  // namespace csi::statistics
