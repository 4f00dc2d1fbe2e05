#include "common/calendar/service_hours.h"

#include <algorithm>
#include <random>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "common/testing/effort.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

constexpr int64_t kHourUs = int64_t{3600} * 1000 * 1000;
constexpr int64_t kMinuteUs = kHourUs / 60;

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

std::vector<DailyHours> Weekdays(int start_hour, int end_hour) {
  std::vector<DailyHours> hours;
  for (int day = 1; day <= 5; ++day) {
    hours.push_back({day, start_hour * 60, end_hour * 60});
  }
  return hours;
}

int64_t HoursIn(const ServiceHours& hours, CalendarMonth month) {
  const int64_t total = hours.Within(month.SpanIn(hours.zone())).TotalUs();
  EXPECT_EQ(total % kHourUs, 0);
  return total / kHourUs;
}

TEST(ServiceHours, CountsOfficeHoursOfAMonthWithAChangeOfTheClocks) {
  const auto office = ServiceHours::Make("Europe/London", Weekdays(8, 18), {});
  ASSERT_TRUE(office.ok());
  EXPECT_EQ(HoursIn(*office, {2026, 3}), 220);
  // Round the clock: an hour less in March, one more in October.
  const auto always = ServiceHours::Make("Europe/London", {}, {});
  ASSERT_TRUE(always.ok());
  EXPECT_EQ(HoursIn(*always, {2026, 3}), 743);
  EXPECT_EQ(HoursIn(*always, {2026, 10}), 745);
  EXPECT_EQ(HoursIn(ServiceHours(), {2026, 3}), 744);
}

TEST(ServiceHours, AHolidayTakesItsLocalDay) {
  const auto office = ServiceHours::Make("Europe/London", Weekdays(8, 18),
                                         {absl::CivilDay(2026, 3, 10)});
  ASSERT_TRUE(office.ok());
  EXPECT_EQ(HoursIn(*office, {2026, 3}), 210);
}

TEST(ServiceHours, TheSkippedHourIsMissingAndTheRepeatedOneCountsTwice) {
  // Sundays 01:00 to 03:00, Berlin: 02:00 to 03:00 is skipped on 29 March and
  // repeated on 25 October.
  const auto night = ServiceHours::Make("Europe/Berlin", {{7, 60, 180}}, {});
  ASSERT_TRUE(night.ok());
  EXPECT_EQ(HoursIn(*night, {2026, 3}), 4 * 2 + 1);
  EXPECT_EQ(HoursIn(*night, {2026, 10}), 3 * 2 + 3);
}

TEST(ServiceHours, AZoneWithoutDataIsRefusedByName) {
  const auto hours = ServiceHours::Make("Europe/Atlantis", {}, {});
  EXPECT_EQ(ReasonOf(hours.status()), common::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_NE(hours.status().message().find("Europe/Atlantis"),
            std::string::npos);
}

TEST(CalendarMonth, ReadsAndWritesMonths) {
  const auto month = CalendarMonth::Parse("2026-03");
  ASSERT_TRUE(month.ok());
  EXPECT_EQ(month->Text(), "2026-03");
  EXPECT_EQ(month->Plus(-3).Text(), "2025-12");
  EXPECT_EQ(month->Plus(10).Text(), "2027-01");
  for (const char* wrong :
       {"", "2026", "2026-3", "2026-13", "2026-00", "2026-+3", "2026--3",
        "202 -03", "1969-12", "2026-03-01"}) {
    EXPECT_FALSE(CalendarMonth::Parse(wrong).ok()) << wrong;
  }
}

// Every minute of the window, asked of the local clock alone.
int64_t MinutesByClock(absl::TimeZone zone,
                       const std::vector<DailyHours>& hours,
                       const std::vector<absl::CivilDay>& holidays,
                       const TimeSpan& window) {
  int64_t minutes = 0;
  for (int64_t t = window.start_us; t < window.end_us; t += kMinuteUs) {
    const absl::CivilSecond local = zone.At(absl::FromUnixMicros(t)).cs;
    const absl::CivilDay day(local);
    if (std::find(holidays.begin(), holidays.end(), day) != holidays.end()) {
      continue;
    }
    const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
    const int minute = local.hour() * 60 + local.minute();
    const bool inside =
        hours.empty() ||
        std::any_of(hours.begin(), hours.end(), [&](const DailyHours& h) {
          return h.weekday == weekday && minute >= h.start_minute &&
                 minute < h.end_minute;
        });
    if (inside) ++minutes;
  }
  return minutes;
}

// Months with an odd clock: forward, back, half an hour, a day that was left
// out, midnight, a second change in one month.
struct OddMonth {
  const char* zone;
  CalendarMonth month;
};
constexpr OddMonth kOddMonths[] = {
    {"Europe/London", {2026, 3}},       {"Europe/Berlin", {2026, 10}},
    {"America/New_York", {2026, 11}},   {"America/Sao_Paulo", {2018, 11}},
    {"Australia/Lord_Howe", {2026, 4}}, {"Pacific/Apia", {2011, 12}},
    {"Africa/Casablanca", {2026, 3}},   {"Asia/Kathmandu", {2026, 5}},
    {"America/Santiago", {2026, 9}},    {"Africa/Cairo", {2010, 8}},
    {"Atlantic/Azores", {2026, 3}},     {"Asia/Beirut", {2026, 3}},
};

TEST(ServiceHours, AgreesWithTheLocalClockMinuteByMinute) {
  const uint64_t rounds = testing::kSanitized ? 2 : 12;
  for (uint64_t seed = 1; seed <= rounds; ++seed) {
    for (const OddMonth& odd : kOddMonths) {
      SCOPED_TRACE(StrCat(odd.zone, " ", odd.month.Text(), " seed ", seed));
      std::mt19937_64 random(seed);
      const absl::TimeZone zone = Zone(odd.zone);
      std::vector<DailyHours> hours;
      for (uint64_t n = random() % 10; n > 0; --n) {
        const int start = static_cast<int>(random() % 1440);
        const int end = start + 1 + static_cast<int>(random() % (1440 - start));
        hours.push_back({static_cast<int>(random() % 7) + 1, start, end});
      }
      std::vector<absl::CivilDay> holidays;
      for (uint64_t n = random() % 3; n > 0; --n) {
        holidays.push_back(absl::CivilDay(odd.month.year, odd.month.month,
                                          static_cast<int>(random() % 28) + 1));
      }
      const auto made = ServiceHours::Make(odd.zone, hours, holidays);
      ASSERT_TRUE(made.ok());
      const TimeSpan window = odd.month.SpanIn(zone);
      ASSERT_EQ(made->Within(window).TotalUs(),
                MinutesByClock(zone, hours, holidays, window) * kMinuteUs);
    }
  }
}

TEST(CalendarMonth, BeginsWhereTheLocalClockFirstShowsIt) {
  for (const OddMonth& odd : kOddMonths) {
    SCOPED_TRACE(odd.zone);
    const absl::TimeZone zone = Zone(odd.zone);
    for (int i = -12; i <= 12; ++i) {
      const CalendarMonth month = odd.month.Plus(i);
      const TimeSpan span = month.SpanIn(zone);
      EXPECT_EQ(CalendarMonth::Of(span.start_us, zone), month);
      EXPECT_EQ(CalendarMonth::Of(span.end_us - 1, zone), month);
      EXPECT_EQ(span.end_us, month.Plus(1).SpanIn(zone).start_us);
    }
  }
}

}  // namespace
}  // namespace csi
