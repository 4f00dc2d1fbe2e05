// The rules of an agreement and of a node that need no other state than rows
// named in them. Each answers with the field and what is expected. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_AGREEMENT_RULES_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_AGREEMENT_RULES_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/service_hours.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_agreements.pb.h"

namespace csi::reporting {

// Texts, kinds, names, hours, windows and target of what a caller states.
absl::Status CheckAgreement(const Context& context,
                            const v1::Agreement& agreement);
// Parts, counts and texts.
absl::Status CheckServiceNode(const Context& context,
                              const v1::ServiceNode& node);

// The hours of the directory's calendar; NOT_FOUND when there is none.
absl::StatusOr<v1::AgreedHours> HoursOfCalendar(const Context& context,
                                                std::string_view field,
                                                std::string_view calendar);

// The month from which a change counts: the one stated, else the running one
// in the zone. FIELD_INVALID when it is too far back, or before `older`, the
// first month of what is there (may be empty).
absl::StatusOr<CalendarMonth> EffectiveMonth(const Context& context,
                                             std::string_view field,
                                             std::string_view stated,
                                             std::string_view older,
                                             absl::TimeZone zone);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_AGREEMENT_RULES_H_
