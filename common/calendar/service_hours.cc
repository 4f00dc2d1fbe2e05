#include "common/calendar/service_hours.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi {
namespace {

constexpr int64_t kMinuteUs = int64_t{60} * 1000 * 1000;
constexpr int64_t kDayUs = 24 * 60 * kMinuteUs;

int64_t FloorDiv(int64_t a, int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// The first instant behind `from_us` at which the offset may change, or
// `end_us`.
int64_t NextChangeUs(absl::TimeZone zone, int64_t from_us, int64_t end_us) {
  absl::TimeZone::CivilTransition change;
  if (!zone.NextTransition(absl::FromUnixMicros(from_us), &change)) {
    return end_us;
  }
  // A repeated civil time names two instants; the change is between them.
  const absl::TimeZone::TimeInfo at = zone.At(change.to);
  const int64_t at_us = absl::ToUnixMicros(
      at.kind == absl::TimeZone::TimeInfo::UNIQUE ? at.pre : at.trans);
  return at_us > from_us ? std::min(at_us, end_us) : end_us;
}

}  // namespace

absl::StatusOr<ServiceHours> ServiceHours::Make(
    std::string_view time_zone, std::vector<DailyHours> hours,
    std::vector<absl::CivilDay> holidays) {
  ServiceHours made;
  if (!time_zone.empty() && time_zone != "UTC" &&
      !absl::LoadTimeZone(std::string(time_zone), &made.zone_)) {
    return FieldError("time_zone",
                      StrCat("\"", time_zone,
                             "\" is not a time zone that this server knows. "
                             "Use an IANA name such as Europe/London; a server "
                             "without time zone data knows UTC only."));
  }
  made.hours_ = std::move(hours);
  made.holidays_ = std::move(holidays);
  std::sort(made.holidays_.begin(), made.holidays_.end());
  return made;
}

IntervalSet ServiceHours::Within(const TimeSpan& window) const {
  std::vector<TimeSpan> spans;
  // Between two changes of the clocks local time is UTC and a constant.
  for (int64_t from_us = window.start_us; from_us < window.end_us;) {
    const int64_t until_us = NextChangeUs(zone_, from_us, window.end_us);
    const int64_t offset_us =
        int64_t{zone_.At(absl::FromUnixMicros(from_us)).offset} * 1000 * 1000;
    const int64_t first = FloorDiv(from_us + offset_us, kDayUs);
    const int64_t last = FloorDiv(until_us - 1 + offset_us, kDayUs);
    for (int64_t day = first; day <= last; ++day) {
      AddDay(absl::CivilDay(1970, 1, 1) + day, day * kDayUs - offset_us,
             {from_us, until_us}, spans);
    }
    from_us = until_us;
  }
  return IntervalSet(std::move(spans));
}

void ServiceHours::AddDay(absl::CivilDay day, int64_t midnight_us,
                          const TimeSpan& window,
                          std::vector<TimeSpan>& spans) const {
  if (std::binary_search(holidays_.begin(), holidays_.end(), day)) return;
  const auto add = [&](int64_t start_us, int64_t end_us) {
    spans.push_back(
        {std::max(start_us, window.start_us), std::min(end_us, window.end_us)});
  };
  if (hours_.empty()) return add(midnight_us, midnight_us + kDayUs);
  const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
  for (const DailyHours& hours : hours_) {
    if (hours.weekday != weekday) continue;
    add(midnight_us + hours.start_minute * kMinuteUs,
        midnight_us + hours.end_minute * kMinuteUs);
  }
}

absl::StatusOr<CalendarMonth> CalendarMonth::Parse(std::string_view text) {
  CalendarMonth parsed;
  // Digits only: the number parser also takes signs and blanks.
  if (text.size() == 7 && text[4] == '-' &&
      text.find_first_not_of("0123456789-") == text.npos &&
      text.rfind('-') == 4 &&
      absl::SimpleAtoi(View(text.substr(0, 4)), &parsed.year) &&
      absl::SimpleAtoi(View(text.substr(5)), &parsed.month) &&
      parsed.year >= 1970 && parsed.month >= 1 && parsed.month <= 12) {
    return parsed;
  }
  return FieldError(
      "month", StrCat("\"", text, "\" is not a month; write it as 2026-03."));
}

CalendarMonth CalendarMonth::Of(int64_t time_us, absl::TimeZone zone) {
  const absl::CivilSecond local = zone.At(absl::FromUnixMicros(time_us)).cs;
  return {static_cast<int>(local.year()), local.month()};
}

std::string CalendarMonth::Text() const {
  return absl::StrFormat("%04d-%02d", year, month);
}

CalendarMonth CalendarMonth::Plus(int months) const {
  return FromNumber(Number() + months);
}

TimeSpan CalendarMonth::SpanIn(absl::TimeZone zone) const {
  const absl::CivilMonth first(year, month);
  return {absl::ToUnixMicros(absl::FromCivil(first, zone)),
          absl::ToUnixMicros(absl::FromCivil(first + 1, zone))};
}

CalendarMonth CalendarMonth::FromNumber(int number) {
  const int64_t year = FloorDiv(number, 12);
  return {static_cast<int>(1970 + year),
          static_cast<int>(number - year * 12 + 1)};
}

}  // namespace csi
