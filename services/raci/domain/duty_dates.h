// The days of a duty: a series by recurrence, and the days of a calendar on
// which there is work. Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_DUTY_DATES_H_
#define CSI_SERVICES_RACI_DOMAIN_DUTY_DATES_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "csi/raci/v1/raci.pb.h"
#include "csi/raci/v1/raci_governance.pb.h"

namespace csi::raci {

// The first day of the series behind `after`, or none: it is due once. A day
// that a month lacks is its last one (31 January, 28 February, 31 March).
std::optional<absl::CivilDay> NextInSeries(absl::CivilDay first,
                                           const v1::Recurrence& recurrence,
                                           absl::CivilDay after);

// Days of the series behind `from` and before `to`.
int DaysBetween(absl::CivilDay first, const v1::Recurrence& recurrence,
                absl::CivilDay from, absl::CivilDay to);

// `day`, or the next day with work: no holiday, and one of the week's days with
// working hours where the calendar has any. `day` when a year has none.
absl::CivilDay WorkingDayFrom(const v1::Calendar& calendar, absl::CivilDay day);

// When the day begins in the calendar's zone; UTC for one that is unknown.
absl::Time StartOfDay(const v1::Calendar& calendar, absl::CivilDay day);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_DUTY_DATES_H_
