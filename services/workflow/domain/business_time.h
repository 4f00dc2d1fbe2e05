// Due times in working days of a calendar of the directory. Pure functions,
// thread-safe.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_BUSINESS_TIME_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_BUSINESS_TIME_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "common/domain/domain.h"
#include "csi/raci/v1/raci.pb.h"

namespace csi::workflow {

// The end of the last working hours of the `days`-th working day behind the day
// of `from`, in the calendar's zone; where the calendar has no hours, the same
// local time on that day, also over a change of the clocks. A holiday is no
// working day. A calendar without any working day counts all days.
absl::Time AfterWorkingDays(const raci::v1::Calendar& calendar, absl::Time from,
                            int days);

// The calendar of a service (id, may be empty), else the tenant's; none if
// neither is set: then every day counts, with 24 hours.
std::optional<raci::v1::Calendar> CalendarFor(const Context& context,
                                              std::string_view service);

// By that calendar.
absl::Time DueAfter(const Context& context, std::string_view service, int days);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_BUSINESS_TIME_H_
