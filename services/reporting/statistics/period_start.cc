#include "services/reporting/statistics/period_start.h"

#include <string>

#include "absl/time/civil_time.h"

namespace csi::statistics {
namespace {

// Reads exactly two (or four) digits at `at`; nothing if they are not digits.
std::optional<int> Digits(std::string_view text, size_t at, size_t length) {
  int number = 0;
  for (size_t i = at; i < at + length; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
    number = 10 * number + (text[i] - '0');
  }
  return number;
}

}  // namespace

std::optional<absl::Time> ParsePeriodStart(std::string_view text) {
  constexpr size_t kDate = 10;
  constexpr size_t kSeconds = 19;
  const auto year = Digits(text, 0, 4), month = Digits(text, 5, 2),
             day = Digits(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return {};
  const absl::CivilDay date(*year, *month, *day);
  if (date.month() != *month || date.day() != *day) return {};
  if (text.size() == kDate) return absl::FromCivil(date, absl::UTCTimeZone());
  if (text.size() < kSeconds || (text[kDate] != 'T' && text[kDate] != ' ')) {
    return {};
  }
  const auto hour = Digits(text, 11, 2), minute = Digits(text, 14, 2),
             second = Digits(text, 17, 2);
  if (!hour || !minute || !second || text[13] != ':' || text[16] != ':') {
    return {};
  }
  if (*hour > 23 || *minute > 59 || *second > 59) return {};
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(date.year(), date.month(), date.day(),
                                        *hour, *minute, *second),
                      absl::UTCTimeZone());
  const std::string_view zone = text.substr(kSeconds);
  if (zone.empty() || zone == "Z") return time;
  // Fractions and offsets are rare: the library's parser takes them.
  std::string full(text);
  full[kDate] = 'T';
  absl::Time zoned;
  std::string error;
  if (zone.find(' ') != zone.npos ||
      !absl::ParseTime(absl::RFC3339_full, full, &zoned, &error)) {
    return {};
  }
  return zoned;
}

}  // namespace csi::statistics
