#include "services/reporting/agreements/availability.h"

#include <random>

#include "absl/time/civil_time.h"
#include "common/calendar/service_hours.h"
#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

constexpr int64_t kHourUs = int64_t{3600} * 1000 * 1000;

ServiceHours London(bool office) {
  std::vector<DailyHours> hours;
  for (int day = 1; office && day <= 5; ++day) {
    hours.push_back({day, 8 * 60, 18 * 60});
  }
  return ServiceHours::Make("Europe/London", hours, {}).value();
}

int64_t At(absl::CivilSecond local) {
  return absl::ToUnixMicros(absl::FromCivil(local, London(false).zone()));
}

const IntervalSet& Night() {
  static const auto* night =
      new IntervalSet({{At(absl::CivilSecond(2026, 3, 10, 17, 30, 0)),
                        At(absl::CivilSecond(2026, 3, 11, 9, 0, 0))}});
  return *night;
}

TEST(Measure, CountsServiceHoursOnly) {
  const TimeSpan march = CalendarMonth{2026, 3}.SpanIn(London(true).zone());
  const Availability office = Measure(London(true).Within(march), Night());
  EXPECT_EQ(office.agreed_us, 220 * kHourUs);
  EXPECT_EQ(office.downtime_us, 3 * kHourUs / 2);
  EXPECT_EQ(office.outage_count, 1);
  EXPECT_NEAR(office.Percent().value(), 99.318, 0.0005);
  const Availability always = Measure(London(false).Within(march), Night());
  EXPECT_EQ(always.agreed_us, 743 * kHourUs);
  EXPECT_NEAR(always.Percent().value(), 97.914, 0.0005);
}

TEST(Measure, TheElapsedViewOfARunningMonthTakesTheTimeSoFar) {
  const TimeSpan march = CalendarMonth{2026, 3}.SpanIn(London(true).zone());
  const TimeSpan so_far{march.start_us,
                        At(absl::CivilSecond(2026, 3, 11, 20, 0, 0))};
  const Availability elapsed = Measure(London(true).Within(so_far), Night());
  EXPECT_EQ(elapsed.agreed_us, 80 * kHourUs);
  EXPECT_NEAR(elapsed.Percent().value(), 98.125, 0.0005);
}

TEST(Measure, MeansFollowTheirDefinitions) {
  const IntervalSet agreed({{0, 1000}});
  const IntervalSet down({{-50, 10}, {100, 130}, {500, 520}, {1000, 2000}});
  const Availability measured = Measure(agreed, down);
  EXPECT_EQ(measured.downtime_us, 60);
  // The last one begins where the agreed time ends.
  EXPECT_EQ(measured.outage_count, 3);
  EXPECT_EQ(measured.MtrsUs(), 20);
  EXPECT_EQ(measured.MtbfUs(), 313);
  EXPECT_EQ(measured.MtbsiUs(), 333);
}

TEST(Measure, WithoutAgreedTimeOrOutagesThereIsNoFigure) {
  EXPECT_EQ(Measure({}, IntervalSet({{0, 10}})).Percent(), std::nullopt);
  const Availability quiet = Measure(IntervalSet({{0, 10}}), {});
  EXPECT_EQ(quiet.Percent(), 100.0);
  EXPECT_EQ(quiet.MtrsUs(), std::nullopt);
  EXPECT_EQ(quiet.MtbfUs(), std::nullopt);
  EXPECT_EQ(quiet.MtbsiUs(), std::nullopt);
}

TEST(AllowedDowntime, IsExactForWholeMonthsAndTinyTimes) {
  EXPECT_EQ(AllowedDowntimeUs(220 * kHourUs, 995000), 11 * kHourUs / 10);
  EXPECT_EQ(AllowedDowntimeUs(10 * 366 * 24 * kHourUs, 0),
            10 * 366 * 24 * kHourUs);
  EXPECT_EQ(AllowedDowntimeUs(220 * kHourUs, kWholePpm), 0);
  // 0.999 of a microsecond is none.
  EXPECT_EQ(AllowedDowntimeUs(999, 999000), 0);
  EXPECT_EQ(AllowedDowntimeUs(1000, 999000), 1);
}

TEST(AttributeDowntime, SaysWhatEachOutageTookAndWhatTheyShare) {
  const IntervalSet lost({{0, 10}, {20, 30}});
  const auto parts =
      AttributeDowntime({IntervalSet({{0, 25}}).Intersect(lost),
                         IntervalSet({{5, 22}}).Intersect(lost),
                         IntervalSet({{40, 50}}).Intersect(lost)});
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].counted_us, 15);
  EXPECT_EQ(parts[0].shared_us, 7);
  EXPECT_EQ(parts[1].counted_us, 7);
  EXPECT_EQ(parts[1].shared_us, 7);
  EXPECT_EQ(parts[2].counted_us, 0);
}

// Moving everything moves nothing; a longer outage never helps; what is
// reported twice counts once.
TEST(Measure, KeepsItsPropertiesOnRandomOutages) {
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::vector<TimeSpan> agreed;
    std::vector<TimeSpan> down;
    for (int i = 0; i < 6; ++i) {
      const auto a = static_cast<int64_t>(random() % 1000);
      agreed.push_back({a, a + static_cast<int64_t>(random() % 100)});
      const auto d = static_cast<int64_t>(random() % 1000);
      down.push_back({d, d + static_cast<int64_t>(random() % 60)});
    }
    const Availability plain = Measure(IntervalSet(agreed), IntervalSet(down));
    std::vector<TimeSpan> twice = down;
    twice.insert(twice.end(), down.begin(), down.end());
    const Availability repeated =
        Measure(IntervalSet(agreed), IntervalSet(twice));
    EXPECT_EQ(repeated.downtime_us, plain.downtime_us);
    EXPECT_EQ(repeated.outage_count, plain.outage_count);
    std::vector<TimeSpan> longer = down;
    longer[0].end_us += 17;
    EXPECT_GE(Measure(IntervalSet(agreed), IntervalSet(longer)).downtime_us,
              plain.downtime_us);
    for (TimeSpan& span : agreed) span = {span.start_us + 77, span.end_us + 77};
    for (TimeSpan& span : down) span = {span.start_us + 77, span.end_us + 77};
    const Availability moved = Measure(IntervalSet(agreed), IntervalSet(down));
    EXPECT_EQ(moved.downtime_us, plain.downtime_us);
    EXPECT_EQ(moved.agreed_us, plain.agreed_us);
  }
}

}  // namespace
}  // namespace csi::reporting
