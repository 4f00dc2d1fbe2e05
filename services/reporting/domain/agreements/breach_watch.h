// Looks at agreements after something changed, and says in events what became
// of their breaches and when to look again. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_BREACH_WATCH_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_BREACH_WATCH_H_

#include <string_view>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

inline constexpr char kAgreementTimer[] = "agreement-watch";

// Looks at the months of an agreement from that of `from_us` to the running
// one, at most kMonthsBackMax back. `state` is as after the events of the
// command so far.
absl::Status LookAtAgreement(const KvReader& state, const Context& context,
                             std::string_view agreement, int64_t from_us,
                             Outcome& outcome);

// The same of all agreements about the node or a group above it: the first
// kAgreementsLookedAtMax now, the others by their timers at once.
absl::Status LookAboveNode(const KvReader& state, const Context& context,
                           std::string_view node, int64_t from_us,
                           Outcome& outcome);

// The timer of an agreement is due.
absl::Status FireAgreement(const Timer& timer, const Context& context,
                           Outcome& outcome);

void ApplyBreach(const v1::BreachRecorded& event, const Fact& fact,
                 Effects& effects);
void ApplyWatch(const v1::AgreementWatchMoved& event, const Fact& fact,
                Effects& effects);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_BREACH_WATCH_H_
