#include "tools/csictl/incident_log/chunks.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::incident_log {
namespace {

Series SeriesOf(std::string id, size_t points) {
  Series series;
  series.id = std::move(id);
  series.points.resize(points);
  return series;
}

TEST(Chunks, CutEachSeriesByItself) {
  const std::vector<Series> series = {SeriesOf("a", 5), SeriesOf("b", 0),
                                      SeriesOf("c", 4)};
  const std::vector<Chunk> chunks = CutIntoChunks(series, 2);
  ASSERT_EQ(chunks.size(), 5u);
  EXPECT_EQ(chunks[0].id, "a/0");
  EXPECT_EQ(chunks[2].id, "a/2");
  EXPECT_EQ(chunks[2].begin, 4u);
  EXPECT_EQ(chunks[2].end, 5u);
  EXPECT_EQ(chunks[3].id, "c/0");
  EXPECT_EQ(chunks[3].series, 2u);
  EXPECT_EQ(chunks[4].end, 4u);
}

TEST(Chunks, HoldEveryPointOnceWhateverTheirSize) {
  const std::vector<Series> series = {SeriesOf("a", 17), SeriesOf("b", 1)};
  for (size_t points_max = 1; points_max < 20; ++points_max) {
    size_t points = 0;
    for (const Chunk& chunk : CutIntoChunks(series, points_max)) {
      EXPECT_LE(chunk.end - chunk.begin, points_max);
      points += chunk.end - chunk.begin;
    }
    EXPECT_EQ(points, 18u);
  }
}

TEST(Chunks, HaveRequestIdsThatAreStableAcrossReleases) {
  const Chunk chunk = {"made-sla-pct.week.all/0", 0, 0, 51};
  // The SHA-256 of the six lines that chunks.h names, cut to 128 bits.
  EXPECT_EQ(RequestIdOf("fd184b", "demo", 1000, chunk),
            "5edfd0c5-0a4e-8ab0-910e-ff3851ae9d51");
}

TEST(Chunks, HaveOtherRequestIdsForOtherContentTenantsAndCuts) {
  const Chunk chunk = {"a/0", 0, 0, 5};
  std::set<std::string> ids = {RequestIdOf("x", "demo", 5, chunk),
                               RequestIdOf("y", "demo", 5, chunk),
                               RequestIdOf("x", "other", 5, chunk),
                               RequestIdOf("x", "demo", 6, chunk),
                               RequestIdOf("x", "demo", 5, {"a/1", 0, 5, 10}),
                               RequestIdOf("x", "demo", 5, {"a/0", 0, 0, 4})};
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_EQ(ids.begin()->size(), 36u);
}

}  // namespace
}  // namespace csi::incident_log
