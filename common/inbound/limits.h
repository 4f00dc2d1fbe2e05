// Bounds of what other systems may send, each with its name.
#ifndef CSI_COMMON_INBOUND_LIMITS_H_
#define CSI_COMMON_INBOUND_LIMITS_H_

#include <cstddef>

namespace csi::inbound {

// The value of a record.
inline constexpr size_t kInputBytesMax = 256 * 1024;
// An attribute of a CloudEvent, header or JSON.
inline constexpr size_t kAttributeBytesMax = 4096;
inline constexpr size_t kAttributesMax = 64;
// Brackets inside brackets in JSON.
inline constexpr int kJsonDepthMax = 64;
// A field that a mapping takes out.
inline constexpr size_t kFieldBytesMax = 20000;
// Rows that one event may hold.
inline constexpr size_t kRowsMax = 5000;
inline constexpr size_t kMappingBytesMax = 256 * 1024;

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_LIMITS_H_
