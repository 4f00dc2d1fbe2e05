// Durations of contracts as whole microseconds, and back.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_DURATIONS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_DURATIONS_H_

#include <cstdint>

#include "google/protobuf/duration.pb.h"

namespace csi::reporting {

inline constexpr int64_t kSecondUs = 1000 * 1000;

// Both parts have the sign of the whole, as the format wants it.
inline google::protobuf::Duration DurationOf(int64_t time_us) {
  google::protobuf::Duration duration;
  duration.set_seconds(time_us / kSecondUs);
  duration.set_nanos(static_cast<int32_t>(time_us % kSecondUs) * 1000);
  return duration;
}

inline int64_t MicrosOf(const google::protobuf::Duration& duration) {
  return duration.seconds() * kSecondUs + duration.nanos() / 1000;
}

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_DURATIONS_H_
