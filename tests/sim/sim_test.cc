// Quick form of the simulation; tools/sim runs the long one.
#include "common/testing/effort.h"
#include "gtest/gtest.h"
#include "tests/sim/simulation.h"

namespace csi::sim {
namespace {

constexpr uint64_t kSeeds = testing::kRaceDetector ? 50
                            : testing::kSanitized  ? 400
                                                   : 2000;

TEST(Simulation, KeepsEveryPromise) {
  uint64_t acknowledged = 0;
  uint64_t crashes = 0;
  uint64_t claims = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const SimResult result = Simulate({seed, SimOptions().steps});
    EXPECT_EQ(result.failure, "")
        << "at step " << result.failed_step
        << "; again: build/dev/bin/csi_sim --seed " << seed;
    if (HasFailure()) return;
    acknowledged += result.acknowledged;
    crashes += result.crashes;
    claims += result.claims;
  }
  // A world in which nothing happens keeps all promises too.
  EXPECT_GT(acknowledged, kSeeds * 20);
  EXPECT_GT(crashes, kSeeds);
  EXPECT_GT(claims, kSeeds * 4);
}

TEST(Simulation, TheSameSeedGivesTheSameTrace) {
  for (uint64_t seed : {3, 17, 2026}) {
    const SimResult once = Simulate({seed, 200});
    const SimResult again = Simulate({seed, 200});
    EXPECT_EQ(once.trace_hash, again.trace_hash) << "seed " << seed;
    EXPECT_NE(once.trace_hash, Simulate({seed + 1, 200}).trace_hash);
  }
}

}  // namespace
}  // namespace csi::sim
