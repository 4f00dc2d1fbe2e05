// Bounds of the files that hold matrices. A matrix of 500 rows and 100 columns
// stays far below each of them; a zip bomb does not.
#ifndef CSI_SERVICES_RACI_FORMATS_LIMITS_H_
#define CSI_SERVICES_RACI_FORMATS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::raci::limits {

inline constexpr size_t kFileBytesMax = 4 * 1024 * 1024;
inline constexpr int64_t kZipEntriesMax = 1000;
inline constexpr size_t kZipEntryBytesMax = 8 * 1024 * 1024;
inline constexpr size_t kXmlDepthMax = 64;
inline constexpr size_t kSheetsMax = 50;
inline constexpr size_t kSharedStringsMax = 100000;
inline constexpr int kJsonDepthMax = 16;

}  // namespace csi::raci::limits

#endif  // CSI_SERVICES_RACI_FORMATS_LIMITS_H_
