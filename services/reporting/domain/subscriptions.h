// When a subscribed report is due, and what then happens. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_SUBSCRIPTIONS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_SUBSCRIPTIONS_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/service_hours.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_subscriptions.pb.h"

namespace csi::reporting {

inline constexpr char kSubscriptionTimer[] = "report-subscription";

// The first time after `after`; nothing when the calendar has no working day
// within a year.
std::optional<absl::Time> NextTime(const v1::ReportSubscription& subscription,
                                   const ServiceHours& hours, absl::Time after);

// By the calendar that it names, as the directory has it now. Sets or clears
// next_time; a paused one has none. NOT_FOUND without the calendar,
// FIELD_INVALID when it has no working day.
absl::Status PlanNext(const Context& context,
                      v1::ReportSubscription& subscription);

// Renders the report, or says why not, and plans the next one. Of somebody who
// has left it rests.
absl::Status FireSubscription(const Timer& timer, const Context& context,
                              Outcome& outcome);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_SUBSCRIPTIONS_H_
