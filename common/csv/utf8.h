// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above
// U+10FFFF. Thread-safe, no allocation.
#ifndef CSI_COMMON_CSV_UTF8_H_
#define CSI_COMMON_CSV_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace csi::csv {

// Offset of the first byte that begins no valid character, or text.size().
size_t ValidUtf8Prefix(std::string_view text);

// The text with a '?' for each byte that is none of UTF-8, cut where a
// character ends, at most `bytes_max` long.
std::string CleanUtf8(std::string_view text, size_t bytes_max);

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_UTF8_H_
