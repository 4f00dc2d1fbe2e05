// Bounds of the CSV reader. One field, one record and the number of records
// are bounded so that a hostile or broken file costs a clear error, never the
// memory of the process.
#ifndef CSI_COMMON_CSV_LIMITS_H_
#define CSI_COMMON_CSV_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::csv {

inline constexpr size_t kFieldBytesMax = 64 * 1024;
inline constexpr size_t kRecordBytesMax = 1024 * 1024;
inline constexpr size_t kColumnsMax = 1024;
inline constexpr uint64_t kRowsMax = 10'000'000;
// First size of the read buffer; it grows up to about two records.
inline constexpr size_t kBufferBytes = 64 * 1024;

static_assert(kFieldBytesMax < kRecordBytesMax,
              "the longest field must fit into a record");

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_LIMITS_H_
