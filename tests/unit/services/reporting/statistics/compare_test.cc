// Two series side by side, and the Hodges-Lehmann shift. Figures without
// another word come from scipy 1.17.1 on the same values.
#include "services/reporting/statistics/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>

#include "services/reporting/statistics/summary.h"
#include "tests/unit/services/reporting/statistics/random_series.h"
#include "tests/unit/services/reporting/statistics/worked_series.h"

namespace csi::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Values = std::vector<double>;
using Cases = std::vector<std::pair<int64_t, int64_t>>;

// Days of the incident log with at least 10 closed: how many met their SLA, of
// how many. Four weeks from 2016-03-28, and from 2016-05-02.
const Cases kDaysBefore = {
    {245, 431}, {239, 383}, {43, 54},   {62, 77},   {41, 59},   {279, 422},
    {249, 451}, {274, 429}, {265, 383}, {323, 440}, {44, 47},   {33, 37},
    {291, 453}, {358, 484}, {306, 429}, {284, 388}, {268, 330}, {23, 28},
    {17, 18},   {259, 399}, {283, 396}, {347, 408}, {325, 404}, {349, 428},
    {25, 26},   {15, 15},   {284, 411}, {269, 383}};
const Cases kDaysAfter = {
    {301, 390}, {338, 418}, {305, 393}, {35, 35},   {48, 50},   {366, 457},
    {318, 405}, {300, 368}, {302, 371}, {278, 353}, {34, 40},   {30, 36},
    {255, 315}, {229, 292}, {248, 327}, {295, 396}, {248, 312}, {20, 23},
    {20, 22},   {319, 428}, {270, 342}, {287, 523}, {265, 334}, {261, 338},
    {22, 23},   {21, 21},   {296, 420}, {198, 264}};

Series Percent(const Cases& cases) {
  Series series;
  for (const auto& [hits, n] : cases) {
    series.values.push_back(100.0 * static_cast<double>(hits) / n);
    series.counts.push_back(n);
  }
  return series;
}

Series Plain(const Values& values) { return {{}, values, {}}; }

SeriesComparison Compared(const Series& before, const Series& after) {
  const auto result = CompareSeries(before, after, Improvement::kHigher);
  EXPECT_TRUE(result.ok()) << result.status();
  return *result;
}

TEST(CompareSeries, ReproducesThePublishedComparisonOfDays) {
  const SeriesComparison result =
      Compared(Percent(kDaysBefore), Percent(kDaysAfter));
  EXPECT_EQ(result.before.n, 28u);
  EXPECT_NEAR(result.before.mean, 75.67566018294262, 1e-11);
  EXPECT_NEAR(*result.after.deviation, 9.278668620636104, 1e-11);
  EXPECT_NEAR(result.after.median, 79.41424842622447, 1e-11);
  EXPECT_NEAR(result.welch->t, 1.9451720345479748, 1e-11);
  EXPECT_NEAR(result.welch->p, 0.057259161507748596, 1e-12);
  EXPECT_EQ(result.ranks.u, 512);
  EXPECT_NEAR(result.ranks.p_normal, 0.05018766521883279, 1e-13);
  EXPECT_FALSE(result.ranks.exact);
  EXPECT_NEAR(result.ranks.cliffs_delta, 0.30612244897959173, 1e-13);
  EXPECT_NEAR(*result.cohens_d, 0.5198690936866089, 1e-12);
  EXPECT_NEAR(result.hodges_lehmann.shift, 6.450012971752102, 1e-11);
  EXPECT_NEAR(result.hodges_lehmann.ci95_low, 0, 1e-11);
  EXPECT_NEAR(result.hodges_lehmann.ci95_high, 11.494398417809293, 1e-11);
}

