// The next day of a duty: what the commands about duties share.
#ifndef CSI_SERVICES_RACI_DOMAIN_DUTY_PLAN_H_
#define CSI_SERVICES_RACI_DOMAIN_DUTY_PLAN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/domain/domain.h"
#include "csi/raci/v1/raci.pb.h"
#include "csi/raci/v1/raci_governance.pb.h"

namespace csi::raci {

// NOT_FOUND, or FIELD_INVALID for a name of another form.
absl::StatusOr<v1::Duty> LoadDuty(const Context& context,
                                  const std::string& name);

// The duty's calendar; one without hours and zone where it has none.
v1::Calendar CalendarOf(const Context& context, const v1::Duty& duty);

// Which day it is in the calendar's zone.
absl::CivilDay Today(const Context& context, const v1::Calendar& calendar);

// Puts a day of the series up as the next one, with the day and time on which
// it is due.
void Plan(const v1::Calendar& calendar, absl::CivilDay day, v1::Duty& duty);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_DUTY_PLAN_H_
