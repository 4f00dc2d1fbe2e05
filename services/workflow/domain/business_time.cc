#include "services/workflow/domain/business_time.h"

#include <algorithm>
#include <string>

#include "absl/time/civil_time.h"
#include "common/authority/rows.h"
#include "common/kv/keys.h"
#include "csi/workflow/v1/workflow_people_journal.pb.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"

namespace csi::workflow {
namespace {

constexpr int kMinutesOfDay = 24 * 60;

absl::TimeZone ZoneOf(const raci::v1::Calendar& calendar) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!calendar.time_zone().empty() &&
      !absl::LoadTimeZone(calendar.time_zone(), &zone)) {
    return absl::UTCTimeZone();
  }
  return zone;
}

bool IsHoliday(const raci::v1::Calendar& calendar, absl::CivilDay day) {
  return std::any_of(calendar.holidays().begin(), calendar.holidays().end(),
                     [&](const google::type::Date& date) {
                       return date.year() == day.year() &&
                              date.month() == day.month() &&
                              date.day() == day.day();
                     });
}

// The last minute of work on this day of the week, 0 if there is none; -1
// where the calendar has no hours at all.
int LastMinute(const raci::v1::Calendar& calendar, absl::CivilDay day) {
  if (calendar.working_hours().empty()) return -1;
  const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
  int last = 0;
  for (const raci::v1::WorkingHours& hours : calendar.working_hours()) {
    if (hours.day_of_week() == weekday) {
      last = std::max(last, hours.end_minute());
    }
  }
  return last;
}

bool IsWorkingDay(const raci::v1::Calendar& calendar, absl::CivilDay day) {
  return !IsHoliday(calendar, day) && LastMinute(calendar, day) != 0;
}

}  // namespace

absl::Time AfterWorkingDays(const raci::v1::Calendar& calendar, absl::Time from,
                            int days) {
  const absl::TimeZone zone = ZoneOf(calendar);
  const absl::CivilSecond start = zone.At(from).cs;
  absl::CivilDay day(start);
  int idle = 0;
  for (int left = days; left > 0;) {
    ++day;
    if (IsWorkingDay(calendar, day)) {
      --left;
      idle = 0;
    } else if (++idle > limits::kCalendarSearchDaysMax) {
      return from + absl::Hours(24) * days;
    }
  }
  const int minute = LastMinute(calendar, day);
  if (minute <= 0) {
    return absl::FromCivil(
        absl::CivilSecond(day.year(), day.month(), day.day(), start.hour(),
                          start.minute(), start.second()),
        zone);
  }
  // Minute 1440 is the midnight that ends the day.
  if (minute >= kMinutesOfDay) return absl::FromCivil(day + 1, zone);
  return absl::FromCivil(absl::CivilMinute(day) + minute, zone);
}

std::optional<raci::v1::Calendar> CalendarFor(const Context& context,
                                              std::string_view service) {
  std::string id;
  if (!service.empty()) {
    auto row = GetRow<raci::v1::Service>(
        *context.views, authority::ResourceKey(authority::kServiceTag,
                                               context.tenant, service));
    if (row) id = IdPart(row->calendar());
  }
  if (id.empty()) {
    auto settings = GetRow<v1::TimeSettingsRow>(
        *context.state, TimeSettingsKey(context.tenant));
    if (settings) id = IdPart(settings->settings().calendar());
  }
  if (id.empty()) return std::nullopt;
  return GetRow<raci::v1::Calendar>(
      *context.views,
      authority::ResourceKey(authority::kCalendarTag, context.tenant, id));
}

absl::Time DueAfter(const Context& context, std::string_view service,
                    int days) {
  const auto calendar = CalendarFor(context, service);
  return calendar ? AfterWorkingDays(*calendar, context.now, days)
                  : context.now + absl::Hours(24) * days;
}

}  // namespace csi::workflow
