#include "services/reporting/render/time_format.h"

#include <string>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"

namespace csi::reporting::render {
namespace {

std::string Format(const char* pattern, absl::Time time) {
  return absl::FormatTime(pattern, time, absl::UTCTimeZone());
}

}  // namespace

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string FormatDay(absl::Time time) { return FormatDay(DayOf(time)); }

std::string FormatMinute(absl::Time time) {
  return Format("%Y-%m-%d %H:%M", time);
}

std::string FormatIso(absl::Time time) {
  return Format("%Y-%m-%dT%H:%M:%SZ", time);
}

std::string FormatPeriod(absl::Time start, Granularity granularity) {
  const absl::CivilDay day = DayOf(start);
  switch (granularity) {
    case Granularity::kHour:
      return FormatMinute(start);
    case Granularity::kDay:
      return FormatDay(day);
    case Granularity::kWeek:
      return Format("%G-W%V", start);
    case Granularity::kMonth:
      return absl::StrFormat("%04d-%02d", day.year(), day.month());
    case Granularity::kQuarter:
      return absl::StrFormat("%04d-Q%d", day.year(), (day.month() + 2) / 3);
    case Granularity::kYear:
      return absl::StrFormat("%04d", day.year());
  }
  return FormatDay(day);
}

std::string PeriodAdjective(Granularity granularity) {
  switch (granularity) {
    case Granularity::kHour:
      return "hourly";
    case Granularity::kDay:
      return "daily";
    case Granularity::kWeek:
      return "weekly";
    case Granularity::kMonth:
      return "monthly";
    case Granularity::kQuarter:
      return "quarterly";
    case Granularity::kYear:
      return "yearly";
  }
  return "periodic";
}

std::string PeriodNoun(Granularity granularity) {
  switch (granularity) {
    case Granularity::kHour:
      return "hour";
    case Granularity::kDay:
      return "day";
    case Granularity::kWeek:
      return "week";
    case Granularity::kMonth:
      return "month";
    case Granularity::kQuarter:
      return "quarter";
    case Granularity::kYear:
      return "year";
  }
  return "period";
}

std::string FormatSpan(absl::Duration span) {
  const absl::Duration size = absl::AbsDuration(span);
  const int64_t hours = size / absl::Hours(1);
  const int64_t minutes = size % absl::Hours(1) / absl::Minutes(1);
  const int64_t seconds = size % absl::Minutes(1) / absl::Seconds(1);
  const bool none = size < absl::Seconds(1);
  const std::string sign = span < absl::ZeroDuration() && !none ? "\u2212" : "";
  if (hours > 0) {
    const std::string rest = minutes > 0 ? StrCat(" ", minutes, " min") : "";
    return StrCat(sign, hours, " h", rest);
  }
  if (minutes > 0) {
    const std::string rest = seconds > 0 ? StrCat(" ", seconds, " s") : "";
    return StrCat(sign, minutes, " min", rest);
  }
  return StrCat(sign, seconds, " s");
}

}  // namespace csi::reporting::render
