// Bounds of the incident log importer. At all of them together (a million
// incidents, five million rows) it was measured to need 350 MB; the public
// log of 24,918 incidents needs 15 MB.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_LIMITS_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::incident_log {

// Uncompressed bytes of a log: what a zip may unfold to, and no more.
inline constexpr uint64_t kLogBytesMax = uint64_t{2} * 1024 * 1024 * 1024;
inline constexpr int64_t kZipEntriesMax = 1000;
inline constexpr uint64_t kEventRowsMax = 5'000'000;
inline constexpr size_t kIncidentsMax = 1'000'000;
inline constexpr size_t kPrioritiesMax = 16;
inline constexpr size_t kNumberBytesMax = 64;
inline constexpr size_t kPriorityBytesMax = 64;
inline constexpr uint32_t kCountMax = 1'000'000;  // reassignments, reopenings
// First to last day. A longer span is a mistyped year, and would make daily
// series of centuries.
inline constexpr int32_t kSpanDaysMax = 7320;
// Refused rows that are listed one by one; all are counted.
inline constexpr size_t kRefusalExamplesMax = 100;
inline constexpr size_t kExcerptBytesMax = 40;
// Progress is told and a wish to stop is looked at once per so many bytes.
inline constexpr uint64_t kProgressBytes = 1024 * 1024;

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_LIMITS_H_
