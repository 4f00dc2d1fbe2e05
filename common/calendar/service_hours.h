// When a service is agreed to run: hours of the week and holidays in an IANA
// time zone. An instant is inside when the local clock shows a time that is:
// the hour that a change of the clocks skips is missing, the hour that it
// repeats counts twice. Exact to the microsecond; immutable and thread-safe.
#ifndef CSI_COMMON_CALENDAR_SERVICE_HOURS_H_
#define CSI_COMMON_CALENDAR_SERVICE_HOURS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/interval_set.h"

namespace csi {

// Hours of one day of the week, in minutes of the local day.
struct DailyHours {
  int weekday = 1;  // 1 = Monday to 7 = Sunday
  int start_minute = 0;
  int end_minute = 24 * 60;
};

class ServiceHours {
 public:
  // Round the clock, months in UTC.
  ServiceHours() = default;

  // FIELD_INVALID naming `time_zone` when this machine does not know the zone;
  // a figure in another zone would be another figure. No hours at all: round
  // the clock but on holidays. An empty zone is UTC.
  static absl::StatusOr<ServiceHours> Make(
      std::string_view time_zone, std::vector<DailyHours> hours,
      std::vector<absl::CivilDay> holidays);

  // The agreed service time inside the window.
  IntervalSet Within(const TimeSpan& window) const;

  absl::TimeZone zone() const { return zone_; }

 private:
  void AddDay(absl::CivilDay day, int64_t midnight_us, const TimeSpan& window,
              std::vector<TimeSpan>& spans) const;

  absl::TimeZone zone_ = absl::UTCTimeZone();
  std::vector<DailyHours> hours_;
  std::vector<absl::CivilDay> holidays_;  // sorted
};

// A calendar month. Months before 1970 or after 9999 do not exist.
struct CalendarMonth {
  int year = 1970;
  int month = 1;  // 1 to 12

  // "2026-03".
  static absl::StatusOr<CalendarMonth> Parse(std::string_view text);
  // The month that the local clock shows.
  static CalendarMonth Of(int64_t time_us, absl::TimeZone zone);

  std::string Text() const;
  CalendarMonth Plus(int months) const;
  // From its first instant in the zone to that of the next month.
  TimeSpan SpanIn(absl::TimeZone zone) const;
  // Months since January 1970.
  int Number() const { return (year - 1970) * 12 + month - 1; }
  static CalendarMonth FromNumber(int number);

  friend bool operator==(const CalendarMonth&, const CalendarMonth&) = default;
};

}  // namespace csi

#endif  // CSI_COMMON_CALENDAR_SERVICE_HOURS_H_
