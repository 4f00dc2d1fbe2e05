// Response and resolution clocks of tickets under the terms of an agreement.
// Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_TICKET_CLOCKS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_TICKET_CLOCKS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/service_hours.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_agreement_calls.pb.h"
#include "csi/reporting/v1/reporting_agreements.pb.h"
#include "csi/reporting/v1/reporting_ticket_calls.pb.h"

namespace csi::reporting {

// Index of the target for a priority and measure: its own, else that of any
// priority; nullopt when there is neither.
std::optional<int> TargetFor(const v1::Agreement& terms,
                             std::string_view priority,
                             v1::TimeMeasure measure);

// What the clock shows at `now_us`. `hours` are those of the terms.
v1::TicketClock ReadClock(const v1::Ticket& ticket, const v1::Agreement& terms,
                          const ServiceHours& hours,
                          const v1::TimeTarget& target, int64_t now_us);

// The clocks of a ticket under the terms of the month in which it was opened.
absl::StatusOr<v1::TicketClocks> ClocksOf(const KvReader& state,
                                          std::string_view tenant,
                                          const v1::Ticket& ticket,
                                          int64_t now_us);

// Fills the targets of a report from the tickets that were opened in the
// window, the first `tickets_max` of them.
absl::Status FillTimeTargets(const KvReader& state, std::string_view tenant,
                             const v1::Agreement& terms, const TimeSpan& window,
                             int64_t now_us, int tickets_max,
                             v1::AgreementReport& report);

// FIELD_INVALID naming the field.
absl::Status CheckTimeTargets(const v1::Agreement& agreement);

// Writes the rows of a ticket in place of those that it had.
void PutTicket(KvWriter& state, std::string_view tenant,
               const v1::Ticket& ticket);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_TICKET_CLOCKS_H_
