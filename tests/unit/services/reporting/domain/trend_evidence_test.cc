#include "services/reporting/domain/trend_evidence.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kJanuary = 1735689600000000;  // 2025-01-01

class Evidence : public ::testing::Test {
 protected:
  Evidence() { indicator_.set_frequency(v1::FREQUENCY_MONTH); }

  std::vector<StoredPoint> Months(const std::vector<double>& values) {
    std::vector<StoredPoint> points(values.size());
    for (size_t i = 0; i < values.size(); ++i) {
      points[i].value = values[i];
      points[i].period_us = Month(static_cast<int64_t>(i));
    }
    return points;
  }
  static int64_t Month(int64_t number) {
    return ShiftPeriods(v1::FREQUENCY_MONTH, kJanuary, number);
  }
  v1::TrendEvidence Of(const std::vector<double>& values) {
    const std::vector<StoredPoint> points = Months(values);
    return EvidenceOf(indicator_, points, points);
  }
  v1::Indicator indicator_;
};

TEST_F(Evidence, AStepIsFoundAtItsFirstPeriod) {
  const v1::TrendEvidence found =
      Of({80, 82, 79, 81, 78, 80, 61, 59, 62, 60, 58, 61});
  EXPECT_EQ(MicrosOf(found.pettitt().new_level_time()), Month(6));
  EXPECT_FALSE(found.pettitt().up());
  EXPECT_LT(found.pettitt().p(), 0.05);
  ASSERT_EQ(found.level_times_size(), 1);
  EXPECT_EQ(MicrosOf(found.level_times(0)), Month(6));
  EXPECT_EQ(found.level_method(), "PELT");
}

TEST_F(Evidence, TheForecastSaysHowFarOffItWas) {
  const v1::TrendEvidence found =
      Of({10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32});
  const v1::TrendEvidence::Forecast& forecast = found.forecast();
  EXPECT_EQ(forecast.reason(), "");
  ASSERT_EQ(forecast.periods_size(), 4);
  EXPECT_EQ(MicrosOf(forecast.periods(0).period_time()), Month(12));
  EXPECT_NEAR(forecast.periods(3).mean(), 40, 1e-6) << forecast.method();
  EXPECT_EQ(forecast.hold_out(), 4u);
  EXPECT_NEAR(forecast.mean_absolute_error(), 0, 1e-6);
  // As the last value: off by 2, 4, 6 and 8.
  EXPECT_NEAR(forecast.naive_error(), 5, 1e-6);
}

TEST_F(Evidence, RelatedNeighboursChangeTheTrendTest) {
  // A slow wave: neighbours are alike, and the plain test is too sure.
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) values.push_back(i / 4 % 4 + i * 0.02);
  const v1::TrendEvidence found = Of(values);
  // n (n - 1) (2n + 5) / 18 without ties and without relation.
  const double plain = 40.0 * 39 * 85 / 18;
  EXPECT_GT(found.hamed_rao().var_s(), 1.2 * plain);
  EXPECT_GT(found.hamed_rao().p(), 0);
  EXPECT_EQ(Of({1, 2, 3}).hamed_rao().has_p(), false);
  EXPECT_NE(Of({1, 2, 3}).hamed_rao().reason(), "");
}

TEST_F(Evidence, AMissingPeriodIsNotPassedOver) {
  std::vector<StoredPoint> points = Months({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  points.erase(points.begin() + 4);
  const v1::TrendEvidence found = EvidenceOf(indicator_, points, points);
  EXPECT_THAT(found.forecast().reason(), HasSubstr("Periods are missing"));
  EXPECT_EQ(found.forecast().periods_size(), 0);
  indicator_.set_frequency(v1::FREQUENCY_IRREGULAR);
  EXPECT_THAT(EvidenceOf(indicator_, points, points).forecast().reason(),
              HasSubstr("no regular periods"));
}

TEST_F(Evidence, LittleOrConstantDataGivesNoFiguresAndNoCrash) {
  const v1::TrendEvidence one = Of({5});
  EXPECT_FALSE(one.has_pettitt());
  EXPECT_EQ(one.level_times_size(), 0);
  EXPECT_NE(one.forecast().reason(), "");
  const v1::TrendEvidence constant = Of(std::vector<double>(12, 7));
  EXPECT_FALSE(constant.has_pettitt());
  EXPECT_EQ(constant.level_times_size(), 0);
}

TEST_F(Evidence, ForecastsAreInTheUnitOfTheIndicator) {
  const std::vector<StoredPoint> points =
      Months({10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21});
  std::vector<StoredPoint> distances = points;
  for (StoredPoint& point : distances) point.value = 100 - point.value;
  const v1::TrendEvidence found = EvidenceOf(indicator_, points, distances);
  ASSERT_GT(found.forecast().periods_size(), 0);
  EXPECT_NEAR(found.forecast().periods(0).mean(), 22, 1e-6);
}

TEST_F(Evidence, AShareIsNeverMoreThanAll) {
  indicator_.set_aggregation(v1::AGGREGATION_PERCENTAGE);
  const v1::TrendEvidence found =
      Of({76, 78, 80, 82, 84, 86, 88, 90, 92, 94, 96, 98});
  ASSERT_EQ(found.forecast().periods_size(), 4);
  EXPECT_NEAR(found.forecast().periods(0).mean(), 100, 1e-6);
  EXPECT_EQ(found.forecast().periods(3).mean(), 100);
  EXPECT_LE(found.forecast().periods(3).pi95_high(), 100);
}

// A command waits for the answer.
TEST_F(Evidence, TheLongestSeriesTakesTheLinearMethod) {
  std::mt19937_64 random(1);
  std::vector<double> values(limits::kAnalysisPointsMax);
  for (double& value : values) value = static_cast<double>(random() % 1000);
  std::vector<StoredPoint> points = Months(values);
  indicator_.set_frequency(v1::FREQUENCY_DAY);
  for (size_t i = 0; i < points.size(); ++i) {
    points[i].period_us = ShiftPeriods(v1::FREQUENCY_DAY, kJanuary,
                                       static_cast<int64_t>(i) - 19999);
  }
  const v1::TrendEvidence found = EvidenceOf(indicator_, points, points);
  EXPECT_EQ(found.level_method(), "FPOP");
  EXPECT_TRUE(found.hamed_rao().has_p());
  EXPECT_EQ(found.forecast().periods_size(), 4);
}

}  // namespace
}  // namespace csi::reporting
