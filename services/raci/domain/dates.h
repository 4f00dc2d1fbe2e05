// Days as people write them (google.type.Date) and as they are counted.
// Pure functions, thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_DATES_H_
#define CSI_SERVICES_RACI_DOMAIN_DATES_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace csi::raci {

// INVALID_ARGUMENT unless it is a whole day between 1900 and 9999.
absl::Status CheckDate(std::string_view field, const google::type::Date& date);

absl::CivilDay DayOf(const google::type::Date& date);
google::type::Date DateOfDay(absl::CivilDay day);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_DATES_H_
