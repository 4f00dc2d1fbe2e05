#include "services/reporting/points/point_block.h"

#include <cmath>

#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

constexpr int64_t kDay = int64_t{86400} * 1000000;

StoredPoint At(int64_t period, double value) {
  StoredPoint point;
  point.period_us = period;
  point.value = value;
  return point;
}

TEST(PointBlock, KeepsEveryFigureBitForBit) {
  std::vector<StoredPoint> points = {At(-5 * kDay, 0.1), At(0, -0.0),
                                     At(7, 1e300), At(kDay, 3)};
  points[1].numerator = 2;
  points[1].denominator = 9007199254740993.0;
  points[2].count = 0.5;
  points[3].count = 12;
  points[3].late = true;
  points[3].source_event = "row 7";
  points[3].revision = 4;
  points[3].correction_reason = "typo";
  const std::vector<StoredPoint> read = DecodePoints(EncodePoints(points, 0));
  EXPECT_EQ(read, points);
  EXPECT_TRUE(std::signbit(read[1].value));
}

TEST(PointBlock, LeavesOutValuesThatFollowFromTheirParts) {
  std::vector<StoredPoint> points;
  for (int i = 0; i < 200; ++i) {
    StoredPoint point = At((16000 + i) * kDay, 100.0 * (i % 97) / 97);
    point.numerator = i % 97;
    point.denominator = 97;
    points.push_back(point);
  }
  const v1::PointBlock block = EncodePoints(points, 100);
  EXPECT_EQ(block.derived_factor(), 100);
  EXPECT_EQ(DecodePoints(block), points);
  EXPECT_LT(block.ByteSizeLong(), 5 * points.size());
}

TEST(PointBlock, TakesAtMostADozenBytesForAPlainDailyFigure) {
  std::vector<StoredPoint> points;
  for (int i = 0; i < 256; ++i) points.push_back(At(i * kDay, i * 0.37));
  EXPECT_LT(EncodePoints(points, 0).ByteSizeLong(), 12 * points.size());
}

TEST(PointBlock, SeriesTextAndDimensionsAreInverse) {
  google::protobuf::RepeatedPtrField<v1::DimensionValue> dimensions;
  v1::DimensionValue& priority = *dimensions.Add();
  priority.set_name("priority");
  priority.set_value("1 - a=b");
  v1::DimensionValue& group = *dimensions.Add();
  group.set_name("group");
  group.set_value("Group 70");
  const std::string text = SeriesText(dimensions);
  const std::vector<v1::DimensionValue> read = DimensionsOf(text);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].value(), "1 - a=b");
  EXPECT_EQ(read[1].name(), "group");
  EXPECT_TRUE(DimensionsOf("").empty());
}

}  // namespace
}  // namespace csi::reporting
