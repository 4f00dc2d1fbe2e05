// What was agreed for a month, and the service time that follows from it. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_TERMS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_TERMS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/service_hours.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_agreements.pb.h"

namespace csi::reporting {

// Those that begin last, in force already or not.
std::optional<v1::Agreement> NewestTerms(const KvReader& state,
                                         std::string_view tenant,
                                         std::string_view agreement);

// The terms that hold in the month; nullopt when the agreement has none yet, or
// none any more.
std::optional<v1::Agreement> TermsFor(const KvReader& state,
                                      std::string_view tenant,
                                      std::string_view agreement,
                                      const CalendarMonth& month);

// FIELD_INVALID when the server does not know the time zone.
absl::StatusOr<ServiceHours> HoursOf(const v1::Agreement& agreement);

// Hours inside the window without agreed maintenance.
IntervalSet AgreedTime(const v1::Agreement& agreement,
                       const ServiceHours& hours, const TimeSpan& window);

// 995000 for 99.5 %; nullopt without a target. REQUIRES: CheckTarget passed.
std::optional<int64_t> TargetPpm(const v1::Agreement& agreement);

// FIELD_INVALID unless the target has at most four decimals and fits.
absl::Status CheckAvailabilityTarget(const v1::Agreement& agreement);

// FIELD_INVALID naming `field`.
absl::Status CheckDayHours(
    std::string_view field,
    const google::protobuf::RepeatedPtrField<v1::DayHours>& hours);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_TERMS_H_
