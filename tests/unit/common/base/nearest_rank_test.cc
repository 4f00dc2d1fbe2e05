#include "common/base/nearest_rank.h"

#include <gtest/gtest.h>

#include <numeric>

namespace csi {
namespace {

TEST(NearestRank, IsAValueThatWasSeen) {
  EXPECT_EQ(NearestRank({7}, 50), 7);
  EXPECT_EQ(NearestRank({4, 1, 3, 2}, 50), 2);
  EXPECT_EQ(NearestRank({4, 1, 3, 2}, 85), 4);
  EXPECT_EQ(NearestRank({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 85), 9);
}

TEST(NearestRank, ReachesFromTheFirstToTheLast) {
  EXPECT_EQ(NearestRank({3, 1, 2}, 0), 1);
  EXPECT_EQ(NearestRank({3, 1, 2}, 100), 3);
  EXPECT_EQ(NearestRank({5, 5, 1}, 50), 5);
}

// In floating point 0.07 * 100 is a little more than 7, and would be the
// eighth.
TEST(NearestRank, CountsRanksInWholeNumbers) {
  std::vector<double> values(100);
  std::iota(values.begin(), values.end(), 1);
  for (size_t percent = 1; percent <= 100; ++percent) {
    EXPECT_EQ(NearestRank(values, percent), static_cast<double>(percent));
  }
}

}  // namespace
}  // namespace csi
