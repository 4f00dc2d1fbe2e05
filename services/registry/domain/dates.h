// Calendar days as people mean them: no time, no zone; day D begins at 00:00
// UTC for timers. Pure functions, no state.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_DATES_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_DATES_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace csi::registry {

// A day of the calendar between the years 1900 and 9999.
bool IsDay(const google::type::Date& date);
// 00:00 UTC of the day. REQUIRES: IsDay(date).
absl::Time StartOf(const google::type::Date& date);
google::type::Date DayOf(absl::Time time);
// "2026-05-01"; sorts as days do.
std::string DayText(const google::type::Date& date);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& time);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_DATES_H_
