#include "services/reporting/agreements/time_clock.h"

#include <algorithm>

#include "common/base/check.h"

namespace csi::reporting {

int64_t ClockUs(const ServiceHours& hours, const IntervalSet& pauses,
                const TimeSpan& running) {
  return hours.Within(running).Minus(pauses).TotalUs();
}

std::optional<int64_t> ClockDueUs(const ServiceHours& hours,
                                  const IntervalSet& pauses, int64_t start_us,
                                  int64_t target_us, int64_t horizon_us) {
  return GatheredAtUs(hours.Within({start_us, horizon_us}).Minus(pauses),
                      start_us, target_us);
}

std::optional<int64_t> GatheredAtUs(const IntervalSet& set, int64_t start_us,
                                    int64_t amount_us) {
  CSI_CHECK(amount_us >= 1, "a clock runs for some time");
  for (const TimeSpan& span : set.spans()) {
    const int64_t from_us = std::max(span.start_us, start_us);
    if (span.end_us <= from_us) continue;
    if (span.end_us - from_us >= amount_us) return from_us + amount_us;
    amount_us -= span.end_us - from_us;
  }
  return std::nullopt;
}

}  // namespace csi::reporting
