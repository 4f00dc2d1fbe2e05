// The clock of a response or resolution target: it runs in service hours only
// and stands still in pauses. What it shows follows from the instants alone, so
// that a change of the agreement keeps every pause. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_AGREEMENTS_TIME_CLOCK_H_
#define CSI_SERVICES_REPORTING_AGREEMENTS_TIME_CLOCK_H_

#include <cstdint>
#include <optional>

#include "common/calendar/interval_set.h"
#include "common/calendar/service_hours.h"

namespace csi::reporting {

// Time on the clock between the two instants; 0 when they are out of order.
int64_t ClockUs(const ServiceHours& hours, const IntervalSet& pauses,
                const TimeSpan& running);

// When a clock that started at `start_us` has run for `target_us`: the instant
// behind the last microsecond. nullopt when that is not before `horizon_us`.
// REQUIRES: target_us >= 1.
std::optional<int64_t> ClockDueUs(const ServiceHours& hours,
                                  const IntervalSet& pauses, int64_t start_us,
                                  int64_t target_us, int64_t horizon_us);

// The instant at which `set` has gathered `amount_us` since `start_us`, nullopt
// if it never does. REQUIRES: amount_us >= 1.
std::optional<int64_t> GatheredAtUs(const IntervalSet& set, int64_t start_us,
                                    int64_t amount_us);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_AGREEMENTS_TIME_CLOCK_H_
