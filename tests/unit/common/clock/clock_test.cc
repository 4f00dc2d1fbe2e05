#include "common/clock/clock.h"

#include "gtest/gtest.h"

namespace csi {
namespace {

const absl::Time kReal = absl::FromUnixSeconds(1'700'000'000);

TEST(ManualClock, MovesBothClocksTogether) {
  ManualClock clock(kReal);
  const absl::Duration steady = clock.Steady();
  clock.Advance(absl::Hours(3));
  EXPECT_EQ(clock.Wall(), kReal + absl::Hours(3));
  EXPECT_EQ(clock.Steady() - steady, absl::Hours(3));
}

TEST(DemoClock, RunsAtRealSpeedFromItsStart) {
  ManualClock real(kReal);
  DemoClock demo(real, kReal - absl::Hours(100));
  EXPECT_EQ(demo.Wall(), kReal - absl::Hours(100));
  real.Advance(absl::Minutes(5));
  EXPECT_EQ(demo.Wall(), kReal - absl::Hours(100) + absl::Minutes(5));
}

TEST(DemoClock, MovesForwardOnRequestWithItsSteadyClock) {
  ManualClock real(kReal);
  DemoClock demo(real, kReal - absl::Hours(100));
  const absl::Duration steady = demo.Steady();
  ASSERT_TRUE(demo.AdvanceTo(kReal - absl::Hours(40)).ok());
  EXPECT_EQ(demo.Wall(), kReal - absl::Hours(40));
  EXPECT_EQ(demo.Steady() - steady, absl::Hours(60));
}

TEST(DemoClock, NeverGoesBackNorBeyondTheRealTime) {
  ManualClock real(kReal);
  DemoClock demo(real, kReal - absl::Hours(100));
  EXPECT_FALSE(demo.AdvanceTo(kReal - absl::Hours(101)).ok());
  EXPECT_FALSE(demo.AdvanceTo(kReal + absl::Seconds(1)).ok());
  EXPECT_EQ(demo.Wall(), kReal - absl::Hours(100));
  EXPECT_TRUE(demo.AdvanceTo(kReal).ok());
}

}  // namespace
}  // namespace csi
