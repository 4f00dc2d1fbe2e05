// Availability of a service in a period, in exact microseconds; the README has
// the definitions. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_AGREEMENTS_AVAILABILITY_H_
#define CSI_SERVICES_REPORTING_AGREEMENTS_AVAILABILITY_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "common/calendar/interval_set.h"

namespace csi::reporting {

// A target as parts of a million: 995000 is 99.5 %.
inline constexpr int64_t kWholePpm = 1000 * 1000;

struct Availability {
  int64_t agreed_us = 0;
  int64_t downtime_us = 0;
  // Outages of the service that took agreed time.
  int64_t outage_count = 0;

  // 0 to 100; nullopt without agreed service time.
  std::optional<double> Percent() const;
  // Rounded to the microsecond; nullopt without an outage.
  std::optional<int64_t> MtrsUs() const;
  std::optional<int64_t> MtbfUs() const;
  std::optional<int64_t> MtbsiUs() const;
};

// `down` is when the service was down, inside or outside of agreed time.
Availability Measure(const IntervalSet& agreed, const IntervalSet& down);

// The most downtime that keeps the target, rounded down: downtime is whole, so
// more than this is more than the exact bound. REQUIRES: 0 <= target_ppm <=
// kWholePpm.
int64_t AllowedDowntimeUs(int64_t agreed_us, int64_t target_ppm);

// What one recorded outage did to the service.
struct OutagePart {
  // Agreed time in which it was felt.
  int64_t counted_us = 0;
  // The part of it that another recorded outage explains as well.
  int64_t shared_us = 0;
};

// One answer for each outage, by when it was felt inside agreed time.
std::vector<OutagePart> AttributeDowntime(const std::vector<IntervalSet>& felt);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_AGREEMENTS_AVAILABILITY_H_