TEST(CompareSeries, FindsTheCasesBehindSharesInPerCent) {
  const SeriesComparison result =
      Compared(Percent(kDaysBefore), Percent(kDaysAfter));
  ASSERT_TRUE(result.shares.has_value()) << result.shares_reason;
  EXPECT_EQ(result.shares->scale, ShareScale::kPercent);
  EXPECT_EQ(result.shares->before.hits, 5800);
  EXPECT_EQ(result.shares->before.n, 8213);
  EXPECT_EQ(result.shares->after.hits, 5909);
  EXPECT_EQ(result.shares->after.n, 7696);
  EXPECT_NEAR(result.shares->difference.z, 8.809048247945336, 1e-10);
  EXPECT_GT(*result.shares->sigma_z, 1.2);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr("OVER_DISPERSED"));
}

TEST(CompareSeries, GivesTheFiguresOfTheReleaseBypass) {
  const SeriesComparison result =
      Compared(Plain(kBypassBefore), Plain(kBypassAfter));
  EXPECT_NEAR(result.welch->difference, -28.875, 1e-12);
  EXPECT_NEAR(result.welch->ci95_low, -33.878514949408455, 1e-9);
  EXPECT_NEAR(result.welch->ci95_high, -23.871485050591545, 1e-9);
  EXPECT_NEAR(result.ranks.p_normal, 0.0002371273331982572, 1e-14);
  EXPECT_EQ(result.ranks.cliffs_delta, -1);
  EXPECT_EQ(result.hodges_lehmann.shift, -29);
  EXPECT_EQ(result.hodges_lehmann.ci95_low, -34);
  EXPECT_EQ(result.hodges_lehmann.ci95_high, -23);
  EXPECT_NEAR(*result.cohens_d, -7.372340425531914, 1e-12);
  EXPECT_THAT(result.shares_reason, HasSubstr("column n"));
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("group before")));
}

TEST(CompareSeries, SaysWhatItCannotTell) {
  const SeriesComparison one = Compared(Plain({5}), Plain({7}));
  EXPECT_FALSE(one.welch.has_value());
  EXPECT_THAT(one.welch_reason, HasSubstr("at least 2 values"));
  EXPECT_EQ(one.hodges_lehmann.shift, 2);
  EXPECT_EQ(one.ranks.p, 1);
  const SeriesComparison equal = Compared(Plain({5, 5}), Plain({7, 7, 7}));
  EXPECT_THAT(equal.welch_reason, HasSubstr("neither group varies"));
  EXPECT_FALSE(equal.cohens_d.has_value());
  const std::string json = ToJson(equal);
  EXPECT_THAT(json, HasSubstr("\"t\": null"));
  EXPECT_THAT(json, HasSubstr("\"ci95_of_difference\": [2, 2]"));
  EXPECT_THAT(ToJson(one), HasSubstr("\"sd_baseline\": null"));
}

TEST(CompareSeries, RefusesWhatIsNoSeries) {
  const Series good = Plain({1, 2});
  EXPECT_THAT(std::string(CompareSeries(Series(), good, Improvement::kHigher)
                              .status()
                              .message()),
              HasSubstr("group before has no points"));
  EXPECT_THAT(std::string(CompareSeries(good, Plain({1, std::nan("")}),
                                        Improvement::kHigher)
                              .status()
                              .message()),
              HasSubstr("group after: point 1"));
}

TEST(CompareSeries, TakesRoundedSharesOnlyWhenDeclared) {
  Series before = Plain({70.6, 71.2});
  before.counts = {1877, 2273};
  Series after = Plain({77.2, 76.1});
  after.counts = {1850, 0};
  EXPECT_THAT(Compared(before, after).shares_reason, HasSubstr("rounded"));
  const auto given =
      CompareSeries(before, after, Improvement::kHigher, ShareScale::kPercent);
  EXPECT_TRUE(given->shares->scale_was_given);
  EXPECT_NEAR(given->shares->after.Fraction(), 0.772, 1e-12);
  const auto wrong =
      CompareSeries(before, after, Improvement::kHigher, ShareScale::kFraction);
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("is no share"));
  after.counts = {0, 0};
  EXPECT_THAT(
      CompareSeries(before, after, Improvement::kHigher, ShareScale::kPercent)
          ->shares_reason,
      HasSubstr("no cases"));
}

