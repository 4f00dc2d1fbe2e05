// SHA-256 of bytes, as 32 raw bytes. Thread-safe.
#ifndef CSI_COMMON_BASE_SHA256_H_
#define CSI_COMMON_BASE_SHA256_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace csi {

std::string Sha256(std::string_view bytes);

// Of the concatenation of the parts.
std::string Sha256(std::initializer_list<std::string_view> parts);

// Lower-case hexadecimal.
std::string Hex(std::string_view bytes);

}  // namespace csi

#endif  // CSI_COMMON_BASE_SHA256_H_
