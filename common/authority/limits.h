// Bounds of the directory, beside those of common/base/limits.h.
#ifndef CSI_COMMON_AUTHORITY_LIMITS_H_
#define CSI_COMMON_AUTHORITY_LIMITS_H_

#include <cstddef>

namespace csi::authority::limits {

inline constexpr size_t kDisplayNameBytesMax = 200;
inline constexpr size_t kQualifierBytesMax = 200;
inline constexpr size_t kTextBytesMax = 1000;
inline constexpr int kIdentitiesMax = 20;
inline constexpr int kAbsencesMax = 200;
inline constexpr int kListItemsMax = 100;
inline constexpr int kTeamMembersMax = 500;
inline constexpr int kActivitiesMax = 500;
inline constexpr int kColumnsMax = 100;
inline constexpr int kCellsMax = 10000;
inline constexpr int kHolidaysMax = 1000;
inline constexpr int kWorkingHoursMax = 50;
inline constexpr size_t kTableBytesMax = 1024 * 1024;
// Limits of authority that hand on to each other, and reporting lines that do.
inline constexpr int kHandOnsMax = 8;

}  // namespace csi::authority::limits

#endif  // CSI_COMMON_AUTHORITY_LIMITS_H_
