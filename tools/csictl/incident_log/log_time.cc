#include "tools/csictl/incident_log/log_time.h"

#include <cstdio>

namespace csi::incident_log {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

// Takes 1 to `digits_max` digits off the front; -1 if there are none.
int TakeNumber(std::string_view* text, size_t digits_max) {
  int value = -1;
  size_t digits = 0;
  while (digits < digits_max && digits < text->size() &&
         (*text)[digits] >= '0' && (*text)[digits] <= '9') {
    value = (digits == 0 ? 0 : value * 10) + ((*text)[digits] - '0');
    ++digits;
  }
  text->remove_prefix(digits);
  return value;
}

bool Take(std::string_view* text, char c) {
  if (text->empty() || text->front() != c) return false;
  text->remove_prefix(1);
  return true;
}

struct Date {
  int year = -1;
  int month = -1;
  int day = -1;
};

std::optional<Date> TakeDate(std::string_view* text) {
  const bool iso = text->size() > 4 && (*text)[4] == '-';
  const char separator = iso ? '-' : '/';
  Date date;
  int& first = iso ? date.year : date.day;
  int& last = iso ? date.day : date.year;
  first = TakeNumber(text, iso ? 4 : 2);
  if (!Take(text, separator)) return std::nullopt;
  date.month = TakeNumber(text, 2);
  if (!Take(text, separator)) return std::nullopt;
  last = TakeNumber(text, iso ? 2 : 4);
  return date;
}

}  // namespace

std::optional<Minutes> ParseLogTime(std::string_view text) {
  const std::optional<Date> date = TakeDate(&text);
  if (!date.has_value() || date->year < kYearMin || date->year > kYearMax ||
      date->month < 1 || date->day < 1) {
    return std::nullopt;
  }
  // CivilDay carries 31/2 over into March: a date that moves is no date.
  const absl::CivilDay civil(date->year, date->month, date->day);
  if (civil.month() != date->month || civil.day() != date->day ||
      civil.year() != date->year) {
    return std::nullopt;
  }
  if (!Take(&text, ' ') && !Take(&text, 'T')) return std::nullopt;
  const int hour = TakeNumber(&text, 2);
  if (!Take(&text, ':')) return std::nullopt;
  const size_t before = text.size();
  const int minute = TakeNumber(&text, 2);
  if (before - text.size() != 2 || hour < 0 || hour > 23 || minute > 59) {
    return std::nullopt;
  }
  if (Take(&text, ':')) {
    const int second = TakeNumber(&text, 2);
    if (second < 0 || second > 59) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return static_cast<Minutes>((civil - kEpoch) * 24 * 60 + hour * 60 + minute);
}

absl::CivilDay CivilDayOf(Day day) { return kEpoch + day; }

std::string DayText(Day day) {
  const absl::CivilDay civil = CivilDayOf(day);
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d",
                static_cast<int>(civil.year()), civil.month(), civil.day());
  return text;
}

std::string_view FrequencyName(Frequency frequency) {
  switch (frequency) {
    case Frequency::kDay:
      return "day";
    case Frequency::kWeek:
      return "week";
    case Frequency::kMonth:
      return "month";
  }
  return "unknown";
}

// 1970-01-01 was a Thursday.
int WeekdayOf(Day day) { return ((day + 3) % 7 + 7) % 7; }

Day PeriodStart(Frequency frequency, Day day) {
  switch (frequency) {
    case Frequency::kDay:
      return day;
    case Frequency::kWeek:
      return day - WeekdayOf(day);
    case Frequency::kMonth:
      return day - (CivilDayOf(day).day() - 1);
  }
  return day;
}

Day PeriodEnd(Frequency frequency, Day start) {
  switch (frequency) {
    case Frequency::kDay:
      return start + 1;
    case Frequency::kWeek:
      return start + 7;
    case Frequency::kMonth:
      return static_cast<Day>(
          absl::CivilDay(absl::CivilMonth(CivilDayOf(start)) + 1) - kEpoch);
  }
  return start + 1;
}

}  // namespace csi::incident_log
