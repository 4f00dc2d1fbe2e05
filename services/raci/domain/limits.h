// Bounds of what the directory holds beside its matrices; those that other
// services share stand in common/authority/limits.h.
#ifndef CSI_SERVICES_RACI_DOMAIN_LIMITS_H_
#define CSI_SERVICES_RACI_DOMAIN_LIMITS_H_

#include <cstddef>

namespace csi::raci::limits {

inline constexpr int kTableRowsMax = 500;
// Each becomes an entry of the register, all in one reaction there.
inline constexpr int kDutyFindingsMax = 50;
inline constexpr int kTableRolesMax = 100;
inline constexpr int kRowActivitiesMax = 100;
inline constexpr size_t kSourceBytesMax = 200;
// Processes and services that one coverage matrix looks at.
inline constexpr int kCoverageSubjectsMax = 2000;
inline constexpr int kCoverageActivitiesMax = 100;

inline constexpr int kRecurrenceCountMax = 1000;
inline constexpr size_t kSubjectBytesMax = 400;

// Texts of strategies and notices.
inline constexpr size_t kLongTextBytesMax = 4000;
// Rows that finding an audience reads, and receipts that one answer shows.
inline constexpr int kAudienceReadMax = 20000;
inline constexpr int kReceiptsShownMax = 2000;

}  // namespace csi::raci::limits

#endif  // CSI_SERVICES_RACI_DOMAIN_LIMITS_H_
