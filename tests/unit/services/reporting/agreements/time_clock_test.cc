#include "services/reporting/agreements/time_clock.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

constexpr int64_t kHourUs = int64_t{3600} * 1000 * 1000;

ServiceHours Office() {
  std::vector<DailyHours> hours;
  for (int day = 1; day <= 5; ++day) hours.push_back({day, 480, 1080});
  return ServiceHours::Make("Europe/London", hours, {}).value();
}

// March 2026; the 6th is a Friday.
int64_t At(int day, int hour) {
  return absl::ToUnixMicros(absl::FromCivil(
      absl::CivilSecond(2026, 3, day, hour, 0, 0), Office().zone()));
}

TEST(TimeClock, RunsInServiceHoursAndStandsStillInPauses) {
  const IntervalSet pauses({{At(6, 17), At(9, 9)}});
  // Friday 16:00 to Monday 10:00: an hour before the pause, one behind it.
  EXPECT_EQ(ClockUs(Office(), pauses, {At(6, 16), At(9, 10)}), 2 * kHourUs);
  EXPECT_EQ(ClockUs(Office(), {}, {At(6, 16), At(9, 10)}), 4 * kHourUs);
  EXPECT_EQ(ClockUs(Office(), {}, {At(9, 10), At(6, 16)}), 0);
}

TEST(TimeClock, OverlappingPausesStopItOnce) {
  const IntervalSet pauses({{At(6, 9), At(6, 12)}, {At(6, 11), At(6, 13)}});
  EXPECT_EQ(ClockUs(Office(), pauses, {At(6, 8), At(6, 18)}), 6 * kHourUs);
}

TEST(TimeClock, IsDueWhenItHasRunForTheTarget) {
  const IntervalSet pauses({{At(6, 17), At(9, 9)}});
  EXPECT_EQ(ClockDueUs(Office(), pauses, At(6, 16), 2 * kHourUs, At(31, 0)),
            At(9, 10));
  EXPECT_EQ(ClockDueUs(Office(), pauses, At(6, 16), kHourUs, At(31, 0)),
            At(6, 17));
  EXPECT_EQ(ClockDueUs(Office(), {}, At(6, 16), 500 * kHourUs, At(31, 0)),
            std::nullopt);
}

TEST(TimeClock, DueAndElapsedAgree) {
  const IntervalSet pauses({{At(10, 9), At(11, 12)}, {At(13, 8), At(13, 9)}});
  for (int64_t hours = 1; hours <= 60; ++hours) {
    const auto due =
        ClockDueUs(Office(), pauses, At(9, 7), hours * kHourUs, At(31, 0));
    ASSERT_TRUE(due.has_value());
    EXPECT_EQ(ClockUs(Office(), pauses, {At(9, 7), *due}), hours * kHourUs);
    EXPECT_EQ(ClockUs(Office(), pauses, {At(9, 7), *due - 1}),
              hours * kHourUs - 1);
  }
}

}  // namespace
}  // namespace csi::reporting
