// Bounds of what is read ahead of input topics.
#ifndef CSI_COMMON_INPUTS_LIMITS_H_
#define CSI_COMMON_INPUTS_LIMITS_H_

#include <cstddef>

namespace csi::limits {

// Inputs of one partition that are mapped and wait to be taken.
inline constexpr size_t kInputBufferMax = 2048;
inline constexpr size_t kInputBufferBytesMax = 16 * 1024 * 1024;
// Handed over in one go.
inline constexpr size_t kInputPullBytesMax = 2 * 1024 * 1024;
// What the client library of one partition fetches ahead.
inline constexpr int kInputFetchedKiBMax = 4 * 1024;
// Key, value and headers of an input that its letter keeps: a record of the
// dead-letter topic must take it, with what is added.
inline constexpr size_t kLetterBytesMax = 900 * 1000;
// What the journal keeps of a rejected input: each of its texts.
inline constexpr size_t kRejectedTextBytesMax = 1000;

}  // namespace csi::limits

#endif  // CSI_COMMON_INPUTS_LIMITS_H_
