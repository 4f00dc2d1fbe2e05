// Bounds of inboxes, notifications and deliveries; see limits.h.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_LIMITS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::workflow::limits {

// What one inbox keeps of what was told; the oldest goes first. Work stays.
inline constexpr uint32_t kToldPerPersonMax = 500;
// People of one notification; more hear nothing, and the note says so.
inline constexpr size_t kRecipientsMax = 200;
// Rows of one inbox that a sorted list looks at.
inline constexpr size_t kInboxRowsMax = 2000;
inline constexpr int kDigestItemsMax = 100;
inline constexpr int kRulePreferencesMax = 50;
inline constexpr size_t kChannelTargetBytesMax = 1000;
inline constexpr size_t kChannelSecretBytesMax = 63;
inline constexpr uint32_t kChannelsPerTenantMax = 1000;
inline constexpr size_t kDeliveryBodyBytesMax = 20000;
inline constexpr size_t kDeliveryErrorBytesMax = 1000;
inline constexpr size_t kServiceEventIdBytesMax = 200;
inline constexpr size_t kServiceEventTitleBytesMax = 1000;
inline constexpr size_t kSeverityBytesMax = 100;
// Rounds of a notification that nobody acknowledges.
inline constexpr uint32_t kAcknowledgeRoundsMax = 3;
// Levels of escalation of one step.
inline constexpr uint32_t kEscalationLevelsMax = 8;
inline constexpr uint32_t kEscalationDaysMax = 30;
// Items of one portion of a hand-over, and bytes of the facts after which it
// ends: with what people are told of the same event it must stay below what one
// command may write (common/base/limits.h).
inline constexpr size_t kMovesPerPortionMax = 200;
inline constexpr size_t kMoveBytesPerPortionMax = 64 * 1024;
// Days before a date at which its people are reminded.
inline constexpr int kReminderDays = 7;
// A calendar without a day of work in so many has none.
inline constexpr int kCalendarSearchDaysMax = 366;

}  // namespace csi::workflow::limits

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_LIMITS_H_
