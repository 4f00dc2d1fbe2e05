// Bounds of the Connect endpoint. What reaches one is answered with its name,
// or closed where nobody listens any more.
#ifndef CSI_COMMON_CONNECT_LIMITS_H_
#define CSI_COMMON_CONNECT_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"
#include "common/base/limits.h"

namespace csi::connect::limits {

inline constexpr size_t kConnectionsMax = 256;
// Streams hold their connection for as long as they last.
inline constexpr size_t kStreamsMax = 128;
inline constexpr size_t kHeadBytesMax = 16 * 1024;
inline constexpr size_t kHeaderFieldsMax = 64;
inline constexpr size_t kChunkLineBytesMax = 256;
inline constexpr size_t kBodyBytesMax = csi::limits::kMessageBytesMax;
// Of all bodies that are being read or answered.
inline constexpr size_t kBodiesBytesMax = size_t{64} << 20;
inline constexpr size_t kOriginsMax = 32;

// From the first byte of a head to its last.
inline constexpr absl::Duration kHeadWithin = absl::Seconds(10);
// From the end of a head to the end of its body.
inline constexpr absl::Duration kBodyWithin = absl::Seconds(30);
// Between two requests of a connection.
inline constexpr absl::Duration kIdleMax = absl::Seconds(30);
// For one message of a stream, or one answer, to be taken.
inline constexpr absl::Duration kWriteWithin = absl::Seconds(30);
// A unary call without Connect-Timeout-Ms ends after this.
inline constexpr absl::Duration kUnaryWithin = absl::Seconds(60);
// How long a refused body is read on, so that its sender sees the refusal.
inline constexpr absl::Duration kLingerMax = absl::Seconds(1);

static_assert(kStreamsMax < kConnectionsMax,
              "streams may not keep unary calls out");

}  // namespace csi::connect::limits

#endif  // CSI_COMMON_CONNECT_LIMITS_H_
