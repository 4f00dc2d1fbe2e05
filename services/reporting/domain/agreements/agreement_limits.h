// Bounds of agreements, service trees and outages: a command reads a few
// thousand rows at most.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_LIMITS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_LIMITS_H_

#include <cstddef>

namespace csi::reporting::limits {

inline constexpr size_t kAgreementTitleBytesMax = 200;
inline constexpr size_t kAgreementTextBytesMax = 1000;
inline constexpr int kDayHoursMax = 50;
inline constexpr int kHolidaysMax = 1000;
inline constexpr int kMaintenanceWindowsMax = 200;
inline constexpr int kUnderpinningMax = 20;
inline constexpr int kAgreementsOfNodeMax = 10;
// What one command looks at; the others follow by their timers at once.
inline constexpr int kAgreementsLookedAtMax = 10;
// Months that new terms may reach back.
inline constexpr int kMonthsBackMax = 24;
inline constexpr int kWarningPercentDefault = 80;
inline constexpr int kChartMonthsMax = 24;
inline constexpr int kChartMonthsDefault = 12;

inline constexpr int kNodePartsMax = 20;
// Nodes below a node, it included, and groups above one.
inline constexpr size_t kTreeNodesMax = 100;
inline constexpr size_t kGroupsAboveMax = 50;

inline constexpr int kOutagesOfNodeMonthMax = 300;
inline constexpr int kOutageDaysMax = 366;
inline constexpr int kOutageChangesMax = 50;
inline constexpr size_t kOutageSourceBytesMax = 100;
inline constexpr size_t kOutageSourceIdBytesMax = 200;
inline constexpr size_t kOutageCauseBytesMax = 200;

inline constexpr int kTimeTargetsMax = 50;
inline constexpr int kPauseReasonsMax = 50;
inline constexpr size_t kPauseReasonBytesMax = 100;
inline constexpr size_t kPriorityBytesMax = 40;
inline constexpr int kTicketPausesMax = 100;
// A clock that is due later than this many days from now is not told when.
inline constexpr int kClockDaysMax = 400;
// Tickets that a report reads, and late ones that it names of a target.
inline constexpr int kTicketsOfReportMax = 20000;
inline constexpr int kLateTicketsNamedMax = 20;

// Entries that a report names.
inline constexpr size_t kImprovementsNamedMax = 50;

}  // namespace csi::reporting::limits

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_LIMITS_H_