TEST(ShareValues, PrefersFractionsWhereBothFit) {
  Series series = Plain({0, 1, 0.5});
  series.counts = {100, 200, 300};
  EXPECT_EQ(FindShareScale(series), ShareScale::kFraction);
  series.values[2] = 50;
  EXPECT_EQ(FindShareScale(series), ShareScale::kPercent);
  series.values[2] = 101;
  EXPECT_FALSE(FindShareScale(series).has_value());
  EXPECT_EQ(ParseShareScale("percent"), ShareScale::kPercent);
  EXPECT_EQ(ParseShareScale("fraction"), ShareScale::kFraction);
  EXPECT_FALSE(ParseShareScale("pct").has_value());
}

TEST(HodgesLehmann, EqualsTheMedianOfAllListedDifferences) {
  constexpr uint64_t kSeed = 41;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 300; ++round) {
    const Values before = RandomSeries(1 + random() % 25, random);
    Values after = RandomSeries(1 + random() % 25, random);
    if (round % 3 == 0) after = before;  // differences of 0, of either sign
    Values differences;
    for (double x : after) {
      for (double y : before) differences.push_back(x - y);
    }
    std::sort(differences.begin(), differences.end());
    const HodgesLehmann result = ComputeHodgesLehmann(before, after);
    EXPECT_DOUBLE_EQ(result.shift, Median(differences)) << round;
    const double n = static_cast<double>(differences.size());
    const double spread = std::sqrt(
        n * static_cast<double>(before.size() + after.size() + 1) / 12);
    const double rank = std::floor(n / 2 - 1.959963984540054 * spread);
    const size_t left_out = rank < 1 ? 0 : static_cast<size_t>(rank) - 1;
    EXPECT_EQ(result.ci95_low, differences[left_out]) << round;
    EXPECT_EQ(result.ci95_high, differences[differences.size() - 1 - left_out])
        << round;
  }
}

TEST(CompareJson, HasThePublishedNames) {
  const std::string json =
      ToJson(Compared(Percent(kDaysBefore), Percent(kDaysAfter)));
  for (const char* name :
       {"\"n_baseline\": 28", "\"difference\": 5.5163155830802", "\"welch\": {",
        "\"df\": 51.16587482118", "\"ci95_of_difference\": [-0.1765454",
        "\"U_of_after\": 512", "\"p_exact\": null",
        "\"hodges_lehmann_shift\": 6.4500129717521",
        "\"proportions\": {\n    \"baseline\": [5800, 8213]",
        "\"newcombe_ci95_pp\": [4.7943025199522", "\"wilson95_after\": [",
        "\"scale\": \"percent\"", "\"scale_was_given\": false"}) {
    EXPECT_THAT(json, HasSubstr(name));
  }
}

TEST(RunCompare, ReadsBothFilesAndNamesTheOneThatIsWrong) {
  const std::string before = ::testing::TempDir() + "/run_compare_before.csv";
  const std::string after = ::testing::TempDir() + "/run_compare_after.csv";
  std::ofstream(before) << "period_start,value\n2016-01-01,1\n2016-01-02,2\n";
  std::ofstream(after) << "period_start,value\n2016-02-01,5\n2016-02-02,7\n";
  const auto json = RunCompare({before, after});
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_THAT(*json, HasSubstr("\"difference\": 4.5"));
  const auto text = RunCompare({before, after, Improvement::kLower, false});
  EXPECT_THAT(*text, HasSubstr("Where lower is better, the values after are "
                               "on the bad side"));
  std::remove(after.c_str());
  EXPECT_THAT(std::string(RunCompare({before, after}).status().message()),
              HasSubstr("run_compare_after.csv: cannot be read"));
  std::remove(before.c_str());
}

}  // namespace
}  // namespace csi::statistics
