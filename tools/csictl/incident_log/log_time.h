// Times as the log writes them, d/m/yyyy H:MM without a zone, read as UTC;
// also yyyy-mm-dd H:MM. Seconds are allowed and dropped. In memory: minutes
// since 1970, and days since 1970 for periods. Thread-safe.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_LOG_TIME_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_LOG_TIME_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

namespace csi::incident_log {

using Minutes = int32_t;  // since 1970-01-01 00:00 UTC
using Day = int32_t;      // since 1970-01-01

inline constexpr Minutes kNoTime = std::numeric_limits<Minutes>::min();
inline constexpr int kYearMin = 1990;
inline constexpr int kYearMax = 2099;

// Nothing if the text is no such time, the date is not in the calendar, or
// the year is not within kYearMin..kYearMax.
std::optional<Minutes> ParseLogTime(std::string_view text);

inline Day DayOf(Minutes minutes) { return minutes / (24 * 60); }

absl::CivilDay CivilDayOf(Day day);
std::string DayText(Day day);  // 2016-03-21

enum class Frequency { kDay, kWeek, kMonth };
inline constexpr Frequency kFrequencies[] = {Frequency::kDay, Frequency::kWeek,
                                             Frequency::kMonth};

std::string_view FrequencyName(Frequency frequency);  // day, week, month

// First day of the period that holds `day`; weeks begin on Monday.
Day PeriodStart(Frequency frequency, Day day);
// First day after the period that begins at `start`.
Day PeriodEnd(Frequency frequency, Day start);
// 0 Monday .. 6 Sunday.
int WeekdayOf(Day day);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_LOG_TIME_H_
