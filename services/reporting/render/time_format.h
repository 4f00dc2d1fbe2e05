// Dates and times as a report writes them: ISO 8601, UTC.
//
// Pure; the machine's zone has no influence.
#ifndef CSI_SERVICES_REPORTING_RENDER_TIME_FORMAT_H_
#define CSI_SERVICES_REPORTING_RENDER_TIME_FORMAT_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reporting/render/chart_model.h"

namespace csi::reporting::render {

// "2025-01-31"
std::string FormatDay(absl::CivilDay day);
std::string FormatDay(absl::Time time);

// "2025-01-31 08:05"; the column or label says UTC.
std::string FormatMinute(absl::Time time);

// "2025-01-31T08:05:09Z", for attributes and JSON.
std::string FormatIso(absl::Time time);

// The name of the period that starts then: "2025-01", "2025-W05",
// "2025-Q1", "2025", "2025-01-31", "2025-01-31 08:00".
std::string FormatPeriod(absl::Time start, Granularity granularity);

// Adjective and noun of a granularity: "monthly", "month".
std::string PeriodAdjective(Granularity granularity);
std::string PeriodNoun(Granularity granularity);

// "1 h 30 min", "12 min 5 s", "\u22123 min", "0 s": to the second, cut.
std::string FormatSpan(absl::Duration span);

// The day of a time in UTC.
absl::CivilDay DayOf(absl::Time time);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_TIME_FORMAT_H_
