#include "services/reporting/points/point_store.h"

#include <map>
#include <random>

#include "common/kv/memory_kv.h"
#include "gtest/gtest.h"
#include "services/reporting/points/limits.h"

namespace csi::reporting {
namespace {

const SeriesId kTotal = {"acme", "made-sla", ""};

StoredPoint At(int64_t period, double value) {
  StoredPoint point;
  point.period_us = period;
  point.value = value;
  return point;
}

std::vector<StoredPoint> All(const MemoryKv& kv, const SeriesId& id) {
  std::vector<StoredPoint> points;
  ScanPoints(kv, id, kTimeMin, kTimeMax, [&](const StoredPoint& point) {
    points.push_back(point);
    return true;
  });
  return points;
}

TEST(PointStore, FindsWhatWasInserted) {
  MemoryKv kv;
  InsertPoints(kv, kTotal, 0, {At(10, 1), At(20, 2)});
  InsertPoints(kv, kTotal, 0, {At(15, 3)});
  SeriesReader reader(kv, kTotal);
  ASSERT_NE(reader.Find(15), nullptr);
  EXPECT_EQ(reader.Find(15)->value, 3);
  EXPECT_EQ(reader.Find(16), nullptr);
  EXPECT_EQ(reader.LastPeriod(), 20);
}

TEST(PointStore, KeepsSeriesApartThatStartAlike) {
  MemoryKv kv;
  InsertPoints(kv, {"acme", "i", ""}, 0, {At(1, 1)});
  InsertPoints(kv, {"acme", "i", "p=1"}, 0, {At(1, 2)});
  InsertPoints(kv, {"acme", "i", "p=10"}, 0, {At(1, 3)});
  InsertPoints(kv, {"acme", "i2", ""}, 0, {At(1, 4)});
  ASSERT_EQ(All(kv, {"acme", "i", "p=1"}).size(), 1u);
  EXPECT_EQ(All(kv, {"acme", "i", "p=1"})[0].value, 2);
  EXPECT_EQ(All(kv, {"acme", "i", ""}).size(), 1u);
}

TEST(PointStore, FillsBlocksWhenAppending) {
  MemoryKv kv;
  for (int i = 0; i < 1000; ++i) InsertPoints(kv, kTotal, 0, {At(i, i)});
  EXPECT_EQ(kv.rows().size(),
            (1000 + limits::kBlockPointsMax - 1) / limits::kBlockPointsMax);
}

TEST(PointStore, CorrectionKeepsTheOldFigure) {
  MemoryKv kv;
  InsertPoints(kv, kTotal, 0, {At(10, 1), At(20, 2)});
  StoredPoint better = At(20, 5);
  better.revision = 2;
  EXPECT_TRUE(ReplacePoints(kv, kTotal, 0, {better}));
  better.value = 6;
  better.revision = 3;
  EXPECT_TRUE(ReplacePoints(kv, kTotal, 0, {better}));
  const std::vector<v1::Point> history = PointHistoryOf(kv, kTotal, 20);
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].value(), 5);
  EXPECT_EQ(history[1].value(), 2);
  EXPECT_EQ(All(kv, kTotal)[1].value, 6);
  EXPECT_FALSE(ReplacePoints(kv, kTotal, 0, {At(30, 1)}));
}

// Random insertions and corrections against a plain map.
TEST(PointStore, HoldsWhatANaiveMapHolds) {
  for (uint32_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    MemoryKv kv;
    std::map<int64_t, StoredPoint> naive;
    for (int round = 0; round < 60; ++round) {
      std::map<int64_t, StoredPoint> fresh;
      const int count = static_cast<int>(random() % 120);
      const int64_t base = static_cast<int64_t>(random() % 4000) - 2000;
      for (int i = 0; i < count; ++i) {
        const int64_t period = base + static_cast<int64_t>(random() % 700);
        if (naive.count(period) > 0) continue;
        fresh[period] = At(period, random() * 0.5);
      }
      std::vector<StoredPoint> batch;
      for (const auto& [period, point] : fresh) batch.push_back(point);
      InsertPoints(kv, kTotal, 0, batch);
      naive.insert(fresh.begin(), fresh.end());
      std::vector<StoredPoint> corrected;
      for (auto& [period, point] : naive) {
        if (random() % 40 != 0) continue;
        point.value = random();
        ++point.revision;
        corrected.push_back(point);
      }
      ASSERT_TRUE(ReplacePoints(kv, kTotal, 0, corrected));
    }
    std::vector<StoredPoint> expected;
    for (const auto& [period, point] : naive) expected.push_back(point);
    ASSERT_EQ(All(kv, kTotal), expected);
    std::vector<StoredPoint> reversed;
    ScanPointsReverse(kv, kTotal, -500, 500, [&](const StoredPoint& point) {
      reversed.push_back(point);
      return true;
    });
    std::vector<StoredPoint> wanted;
    for (auto at = naive.rbegin(); at != naive.rend(); ++at) {
      if (at->first >= -500 && at->first < 500) wanted.push_back(at->second);
    }
    ASSERT_EQ(reversed, wanted);
    SeriesReader reader(kv, kTotal);
    for (const auto& [period, point] : naive) {
      const StoredPoint* found = reader.Find(period);
      ASSERT_NE(found, nullptr);
      ASSERT_EQ(*found, point);
    }
  }
}

}  // namespace
}  // namespace csi::reporting
